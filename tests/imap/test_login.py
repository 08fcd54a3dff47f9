"""How the IMAP door gets in: TLS, bearer tokens of OAuth 2, and what `intake doctor` says of each mailbox."""

import json
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import trustme
from imapclient.exceptions import IMAPClientError

from intake.bootstrap.imap_try import tried
from intake.bootstrap.settings import Settings, read_settings
from intake.domain.errors import BadInput
from intake.doors.imap_login import Login, Refused
from intake.doors.imap_session import Server, connected, opened
from tests.acceptance import running
from tests.acceptance.running import Place
from tests.acceptance.warm import Nursery
from tests.imap.dovecot import PASSWORD, USER, Dovecot, dovecot
from tests.imap.reading import letter, reads, until_read, until_stored

TOKEN = "ya29.a-token-of-the-mailbox"
DESK = '[desk]\naddress = "support@desk.example"\nsecret = "a secret of at least sixteen"\n'


class _Introspection(BaseHTTPRequestHandler):
    """Says of one token that it is the mailbox's, of every other that it is none."""

    def do_GET(self) -> None:
        good = self.headers.get("Authorization") == f"Bearer {TOKEN}"
        said = json.dumps({"active": good, "username": USER} if good else {"active": False}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def introspection() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), _Introspection) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            yield http.server_port
        finally:
            http.shutdown()
            thread.join()


@pytest.fixture(params=["oauthbearer", "xoauth2"])
def bearer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Dovecot]:
    """Run a Dovecot that takes tokens, by one of the two ways."""
    with introspection() as port:
        settings = tmp_path / "oauth2.conf"
        settings.write_text(
            f"introspection_url = http://127.0.0.1:{port}/\nintrospection_mode = auth\n"
            "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
        )
        more = (
            f"auth_mechanisms = {request.param}\npassdb {{\n  driver = oauth2\n"
            f"  mechanisms = {request.param}\n  args = {settings}\n}}\n"
        )
        for place in (settings, *settings.parents[:3]):
            place.chmod(place.stat().st_mode | stat.S_IROTH | stat.S_IXOTH)
        with dovecot(more) as server:
            yield server


def _into(server: Dovecot, login: Login) -> int:
    where = Server(host="127.0.0.1", port=server.port, tls=None, implicit=False, login=login)
    with connected(where) as client:
        return opened(client, "INBOX", readonly=True).last_uid()


def test_a_token_from_a_file_or_a_command_lets_in(bearer: Dovecot, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    assert _into(bearer, Login(user=USER, token_file=file)) == 0
    assert _into(bearer, Login(user=USER, token_command=(sys.executable, "-c", f"print('{TOKEN}')"))) == 0


def test_a_token_that_is_none_does_not_let_in_and_is_not_shown(bearer: Dovecot, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("an-old-token\n")
    with pytest.raises(Refused) as refused:
        _into(bearer, Login(user=USER, token_file=file))
    assert "an-old-token" not in str(refused.value)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        pytest.param("raise SystemExit(3)", "token_command: no token", id="a command that fails"),
        pytest.param("print()", "the token is empty", id="a command that prints nothing"),
        pytest.param("print('a\\nb')", "the token is empty, or holds", id="a command that prints two lines"),
    ],
)
def test_a_command_without_a_token(server: Dovecot, program: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        _into(server, Login(user=USER, token_command=(sys.executable, "-c", program)))


@pytest.fixture(scope="module")
def certified(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dovecot, Path]]:
    """Run a Dovecot with a certificate, and give the file of who signed it."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    signed = authority.issue_cert("127.0.0.1", "localhost")
    signed.private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
    tls = f"ssl = yes\nssl_cert = <{folder}/server.pem\nssl_key = <{folder}/server.pem\n"
    with dovecot(tls) as server:
        yield server, folder / "ca.pem"


def _mailbox(server: Dovecot, tmp_path: Path, **keys: object) -> Settings:
    """Return settings with one mailbox, as a file would say it."""
    place = {"host": "127.0.0.1", "port": server.port, "user": USER, "password": PASSWORD, **keys}
    lines = "\n".join(
        f"{key} = {json.dumps(str(value) if isinstance(value, Path) else value)}" for key, value in place.items()
    )
    file = tmp_path / "intake.toml"
    file.write_text(f"{DESK}[[mailboxes]]\n{lines}\n", encoding="utf-8")
    return read_settings(file, {})


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_is_spoken_with_a_server_whose_certificate_is_known(
    certified: tuple[Dovecot, Path], tmp_path: Path, security: str
) -> None:
    server, authority = certified
    port = server.tls_port if security == "tls" else server.port
    (found,) = tried(_mailbox(server, tmp_path, security=security, port=port, ca_file=authority))
    assert (found.well, found.said) == (True, f"127.0.0.1:{port}, folder INBOX: it tells of new mail by itself")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_password_is_shown_to_a_server_whose_certificate_is_not_known(
    certified: tuple[Dovecot, Path], tmp_path: Path, security: str
) -> None:
    server = certified[0]
    before = server.log.count("Login")
    (found,) = tried(
        _mailbox(server, tmp_path, security=security, port=server.tls_port if security == "tls" else server.port)
    )
    assert not found.well
    assert "certificate verify failed" in found.said
    assert server.log.count("Login") == before


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        pytest.param({}, "folder INBOX: it tells of new mail by itself", id="all is well"),
        pytest.param({"password": "another"}, "does not let us in", id="a wrong password"),
        pytest.param({"folder": "Nowhere"}, "cannot be read", id="a folder that is not there"),
        pytest.param({"port": 1}, "cannot be read", id="a server that is not there"),
        pytest.param(
            {"after": "move:Nowhere"}, "there is no folder Nowhere to move mail to; make it", id="no folder to move to"
        ),
    ],
)
def test_doctor_tries_each_mailbox(server: Dovecot, tmp_path: Path, keys: dict[str, object], said: str) -> None:
    (found,) = tried(_mailbox(server, tmp_path, security="none", **keys))
    assert found.well is (keys == {})
    assert said in found.said
    assert "another" not in found.said


def test_a_bot_reads_over_tls_while_it_idles(certified: tuple[Dovecot, Path], place: Place, nursery: Nursery) -> None:
    server, authority = certified
    reads(place, server, more=f'ca_file = "{authority}"')
    text = place.settings.read_text("utf-8").replace('security = "none"', 'security = "starttls"')
    place.settings.write_text(text, encoding="utf-8")
    with running.opened(nursery.begin(place)) as bot:
        until_read(bot)
        for number in range(3):
            server.deliver(letter(f"tls{number}"))
            until_stored(place, number + 1)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param("", "write one of password, token_file or token_command", id="no way in"),
        pytest.param('password = "a"\ntoken_file = "b"', "write one of password, token_file", id="two ways in"),
        pytest.param('password = "a"\nafter = "delete"', 'write "leave", "seen" or "move:"', id="an unknown end"),
        pytest.param('password = "a"\nafter = "move:"', 'write "leave", "seen" or "move:"', id="a move to nowhere"),
        pytest.param(
            'password = "a"\naddress = "else@b.example"', "else@b.example is not the desk's", id="not our address"
        ),
        pytest.param('password = "a"\nfrom = "then"', "from", id="an unknown beginning"),
        pytest.param(
            'password = "a"\n[[mailboxes]]\nhost = "imap.b.example"\nuser = "u"\npassword = "a"',
            "there twice",
            id="twice",
        ),
    ],
)
def test_mistakes_in_the_settings(tmp_path: Path, lines: str, said: str) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(f'{DESK}[[mailboxes]]\nhost = "imap.b.example"\nuser = "u"\n{lines}\n', encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_settings(file, {})
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_server_without_uids_is_refused(server: Dovecot) -> None:
    where = Server(
        host="127.0.0.1", port=server.port, tls=None, implicit=False, login=Login(user=USER, password=PASSWORD)
    )
    with connected(where) as client, pytest.raises(IMAPClientError):
        opened(client, "Nowhere", readonly=True)
