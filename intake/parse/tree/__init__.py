"""The parts of a message: its text, its attachments, its HTML."""
