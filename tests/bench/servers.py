"""Servers that take mail durably, each in processes of its own: ours, stock aiosmtpd, Postfix into a maildir."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import ROOT

_POSTFIX_DAEMONS = Path("/usr/lib/postfix/sbin")
_NOBODY = 65534
_LONGEST_START = 20.0
_DOORS = "tests.bench.door_process"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where it listens, what counts the mails it has on disk, and its process, where that is one."""

    port: int
    stored: Callable[[], int]
    process: int | None = None

    def most_memory(self) -> int | None:
        """Return the most memory its process has had, in bytes; None where the system does not tell."""
        return self._memory("VmHWM:")

    def memory(self) -> int | None:
        """Return the memory its process has now, in bytes; None where the system does not tell."""
        return self._memory("VmRSS:")

    def _memory(self, name: str) -> int | None:
        status = Path(f"/proc/{self.process}/status")
        if not status.exists():
            return None
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith(name))
        return 1024 * int(line.split()[1])


@contextmanager
def ours(folder: Path) -> Iterator[Server]:
    """Run our door over a new store."""
    with in_a_process(_DOORS, "ours", folder) as server:
        yield server


@contextmanager
def stock(folder: Path) -> Iterator[Server]:
    """Run aiosmtpd's own server."""
    with in_a_process(_DOORS, "stock", folder) as server:
        yield server


@contextmanager
def in_a_process(module: str, kind: str, folder: Path, *more: str) -> Iterator[Server]:
    """Run a module that prints its port, then for each line that comes in a number; its log is in `folder`."""
    command = [sys.executable, "-m", module, kind, str(folder), *more]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)

    def ask(question: bytes) -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(question)
        process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server ended early: {(folder / 'log').read_text()[-2000:]}")
        return int(line)

    with process:
        yield Server(port=ask(b""), stored=lambda: ask(b"\n"), process=process.pid)
        assert process.stdin is not None
        process.stdin.close()


def why_no_postfix() -> str | None:
    """Return why Postfix cannot be run here, None when it can."""
    if shutil.which("postfix", path=_path()) is None or not _POSTFIX_DAEMONS.is_dir():
        return "Postfix is not installed: `make bench-deps`"
    return None if os.name == "posix" and os.geteuid() == 0 else "Postfix is started by root only"


def smtp_source() -> str | None:
    """Return where Postfix's load generator is, None when it is not installed."""
    return shutil.which("smtp-source", path=_path())


def _path() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])  # not everybody's path has it


@contextmanager
def postfix(folder: Path) -> Iterator[Server]:
    """Run Postfix as it is shipped, but for its places, from a queue and into a maildir in `folder`."""
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
    folder.chmod(0o755)  # its own user goes through it
    shutil.chown(folder / "data", "postfix")
    os.chown(folder / "mail", _NOBODY, _NOBODY)
    port = _free_port()
    (folder / "etc/main.cf").write_text(_MAIN.format(folder=folder, daemons=_POSTFIX_DAEMONS), encoding="utf-8")
    (folder / "etc/master.cf").write_text(_MASTER.format(port=port), encoding="utf-8")
    command = [shutil.which("postfix", path=_path()) or "postfix", "-c", str(folder / "etc")]
    subprocess.run([*command, "start"], check=True, capture_output=True, timeout=_LONGEST_START)
    new = folder / "mail/desk/new"
    try:
        yield Server(port=port, stored=lambda: sum(1 for _ in new.iterdir()) if new.is_dir() else 0)
    finally:
        subprocess.run([*command, "stop"], check=True, capture_output=True, timeout=_LONGEST_START)


def until_stored(server: Server, number: int, seconds: float = 60.0) -> float:
    """Wait until so many mails are on disk, and return the moment, of `time.perf_counter`."""
    deadline = time.perf_counter() + seconds
    while (stored := server.stored()) < number:
        if time.perf_counter() > deadline:
            raise RuntimeError(f"{stored} of {number} mails are stored after {seconds:.0f} s")
        time.sleep(0.01)
    return time.perf_counter()


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = bench.example
mydestination =
alias_maps =
local_recipient_maps =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = desk.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:desk/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
"""
_MASTER = """\
{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
