"""What happens to a message, one stage a module. A stage runs in its caller's transaction; twice equals once."""
