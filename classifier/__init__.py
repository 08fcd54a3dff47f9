"""Text to severity: a trained opinion with evidence. Knows nothing of intake."""
