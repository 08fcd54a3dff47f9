"""What stands where a person's data was."""

# It is no address, so nobody can be written to there, and no message can claim to come from it.
ERASED = "(erased)"
