"""Rows of chat of any kind: turns, and which thread is which case."""
