"""What happens to words from the chat window and the portal, in order."""
