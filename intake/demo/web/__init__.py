"""The demo's chat window: a vendor's page on an origin of its own, and a customer who writes on it."""
