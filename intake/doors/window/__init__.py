"""The window's door: what the chat on the vendor's pages sends us, and the stream of what it shows."""
