"""The demonstration's Slack side: an emulator of Slack, people who write and press there, and what they see."""
