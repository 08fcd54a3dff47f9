"""Work that waits: which stage runs next on what, and when."""
