"""TLS and LMTP as the settings want them: a real `intake serve`, a real client, the message in the store."""

import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.acceptance import mails, running, store
from tests.acceptance.running import ANN, DESK, Place, Serving


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def place(tmp_path: Path, authority: trustme.CA) -> Place:
    """Return a bot's folder whose settings offer TLS and open an LMTP door."""
    found = running.settle_in(tmp_path, smarthost=9)
    issued = authority.issue_cert("127.0.0.1")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    text = found.settings.read_text(encoding="utf-8")
    tls = f'certificate = "{(tmp_path / "cert.pem").as_posix()}"\nkey = "{(tmp_path / "key.pem").as_posix()}"\n'
    text = text.replace("[smarthost]", f"{tls}[lmtp_door]\nport = 0\n[smarthost]")
    found.settings.write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def bot(place: Place) -> Iterator[Serving]:
    with running.opened(running.begin(place)) as found:
        yield found


def test_a_mail_over_starttls_is_stored(place: Place, bot: Serving, authority: trustme.CA) -> None:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with smtplib.SMTP("127.0.0.1", bot.port, timeout=30) as client:
        assert client.starttls(context=trusting)[0] == 220
        client.sendmail(ANN, [DESK], mails.letter("<secret@gold.example>", sender=ANN))
    assert store.count(place, "SELECT id FROM messages WHERE message_id = '<secret@gold.example>'") == 1


def test_a_mail_over_lmtp_is_stored_once_and_answered_for_each_recipient(place: Place, bot: Serving) -> None:
    port = next(int(str(event["port"])) for event in bot.events() if event["event"] == "lmtp.open")
    with smtplib.LMTP("127.0.0.1", port, timeout=30) as client:
        refused = client.sendmail(ANN, [DESK, "nobody@desk.example"], mails.letter("<beside@gold.example>", sender=ANN))
    assert list(refused) == ["nobody@desk.example"]
    assert store.count(place, "SELECT id FROM messages WHERE message_id = '<beside@gold.example>'") == 1


@pytest.mark.parametrize("broken", ["cert.pem", "key.pem"])
def test_a_certificate_that_cannot_be_used_is_one_line(place: Place, broken: str) -> None:
    (place.folder / broken).write_text("no certificate", encoding="utf-8")
    bot = running.begin(place)
    assert bot.process.wait(60) == 2
    (line,) = [line for line in bot.log.read_text(encoding="utf-8").splitlines() if line.startswith("intake: ")]
    assert line.startswith("intake: smtp_door: ")
    assert line.endswith("check both paths")
