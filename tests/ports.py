"""Ports that a test may close and open again: outside the range from which the system gives them to others."""

import random
import socket

# Linux gives ports above 32767 to whoever asks for any, so that one of those may be gone when it is wanted again.
_OURS = range(20_000, 32_000)


def free_port() -> int:
    """Return a port of this machine that nobody uses, nor gets by asking for any."""
    while True:
        port = random.SystemRandom().choice(_OURS)  # another worker draws from the same ones
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
