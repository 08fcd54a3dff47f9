"""Logs: one event a line with its fields, on stderr; bodies and full addresses are never given to it."""

import logging
import sys
from typing import TextIO, cast

import structlog


def set_up_logs(*, quiet: bool = False) -> None:
    """Send events to stderr: for people on a terminal, as JSON lines otherwise. `quiet` keeps warnings only."""
    people = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if people else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Lenient(sys.stderr))),
    )
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own, which names addresses


class _Lenient:
    """A stream that loses a line rather than raise: a full disk or a closed pipe must not stop the work it is about."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        try:
            return self._stream.write(text)
        except (OSError, ValueError):
            return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        try:
            self._stream.flush()
        except (OSError, ValueError):
            return
