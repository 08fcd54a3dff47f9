"""Where messages come in: each door on its own, none answers before a message is on disk."""
