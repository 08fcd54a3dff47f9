"""What people press and ask for in Slack, engineers and customers, and what they are shown."""
