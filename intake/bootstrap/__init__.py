"""Settings and wiring: the one room that knows files, environment and the order in which things start."""
