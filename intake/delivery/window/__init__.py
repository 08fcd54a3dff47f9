"""What goes out into the chat window."""
