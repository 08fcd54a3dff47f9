"""Logs: one event a line with its fields, on stderr; bodies and full addresses are never given to it."""

import logging
import sys

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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own, which names addresses
