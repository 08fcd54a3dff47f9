"""What Slack shows, as its Block Kit wants it; pure, and within its limits."""
