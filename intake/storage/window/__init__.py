"""What is kept of the chat window: visitors, and the lines of their talks."""
