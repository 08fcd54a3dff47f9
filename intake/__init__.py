"""The intake bot: a support desk that answers by contract."""
