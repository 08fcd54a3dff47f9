"""A real Postfix in a folder of its own: in front of the bot's doors, and its smarthost."""

import os
import shutil
import smtplib
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.running import until
from tests.ports import free_port

PROGRAM = Path("/usr/sbin/postfix")
DAEMONS = Path("/usr/lib/postfix/sbin")

_SERVICES = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def missing() -> str | None:
    """Return why no Postfix can be run here, or None when it can."""
    if not PROGRAM.is_file():
        return "Postfix is not installed: `make test-deps` installs it on Debian"
    return None if os.geteuid() == 0 else "Postfix must be started by root"


@dataclass(frozen=True, slots=True)
class Postfix:
    """A running Postfix; `port` is where it takes mail, `people` have a maildir each."""

    folder: Path
    port: int

    def send(self, sender: str, recipients: list[str], raw: bytes) -> None:
        """Hand it a mail as a customer's own mail server would."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as client:
            client.sendmail(sender, recipients, raw)

    def inbox(self, name: str) -> list[bytes]:
        """Return what has come to a person's maildir, the oldest first."""
        files = sorted((self.folder / "mail" / name / "new").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_bytes() for file in files]

    def waiting(self) -> int:
        """Return how many mails it holds that have not been delivered."""
        queues = ("active", "deferred", "incoming", "hold", "corrupt")
        return sum(1 for queue in queues for file in (self.folder / "spool" / queue).rglob("*") if file.is_file())

    def try_again(self) -> None:
        """Have it try at once what it could not deliver."""
        self._run("/usr/sbin/postqueue", "-f")

    def _run(self, *command: str) -> None:
        subprocess.run([command[0], "-c", str(self.folder / "etc"), *command[1:]], check=True, capture_output=True)

    def begin(self) -> None:
        """Start it and wait for its greeting."""
        self._run(str(PROGRAM), "start")
        until(self._greets, what="Postfix's greeting")

    def end(self) -> None:
        """Stop it."""
        self._run(str(PROGRAM), "stop")

    def _greets(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as client:
                return client.recv(100).startswith(b"220")
        except OSError:
            return False


@contextmanager
def postfix(desk: str, people: Mapping[str, str], settings: Mapping[str, str] | None = None) -> Iterator[Postfix]:
    """Run a Postfix that hands mail for desk.example to the transport `desk`, and people's mail to maildirs.

    `people` are maildirs by address; whoever else is in their domains does not exist, and Postfix bounces.
    """
    # Its daemons run as another user, who must be able to get here: pytest's own folders let nobody else in.
    folder = Path(tempfile.mkdtemp(prefix="postfix-"))
    folder.chmod(0o755)
    server = Postfix(folder, free_port())
    try:
        _settle_in(server, desk, people, settings or {})
        server.begin()
        try:
            yield server
        finally:
            server.end()
    finally:
        shutil.rmtree(folder)


def _settle_in(server: Postfix, desk: str, people: Mapping[str, str], settings: Mapping[str, str]) -> None:
    etc, mail = server.folder / "etc", server.folder / "mail"
    for folder in (etc, mail, server.folder / "spool", server.folder / "data"):
        folder.mkdir()
    shutil.chown(mail, "nobody")
    shutil.chown(server.folder / "data", "postfix")
    (etc / "master.cf").write_text(_SERVICES.format(port=f"127.0.0.1:{server.port}"), encoding="ascii")
    chosen = {**_settings(server.folder, desk, people), **settings}
    (etc / "main.cf").write_text("".join(f"{key} = {value}\n" for key, value in chosen.items()), encoding="utf-8")


def _settings(folder: Path, desk: str, people: Mapping[str, str]) -> dict[str, str]:
    domains = sorted({address.partition("@")[2] for address in people})
    boxes = ", ".join(f"{{{address} = {name}/}}" for address, name in people.items())
    return {
        "compatibility_level": "3.6",
        "queue_directory": f"{folder}/spool",
        "data_directory": f"{folder}/data",
        "command_directory": "/usr/sbin",
        "daemon_directory": str(DAEMONS),
        "maillog_file": f"{folder}/postfix.log",
        "maillog_file_prefixes": str(folder),
        "myhostname": "mx.relay.example",
        "mydestination": "",
        "mynetworks": "127.0.0.0/8",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "smtpd_peername_lookup": "no",
        "disable_dns_lookups": "yes",
        "recipient_delimiter": "+",
        "smtpd_recipient_restrictions": "permit_mynetworks, reject",
        "relay_domains": "desk.example",
        "transport_maps": f"inline:{{ {{desk.example = {desk}}} }}",
        "virtual_mailbox_domains": ", ".join(domains),
        "virtual_mailbox_base": f"{folder}/mail",
        "virtual_mailbox_maps": f"inline:{{ {boxes} }}",
        "virtual_uid_maps": "static:65534",
        "virtual_gid_maps": "static:65534",
        "minimal_backoff_time": "1s",
        "maximal_backoff_time": "2s",
        "queue_run_delay": "1s",
        "smtp_address_preference": "ipv4",
        "lmtp_address_preference": "ipv4",
    }
