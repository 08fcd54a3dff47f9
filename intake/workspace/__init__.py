"""Slack's own side: its web API, the tokens that it takes, and what it tells of people and files."""
