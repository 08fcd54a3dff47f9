"""What Slack sends, read: payloads, its markup, and turns as messages like any other."""
