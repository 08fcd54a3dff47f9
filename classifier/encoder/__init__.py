"""A small sentence encoder: what a message means, in numbers that carry over to other writers."""
