"""Chat: what is said there, read turn by turn, and which way an answer goes back."""
