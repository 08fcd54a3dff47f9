"""Each mark that forbids an acknowledgement, alone on a mail like a person's: nothing goes out, and it is said why."""

from dataclasses import dataclass

import pytest

from tests.acceptance import mails
from tests.acceptance.mails import Desk
from tests.acceptance.running import DESK


@dataclass(frozen=True, slots=True)
class Marked:
    """A mail that one thing forbids to answer; what became of it, and words of the reason that is kept.

    Without `sender` and `author` each mail is from an address of its own, in the envelope and in From.
    """

    words: str
    fields: tuple[str, ...] = ()
    outcome: str = "filed"
    reason: str = ""
    sender: str | None = None
    author: str | None = None
    subject: str = "The export"
    message_id: str = ""
    body: str = "The export does not work.\r\n"


def by_header(reason: str, *fields: str) -> list[Marked]:
    return [Marked(f"a header: {field}", (field,), reason=reason) for field in fields]


def by_sender(reason: str, *locals_: str) -> list[Marked]:
    """From a local part, in From and in the envelope, each alone."""
    addresses = [f"{local}@gold.example" for local in locals_]
    in_from = [Marked(f"From {address}", author=address, reason=reason) for address in addresses]
    return in_from + [Marked(f"envelope {address}", sender=address, reason=reason) for address in addresses]


def by_subject(*subjects: str) -> list[Marked]:
    thanks = "Thank you for your mail.\r\n"  # which says nothing by itself
    return [Marked(f"the subject: {one}", subject=one, reason="auto_reply: Subject", body=thanks) for one in subjects]


AUTO_SUBMITTED = by_header(
    "Auto-Submitted",
    "Auto-Submitted: auto-generated",
    "Auto-Submitted: auto-replied",
    "Auto-Submitted: auto-notified",
    "Auto-Submitted: AUTO-Generated",
    'auto-submitted: auto-replied (vacation); owner-email="ann@gold.example"',
    "Auto-Submitted: x-robot",
    "Auto-Submitted: (no) auto-generated",
)
LISTS = by_header(
    "list: List-",
    "List-Id: Users <users.gold.example>",
    "List-Unsubscribe: <mailto:off@gold.example>",
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "List-Post: NO",
    "List-Help: <https://gold.example/help>",
    "List-Owner: <mailto:kim@gold.example>",
    "List-Archive: <https://gold.example/archive>",
    "List-Subscribe: <mailto:on@gold.example>",
)
PRECEDENCE = [
    *by_header("Precedence: bulk", "Precedence: bulk", "precedence: BULK"),
    *by_header("Precedence: junk", "Precedence: Junk"),
    *by_header("Precedence: list", "Precedence: List"),
    *by_header("Precedence: auto_reply", "Precedence: auto_reply", "Precedence: Auto_Reply"),
]
SUPPRESS = by_header(
    "X-Auto-Response-Suppress",
    "X-Auto-Response-Suppress: All",
    "X-Auto-Response-Suppress: OOF",
    "X-Auto-Response-Suppress: AutoReply",
    "X-Auto-Response-Suppress: OOF, AutoReply",
    "X-Auto-Response-Suppress: DR,RN,NRN,OOF,AutoReply",
    "x-auto-response-suppress: all",
)
ANSWERED_BY_ITSELF = by_header(
    "auto_reply: X-Auto", "X-Autoreply: yes", "X-Autorespond: yes", "X-AutoReply-From: a@b.c"
)
SENDERS = [
    *by_sender("bounce: sender is", "mailer-daemon", "MAILER-DAEMON", "postmaster"),
    *by_sender("list: sender is", "sales-request", "owner-sales", "sales-owner", "listserv", "majordomo"),
    *by_sender("bulk: sender is", "bounce", "bounces+1-2=ann", "bounce-17", "no-reply", "noreply", "NoReply"),
]
ABSENT = by_subject(
    "Automatic reply: The export",
    "Out of office: The export",
    "Automatische Antwort: Der Export",
    "Abwesenheitsnotiz: Der Export",
    "=?utf-8?Q?R=C3=A9ponse_automatique_=3A_l=27export?=",
    "Respuesta automática: la exportación",
    "Risposta automatica: esportazione",
    "Resposta automática: exportação",
    "Automatisch antwoord: de export",
    "Automatisk svar: eksporten",
    "Autosvar: exporten",
    "Automatyczna odpowiedź: eksport",
    "Automatická odpověď: export",
    "Автоматический ответ: выгрузка",
    "Автоматична відповідь: експорт",
    "Otomatik yanıt: dışa aktarma",
    "自動応答: エクスポート",
    "自动答复: 导出",
)
OURS = [
    Marked("from our own address", author=DESK, reason="own: From or envelope sender"),
    Marked("by our own address", sender=DESK, reason="own: From or envelope sender"),
    Marked("with a Message-ID of our domain", message_id="<mail9.made-up@desk.example>", reason="own: Message-ID"),
]
NOBODY = [
    Marked("no envelope sender", sender="", reason="bounce: null sender"),
    Marked("no From", author="", outcome="opened", reason="no From header"),
    Marked("two in From", author="a@gold.example, b@gold.example", outcome="opened", reason="several From"),
    Marked("two From", ("From: b@gold.example",), outcome="opened", reason="several From"),
    Marked("a From without an address", author="Ann Lee", outcome="opened", reason="From holds no address"),
    Marked("a From that is broken", author="<ann@>", outcome="opened", reason="From holds no address"),
]
SPAM = [
    Marked("a flag of the filter in front of us", ("X-Spam-Flag: YES",), "opened", "marked as spam"),
    Marked("a status of that filter", ("X-Spam-Status: Yes, score=9.1",), "opened", "marked as spam"),
]
MARKED = [
    *AUTO_SUBMITTED, *LISTS, *PRECEDENCE, *SUPPRESS, *ANSWERED_BY_ITSELF, *SENDERS, *ABSENT, *OURS, *NOBODY, *SPAM,
]  # fmt: skip


def named(at: int, mail: Marked) -> str:
    return mail.message_id or f"<mark{at}@gold.example>"


def raw_of(at: int, mail: Marked) -> bytes:
    author = f"mark{at}@gold.example" if mail.author is None else mail.author
    fields = [f"From: {author}"] if author else []
    head = (*fields, f"To: {DESK}", f"Subject: {mail.subject}", *mail.fields)
    return mails.written(named(at, mail), *head, body=mail.body)


@pytest.fixture(scope="module")
def visited(desk: Desk) -> Desk:
    """Let all of them come, and then somebody who is answered."""
    for at, mail in enumerate(MARKED):
        desk.take(raw_of(at, mail), sender=f"mark{at}@gold.example" if mail.sender is None else mail.sender)
    desk.rest()
    return desk


@pytest.mark.parametrize(("at", "mail"), list(enumerate(MARKED)), ids=[mail.words for mail in MARKED])
def test_one_mark_is_enough(visited: Desk, at: int, mail: Marked) -> None:
    message_id = named(at, mail)
    assert visited.became(message_id)["outcome"] == mail.outcome
    assert mail.reason in visited.silence(message_id)
    assert not visited.answers(message_id)


def test_nothing_at_all_went_out_but_to_who_wrote_last(visited: Desk) -> None:
    (answer,) = visited.sink.caught
    assert answer.rcpt_to[0].endswith("@rest.example")
