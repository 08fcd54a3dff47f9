"""Slack's door: its events and presses over HTTP or Socket Mode, and how it is installed."""
