"""The demo itself: the real bot on loopback, a sink for its answers, real mail, and an engineer's evening."""

import asyncio
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.bootstrap.app import Running, start
from intake.bootstrap.customer_file import BadRow, read_customers
from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import read_settings
from intake.demo.engineer import engineers_turn
from intake.demo.post import DESK, Demo, take
from intake.demo.scenario import customers_csv, settings_toml, steps
from intake.demo.show import Show
from intake.demo.sink import Sink
from intake.demo.web.site import free_addresses, open_site
from intake.demo.web.turn import QUIET, RUTH, say_where, windows_turn
from intake.domain.errors import BadInput
from intake.storage import customers


async def run(show: Show, *, keep: bool) -> None:
    """Run the whole demo; with `keep` stay up afterwards until interrupted."""
    with _folder(keep=keep) as folder:
        sink = Sink()
        sink_server = await sink.open()
        where, secret = free_addresses(), secrets.token_urlsafe(48)
        settings_file = _settings_file(folder, sink_server.sockets[0].getsockname()[1], where.toml(secret, QUIET))
        running = await start(read_settings(settings_file))
        demo = Demo(running=running, sink=sink, show=show)
        site = await open_site(where, RUTH, secret)
        try:
            await asyncio.to_thread(_add_customers, running)
            show.started(running.host, running.port, len(steps()) + 1)
            for number, step in enumerate(steps(), start=1):
                await take(demo, number, step)
            await windows_turn(demo, where, secret)
            await engineers_turn(demo)
            if keep:
                sink.on_mail = show.mail
                show.staying(running.host, running.port, settings_file, DESK)
                say_where(show, where)
                await asyncio.Event().wait()
        finally:
            await site.close()
            await running.stop()
            sink_server.close()


@contextmanager
def _folder(*, keep: bool) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="intake-demo-", ignore_cleanup_errors=keep) as name:
        yield Path(name)


def _settings_file(folder: Path, smarthost_port: int, web: str) -> Path:
    # Sample customers have no DNS that could prove them.
    text = initial_text().replace('facts_for = "proved"', 'facts_for = "known_address"')
    text = text.replace("port = 25\n", f"port = {smarthost_port}\n").replace("port = 2525", "port = 0")
    file = folder / "intake.toml"
    text = text.replace("sqlite:///intake.db", f"sqlite:///{folder / 'intake.db'}")
    file.write_text(f"{text}\n{settings_toml()}\n{web}", encoding="utf-8")
    file.chmod(0o600)
    return file


def _add_customers(running: Running) -> None:
    with running.database.write() as connection:
        for line, row in read_customers(customers_csv(), running.desk.contracts):
            if isinstance(row, BadRow):
                raise BadInput(f"sample customers, line {line}: {row.problem}")
            customers.add(connection, row)
