"""A real Dovecot in a folder of its own, on a port of this machine, started and killed by the tests."""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.running import until
from tests.ports import free_port

USER = "support"
PASSWORD = "a-password-of-the-mailbox"


@dataclass(slots=True)
class Dovecot:
    """An IMAP server with a maildir for every user who has the password; `more` are further lines of its settings."""

    folder: Path
    more: str = ""
    port: int = 0
    tls_port: int = 0
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it, on the same ports each time."""
        program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        assert program, "there is no Dovecot on this machine: run `make test-deps`"
        self.port, self.tls_port = self.port or free_port(), self.tls_port or free_port()
        settings = self.folder / "dovecot.conf"
        settings.write_text(_settings(self), encoding="utf-8")
        self.process = subprocess.Popen([program, "-F", "-c", str(settings)], start_new_session=True)
        until(self._answers, what="an IMAP server")

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"Dovecot ended at its start: {self.log}"
        try:
            with imaplib.IMAP4("127.0.0.1", self.port, timeout=5) as client:
                return client.noop()[0] == "OK"
        except (OSError, imaplib.IMAP4.error):
            return False

    def stop(self) -> None:
        """Kill it and every process of its own, as a power cut would."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def make_folder(self, name: str) -> None:
        """Make a folder."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=30) as client:
            client.login(USER, PASSWORD)
            done, said = client.create(name)
            assert done == "OK", said

    def deliver(self, raw: bytes, *, user: str = USER, flags: str = "", at: str = "") -> None:
        """Put a mail into a user's INBOX, now or `at` a time of its own."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=30) as client:
            client.login(user, PASSWORD)
            done, said = client.append("INBOX", flags, at, raw)
            assert done == "OK", said

    def mails(self, folder: str = "INBOX", user: str = USER) -> dict[int, str]:
        """Return the flags of a folder's mails by UID, as the server prints them."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=30) as client:
            client.login(user, PASSWORD)
            client.select(folder, readonly=True)
            found = client.uid("SEARCH", "ALL")[1][0].split()
            return {int(uid): str(client.uid("FETCH", uid.decode(), "(FLAGS)")[1][0]) for uid in found}

    def renumber(self, user: str = USER) -> None:
        """Give every mail of a user's INBOX a new UID and the folder a new UIDVALIDITY; only while it is stopped.

        `dovecot-uidvalidity` stays: from it the server counts on. Without it the number is the second of the clock,
        which is the folder's old one whenever all this takes less than a second.
        """
        box = self.folder / "mail" / user
        for path in [*box.glob("dovecot-uidlist*"), *box.glob("dovecot.*")]:
            path.unlink()


@contextmanager
def dovecot(more: str = "") -> Iterator[Dovecot]:
    """Run one; its folder has a short name, since its sockets do not bear a long one."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot"))
    server = Dovecot(folder, more)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _settings(server: Dovecot) -> str:
    """Return the settings: mail in a maildir, read by somebody who is not root, since Dovecot does not let root."""
    root = os.geteuid() == 0
    mail = server.folder / "mail"
    mail.mkdir(exist_ok=True)
    owner = "nobody" if root else getpass.getuser()
    if root:
        os.chown(mail, pwd.getpwnam(owner).pw_uid, -1)
        server.folder.chmod(0o755)
    internal, login = ("dovecot", "dovenull") if root else (owner, owner)
    chroots = "" if root else "\n".join(f"service {name} {{\n  chroot =\n}}" for name in ("anvil", "imap-login"))
    group = "nogroup" if root else grp.getgrgid(os.getegid()).gr_name
    return f"""\
base_dir = {server.folder}/run
state_dir = {server.folder}/state
log_path = {server.folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:{mail}/%u
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
default_internal_user = {internal}
default_internal_group = {internal if root else group}
default_login_user = {login}
{chroots}
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = home={mail}/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {server.port}
  }}
  inet_listener imaps {{
    port = {server.tls_port}
    ssl = yes
  }}
}}
{server.more}
"""
