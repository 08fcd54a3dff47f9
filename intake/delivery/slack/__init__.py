"""What goes out to Slack: customers' messages, and the engineers' cards."""
