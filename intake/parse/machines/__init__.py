"""Whether a machine wrote a message, and what its reports say."""
