"""Mails as customers write them, and clients that hand them to the door."""

import json
import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from itertools import count
from typing import Any

from intake.demo.sink import Caught
from tests.acceptance import store
from tests.acceptance.running import ANN, DESK, Place, Serving, until
from tests.acceptance.smarthost import Smarthost


@dataclass(frozen=True, slots=True)
class Desk:
    """A bot that several tests share, with its place and its smarthost."""

    bot: Serving
    place: Place
    sink: Smarthost

    def take(self, raw: bytes, *, sender: str, to: str = DESK) -> None:
        """Hand a mail over, which the door must take."""
        assert send(self.bot, raw, sender=sender, to=to).startswith("250")

    def rest(self) -> None:
        """Return when all that was taken is carried through: a person who wrote after it has their answer."""
        sender = f"last{next(_numbers)}@rest.example"
        self.take(letter(f"<{sender}>", sender=sender), sender=sender)
        until(lambda: self.sink.to(sender), what="the answer to who wrote last")
        store.until_quiet(self.place)

    def became(self, message_id: str) -> dict[str, Any]:
        """Return the row of a mail that came once."""
        (row,) = store.rows(self.place, "SELECT * FROM messages WHERE message_id = ?", message_id)
        return row

    def answers(self, message_id: str) -> list[Caught]:
        """Return what has gone out in answer to a mail, to whomever."""
        return [one for one in self.sink.caught if message_from_bytes(one.raw)["In-Reply-To"] == message_id]

    def silence(self, message_id: str) -> str:
        """Return why a mail got no answer: what it was filed for, or what its case says; "" when nothing is said."""
        row = self.became(message_id)
        withheld = "SELECT detail FROM audit WHERE event = 'acknowledgement.withheld' AND case_id = ?"
        said = [json.loads(detail)["reason"] for detail in store.column(self.place, withheld, row["case_id"])]
        return " ".join(said if row["outcome"] == "opened" else [row["reason"]])


_numbers = count(1)
Answer = Callable[[bytes, int], bytes]
HELLO = b"EHLO client.example\r\n"


def letter(message_id: str, *, sender: str = ANN, body: str = "The export does not work.", **headers: str) -> bytes:
    """Return a mail to the desk; `in_reply_to="<x>"` becomes In-Reply-To."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, DESK
    mail["Subject"] = headers.pop("subject", "The export")
    mail["Date"] = "Mon, 09 Mar 2026 10:00:00 +0000"
    if message_id:
        mail["Message-ID"] = message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


def written(message_id: str, *fields: str | bytes, body: str | bytes = "The export does not work.\r\n") -> bytes:
    """Return a mail of exactly these header fields, a Message-ID and a Date."""
    lines = [*fields, f"Message-ID: {message_id}", "Date: Mon, 09 Mar 2026 10:00:00 +0000"]
    head = b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    return head + b"\r\n\r\n" + (body if isinstance(body, bytes) else body.encode())


def send(bot: Serving, raw: bytes, *, sender: str = ANN, to: str = DESK) -> str:
    """Hand a mail over by a real client; return the answer to its DATA, such as `250 2.0.0 ...`."""
    with smtplib.SMTP("127.0.0.1", bot.port, "client.example", timeout=30) as client:
        client.ehlo()
        for code, said in (client.mail(sender), client.rcpt(to)):
            assert code == 250, said
        code, said = client.data(raw)
        return f"{code} {said.decode()}"


def is_taken(bot: Serving, raw: bytes, *, sender: str = ANN, to: str = DESK) -> bool:
    """Hand a mail over; tell whether the client may forget it (250). False for any other answer and for none."""
    try:
        return send(bot, raw, sender=sender, to=to).startswith("250")
    except (OSError, smtplib.SMTPException):
        return False


class Raw:
    """A client that says exactly what it is told, byte for byte."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._lines = link.makefile("rb")

    def say(self, words: bytes) -> None:
        """Send bytes as they are."""
        self.link.sendall(words)

    def answer(self) -> str:
        """Return the next answer's last line; "" when the door has hung up."""
        try:
            while (line := self._lines.readline()) and line[3:4] == b"-":
                pass
        except ConnectionError:
            return ""
        return line.decode().strip()

    def ask(self, words: bytes) -> str:
        """Send a line and return its answer."""
        self.say(words)
        return self.answer()

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self.link.close()


@contextmanager
def raw_client(bot: Serving, *, sender: bytes = ANN.encode(), to: bytes = DESK.encode()) -> Iterator[Raw]:
    """Give a client that has said EHLO, MAIL and RCPT."""
    client = Raw(socket.create_connection(("127.0.0.1", bot.port), timeout=30))
    try:
        assert client.answer().startswith("220")
        assert client.ask(HELLO).startswith("250")
        assert client.ask(b"MAIL FROM:<" + sender + b">\r\n").startswith("250")
        assert client.ask(b"RCPT TO:<" + to + b">\r\n").startswith("250")
        yield client
    finally:
        client.close()


def let_catch_up(bot: Serving) -> None:
    """Return when the bot's loop has dealt with everything that was sent to it before."""
    client = Raw(socket.create_connection(("127.0.0.1", bot.port), timeout=30))
    try:
        for words in (b"", HELLO, b"NOOP\r\n", b"NOOP\r\n", b"QUIT\r\n"):
            assert client.ask(words)[:1] == "2"
    finally:
        client.close()
