"""Run until a signal says stop."""

import asyncio
import signal
import threading

import structlog

from intake.bootstrap.app import Running, start
from intake.bootstrap.process import prepare, settle
from intake.bootstrap.settings import Settings

log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Start the bot, wait for SIGTERM or SIGINT, and stop it in order."""
    windows = 0 if settings.window is None else settings.window.most_open
    prepare((1 if settings.lmtp_door is None else 2) * settings.smtp_door.most_connections + windows)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    running = await start(settings)
    if settings.identity.facts_for == "known_address":
        log.warning("identity.unproved", hint="a forged sender address of a customer is told contract facts")
    if not settings.paging.on_call:
        log.warning("page.nobody", hint="nobody is on call: an emergency calls no one; see [[paging.on_call]]")
    threading.Thread(target=_settled, args=(running,), name="settle", daemon=True).start()
    await stopping.wait()
    log.info("stopping")
    await running.stop()


def _settled(running: Running) -> None:
    """Settle once the model is there: it is most of what is loaded."""
    running.suggests.wait()
    settle()
