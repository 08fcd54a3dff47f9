"""Rows of Slack: events, installations, people, customers' workspaces and channels, files, posts."""
