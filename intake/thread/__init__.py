"""Which case a message continues. Pure: the caller looks references up."""
