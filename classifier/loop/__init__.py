"""Learning from engineers: lessons in, a challenger out, and what must hold before it may serve."""
