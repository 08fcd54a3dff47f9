"""How we say who we are to an IMAP server: a password, or a bearer token of OAuth 2 that is asked for each time."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

_LONGEST_COMMAND = 30.0  # seconds for a command that prints a token
_LONGEST_SAID = 200


class Refused(Exception):
    """The server does not let us in, or we have nothing to show it; the text says why and holds no secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A user with one of: a password, a file that holds a token, a command that prints one."""

    user: str
    password: str | None = field(default=None, repr=False)
    token_file: Path | None = None
    token_command: tuple[str, ...] = ()


def log_in(client: IMAPClient, login: Login) -> None:
    """Log in by the best way that the server offers; raises Refused."""
    secret = _token(login) if login.password is None else login.password
    try:
        if login.password is not None:
            _by_password(client, login.user, secret)
        elif client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(login.user, secret)  # RFC 7628
        else:
            client.oauth2_login(login.user, secret)  # XOAUTH2, what the large providers had before it
    except LoginError as error:
        raise Refused(_said(error, (secret, login.user))) from None  # the cause could show what was sent


def _by_password(client: IMAPClient, user: str, password: str) -> None:
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(user, password)  # RFC 4616; LOGIN could not carry letters beyond ASCII
    else:
        client.login(user, password)


def _token(login: Login) -> str:
    """Return the token as it is now; raises Refused when there is none."""
    try:
        found = _printed(login.token_command) if login.token_file is None else login.token_file.read_text("utf-8")
    except (OSError, UnicodeDecodeError, subprocess.SubprocessError) as error:
        where = "token_command" if login.token_file is None else "token_file"
        raise Refused(f"{where}: no token ({type(error).__name__})") from None  # its output may hold half a token
    token = found.strip()
    if not token or not token.isascii() or not token.isprintable():
        raise Refused("the token is empty, or holds what no token can hold")
    return token


def _printed(command: tuple[str, ...]) -> str:
    done = subprocess.run(  # noqa: S603 - the operator's own command, started without a shell
        command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=_LONGEST_COMMAND
    )
    return done.stdout.decode("utf-8")


def _said(error: LoginError, ours: tuple[str, str]) -> str:
    """Return what the server said, without what it may have repeated of ours."""
    said = str(error).strip("b'\"")
    for word in ours:
        said = said.replace(word, "***")
    return " ".join(said.split())[:_LONGEST_SAID] or "no reason was given"
