"""Row 8 of what mail demands: the headers of an acknowledgement, and that no stranger's words can add one."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.stages.office import TUESDAY, Office, mail

GOLDEN = Path(__file__).parent / "golden"
ANN = "ann@acme.example"


def head(raw: bytes) -> str:
    """Return a mail's head with what differs from run to run named instead."""
    text = raw.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n", "\n")
    text = re.sub(r"\.[0-9a-z]{1,5}\.[a-z2-7]{16}@", ".DAY.SIGNATURE@", text)
    text = re.sub(r"\.[a-z2-7]{16}@", ".SIGNATURE@", text)
    return re.sub(r'boundary="[^"]*"', 'boundary="BOUNDARY"', text) + "\n"


def threaded(number: int, *, length: int = 20) -> str:
    return "References: " + "\r\n ".join(f"<{n:0{length}}@acme.example>" for n in range(number))


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        pytest.param("plain", mail(message_id="<m@acme.example>"), id="an ordinary mail"),
        pytest.param(
            "injected",
            mail(subject="=?utf-8?Q?Help=0D=0ABcc:_eve@evil.example=0D=0A=0D=0AWin?=", message_id="<m@acme.example>"),
            id="a subject that would add a header and a body",
        ),
        pytest.param(
            "named",
            mail(
                sender="=?utf-8?Q?Ann=0D=0ABcc:_eve@evil.example?= <ann@acme.example>",
                subject="Grüße 出荷",
                message_id="<m@acme.example>",
            ),
            id="a name that would add a header",
        ),
        pytest.param(
            "long",
            mail("x", threaded(300), subject="long " * 100, message_id="<m@acme.example>"),
            id="a subject and a thread without an end",
        ),
    ],
)
def test_an_acknowledgement_s_head(office: Office, name: str, raw: bytes) -> None:
    office.customer("gotomyerp", contacts=((ANN, "Ann Lee"),))
    office.now = TUESDAY
    office.mail_in(raw, mail_from=ANN)
    (sent,) = office.mails()
    assert head(sent.raw) == (GOLDEN / f"{name}.txt").read_text(encoding="ascii")
    assert max(len(line) for line in sent.raw.split(b"\r\n")) <= 998
    assert b"\n" not in sent.raw.replace(b"\r\n", b"")


def test_an_acknowledgement_carries_each_header_once_and_none_of_the_customer_s_words(office: Office) -> None:
    office.mail_in(mail("Our till number is 4711-0815.", message_id="<m@acme.example>"), mail_from=ANN)
    (sent,) = office.mails()
    found = message_from_bytes(sent.raw, policy=policy.default)
    names = [name.lower() for name in found]
    assert len(names) == len(set(names))
    assert found["Auto-Submitted"] == "auto-replied"
    assert found["X-Auto-Response-Suppress"] == "All"
    assert found["In-Reply-To"] == "<m@acme.example>"
    assert found["Message-ID"] != found["In-Reply-To"]
    assert office.desk.signer.is_ours(str(found["Reply-To"]).strip("<>"), "c")  # type: ignore[arg-type] # the purpose's own letter
    assert b"4711" not in sent.raw
    assert len(sent.raw) < 20_000


@pytest.mark.parametrize(
    ("bounces", "is_signed"), [pytest.param(True, True, id="signed"), pytest.param(False, False, id="none")]
)
def test_where_what_is_not_delivered_comes_back_to(office: Office, bounces: bool, is_signed: bool) -> None:
    office.desk = replace(office.desk, bounces=bounces)
    office.mail_in(mail(), mail_from=ANN)
    (sent,) = office.mails()
    assert sent.mail_from.startswith("support+b1.") is is_signed
    assert bool(sent.mail_from) is is_signed
