"""An engineer answers from their mail program: what goes on, what does not, and why no loop can begin."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from intake.domain.case import MailKind, Outcome
from intake.domain.errors import BadInput
from intake.queue import jobs
from intake.thread.token import Purpose
from tests.kept.desk import (
    KIM,
    LEE,
    acts,
    address_of,
    answers_by_mail,
    closes,
    header_of,
    of_kind,
    replies,
    staffed,
    standing,
    text_of,
)
from tests.review.engineers import overrides
from tests.stages.office import SUPPORT, Office, mail, opinion

ANN = "ann@acme.example"


@pytest.fixture
def waiting(office: Office) -> Office:
    """Return an office with case 1001, of which the engineers have been warned once."""
    office.customer("gotomyerp-plans")
    office.mail_in(mail(message_id="<first@acme.example>"))
    office.wait(hours=4)
    assert [sent.recipient for sent in of_kind(office, MailKind.WARNING)] == [KIM.address, LEE.address]
    return office


def test_an_engineer_s_mail_goes_on_to_the_customer(waiting: Office) -> None:
    accepted = answers_by_mail(waiting, "Have you restarted it?\n\nOn Tue, Support wrote:\n> Nobody has answered yet.")
    assert (accepted.outcome, accepted.case_id) == (Outcome.CONTINUED, 1001)
    assert accepted.reason == "an engineer's answer, Kim's"
    (sent,) = of_kind(waiting, MailKind.REPLY)
    assert sent.recipient == ANN
    assert text_of(sent).startswith("Have you restarted it? Kim, ")
    assert "Nobody has answered" not in text_of(sent)
    assert header_of(sent, "In-Reply-To") == "<first@acme.example>"
    assert header_of(sent, "Auto-Submitted") == ""
    assert waiting.desk.signer.read(header_of(sent, "Reply-To").strip("<>"), Purpose.CASE, waiting.now) == 1001
    assert standing(waiting)["initial_response"] == "kept -2:00:00"


def test_the_answer_counts_from_our_accept(waiting: Office) -> None:
    """However late we get round to it: the bot was down for three hours."""
    accepted_at = waiting.now
    waiting.now += timedelta(hours=3)
    answers_by_mail(waiting, "On it.", at=accepted_at)
    (act,) = acts(waiting)
    assert (act.at, act.actor, act.how, act.message_id) == (accepted_at, "Kim", "mail", 2)
    assert standing(waiting)["initial_response"] == "kept -2:00:00"


def test_it_is_never_read_as_a_customer_s_message(waiting: Office) -> None:
    heard, before = list(waiting.suggests.heard), waiting.case()
    answers_by_mail(waiting, "Nobody can connect, from both offices? Severity 1?")
    assert waiting.suggests.heard == heard, "no suggestion is asked for"
    after = waiting.case()
    assert (after.promise, after.facts, after.emergency) == (before.promise, before.facts, False)


def test_an_engineer_s_yes_is_no_customer_s_consent(office: Office) -> None:
    """Not even when the engineer is listed with an address in the customer's own domain."""
    inside = replace(KIM, address="kim@acme.example")
    staffed(office, inside)
    office.customer("erp-maestro")
    office.mail_in(mail())
    overrides(office, "2")
    answers_by_mail(office, "Yes, I agree.", by=inside)
    assert (office.case().level, office.case().wanted_level) == ("3", "2")
    assert len(of_kind(office, MailKind.REPLY)) == 1


@pytest.mark.parametrize(
    ("sender", "mail_from"),
    [
        pytest.param("Ann <ann@acme.example>", "ann@acme.example", id="the customer, to whom it was forwarded"),
        pytest.param("Kim <kim@desk-people.example>", "ann@acme.example", id="Kim's From on the customer's envelope"),
        pytest.param("Ann <ann@acme.example>", "kim@desk-people.example", id="the customer's From on Kim's envelope"),
        pytest.param("Eve <eve@evil.example>", "eve@evil.example", id="a stranger"),
        pytest.param("Kim <kim@desk-people.example>", "lee@desk-people.example", id="one engineer as another"),
    ],
)
def test_whoever_is_no_listed_engineer_passes_nothing_on(waiting: Office, sender: str, mail_from: str) -> None:
    to = address_of(waiting)
    accepted = waiting.mail_in(mail("Pay here.", sender=sender, to=to), mail_from=mail_from, rcpt_to=(to,))
    assert of_kind(waiting, MailKind.REPLY) == []
    assert acts(waiting) == []
    assert accepted.reason == "it came to an address for engineers from somebody who is none: nothing was passed on"
    joined = mail_from == ANN
    assert accepted.outcome is (Outcome.CONTINUED if joined else Outcome.OPENED)
    assert accepted.case_id == (1001 if joined else 1002)


def test_a_forged_address_is_nobody_s(waiting: Office) -> None:
    to = f"support+e1001.gzz.{'a' * 16}@desk.example"
    accepted = waiting.mail_in(mail("x", sender=f"Kim <{KIM.address}>", to=to), mail_from=KIM.address, rcpt_to=(to,))
    assert (accepted.case_id, of_kind(waiting, MailKind.REPLY)) == (1002, [])


def test_the_customer_s_own_address_makes_no_engineer(waiting: Office) -> None:
    """The two addresses of a case are signed apart: one is no key to the other."""
    theirs = waiting.desk.signer.address(SUPPORT, Purpose.CASE, 1001, waiting.now)
    swapped = theirs.replace("+c1001", "+e1001")
    waiting.mail_in(mail("x", sender=f"Kim <{KIM.address}>", to=swapped), mail_from=KIM.address, rcpt_to=(swapped,))
    assert of_kind(waiting, MailKind.REPLY) == []


def test_a_copy_to_the_desk_is_one_answer(waiting: Office) -> None:
    """The mail comes twice, once to each address, and is the same mail."""
    to = address_of(waiting)
    raw = mail("On it.", sender=f"Kim <{KIM.address}>", to=f"{to}, {SUPPORT}", message_id="<k1@desk-people.example>")
    waiting.mail_in(raw, mail_from=KIM.address, rcpt_to=(SUPPORT,))
    waiting.mail_in(raw, mail_from=KIM.address, rcpt_to=(to,))
    assert len(of_kind(waiting, MailKind.REPLY)) == len(acts(waiting)) == 1
    assert waiting.ledger() == {"opened": 1, "continued": 1, "filed": 1}


@pytest.mark.parametrize("domain", ["desk.example", "desk-people.example"])
def test_an_engineer_s_mail_program_may_make_message_ids_in_our_domain(waiting: Office, domain: str) -> None:
    to = address_of(waiting)
    raw = mail("On it.", sender=f"Kim <{KIM.address}>", to=to, message_id=f"<77@{domain}>")
    assert waiting.mail_in(raw, mail_from=KIM.address, rcpt_to=(to,)).outcome is Outcome.CONTINUED
    assert len(of_kind(waiting, MailKind.REPLY)) == 1


def _ours(office: Office) -> str:
    """Return our warning's text as a bad mail program copies it: without any mark."""
    sent = of_kind(office, MailKind.WARNING)[0]
    plain = message_from_bytes(sent.raw, policy=policy.default).get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


@pytest.mark.parametrize(
    ("above", "below"),
    [
        pytest.param("", "", id="nothing but our warning"),
        pytest.param("On it.\n\n", "", id="words above it, nothing marked"),
        pytest.param("On Tue, Support wrote:\n\n", "", id="an attribution and no marks"),
        pytest.param("", "\n\nOn it.", id="words below it"),
    ],
)
def test_a_letter_between_engineers_never_reaches_the_customer(waiting: Office, above: str, below: str) -> None:
    answers_by_mail(waiting, f"{above}{_ours(waiting)}{below}")
    assert of_kind(waiting, MailKind.REPLY) == []
    assert acts(waiting) == []
    assert not any("+e1001" in text_of(sent) for sent in waiting.mails() if sent.recipient == ANN)
    note = of_kind(waiting, MailKind.WARNING)[-1]
    assert note.recipient == KIM.address
    assert "has not gone to the customer: it quotes a letter between engineers" in text_of(note)
    assert "It does not count as an answer." in text_of(note)


@pytest.mark.parametrize("number", [1001, 1234], ids=["of this case", "of another case"])
def test_the_address_for_engineers_alone_is_enough_to_hold_words_back(waiting: Office, number: int) -> None:
    words = f"Write to {address_of(waiting, number)} from now on."
    answers_by_mail(waiting, words)
    answers_by_mail(waiting, words.replace("+", "%2B").upper())
    with pytest.raises(BadInput, match="it holds the address at which mail counts as an engineer's"):
        replies(waiting, words)
    assert of_kind(waiting, MailKind.REPLY) == []


def test_a_forwarded_warning_says_nothing_to_the_customer(waiting: Office) -> None:
    head = "---------- Forwarded message ---------\nFrom: Support <support@desk.example>\nSubject: Due soon\n\n"
    answers_by_mail(waiting, f"{head}{_ours(waiting)}")
    assert of_kind(waiting, MailKind.REPLY) == []


def test_an_empty_answer_is_told_and_counts_for_nothing(waiting: Office) -> None:
    answers_by_mail(waiting, "\n\n> Nobody has answered yet.\n")
    assert (of_kind(waiting, MailKind.REPLY), acts(waiting)) == ([], [])
    (told,) = waiting.details("reply.withheld")
    assert told == {"engineer": "Kim", "reason": "there are no words in it"}
    assert "has not gone to the customer: there are no words in it." in text_of(of_kind(waiting, MailKind.WARNING)[-1])
    assert standing(waiting) == {"initial_response": "pending"}


def with_files(office: Office, *files: tuple[str, str, bytes]) -> bytes:
    """Return Kim's mail with files: their names, types and bytes."""
    letter = EmailMessage()
    letter["From"], letter["To"] = f"Kim <{KIM.address}>", address_of(office)
    letter["Subject"], letter["Message-ID"] = "Re: Due soon", "<files@desk-people.example>"
    letter["Date"] = "Tue, 12 May 2026 14:00:00 -0400"
    letter.set_content("The patch is attached.")
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        letter.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return letter.as_bytes(policy=letter.policy.clone(linesep="\r\n"))


def test_files_go_on_with_the_words(waiting: Office) -> None:
    files = [
        ("patch.zip", "application/zip", bytes(range(256)) * 40),
        ("Anleitung für Köln.pdf", "application/pdf", b"%PDF-1.7\n"),
        ("notes.txt", "text/plain", "Größe\n".encode()),
    ]
    answers_by_mail(waiting, "", raw=with_files(waiting, *files))
    (sent,) = of_kind(waiting, MailKind.REPLY)
    assert text_of(sent).startswith("The patch is attached. Kim, ")
    parts = list(message_from_bytes(sent.raw, policy=policy.default).iter_attachments())
    found = [(part.get_filename(), part.get_content_type(), part.get_payload(decode=True)) for part in parts]
    assert found == files
    assert max(map(len, sent.raw.splitlines())) < 200


def test_a_mail_that_is_attached_stays_here_and_the_engineer_is_told(waiting: Office) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = f"Kim <{KIM.address}>", address_of(waiting)
    letter["Subject"], letter["Message-ID"] = "Re: Due soon", "<att@desk-people.example>"
    letter["Date"] = "Tue, 12 May 2026 14:00:00 -0400"
    letter.set_content("See the attached mail.")
    inner = EmailMessage()
    inner["Subject"] = "Due soon"
    inner.set_content(_ours(waiting))
    letter.add_attachment(inner, filename="warning.eml")
    answers_by_mail(waiting, "", raw=letter.as_bytes(policy=letter.policy.clone(linesep="\r\n")))
    (sent,) = of_kind(waiting, MailKind.REPLY)
    assert b"e1001" not in sent.raw
    assert standing(waiting)["initial_response"].startswith("kept")
    assert "reply.without_mails" in waiting.trail()
    note = text_of(of_kind(waiting, MailKind.WARNING)[-1])
    assert "a mail is attached to it, and attached mails are not passed on" in note
    assert "Your words count as an answer." in note


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        pytest.param("warning.eml", "application/octet-stream", b"Subject: Due soon\r\n\r\n", id="a mail as any file"),
        pytest.param("warning.msg", "application/vnd.ms-outlook", b"\xd0\xcf\x11\xe0", id="Outlook's mail"),
        pytest.param("WINMAIL.DAT", "application/octet-stream", b"\x78\x9f\x3e\x22", id="Outlook's wrapping"),
        pytest.param("part", "application/ms-tnef", b"\x78\x9f\x3e\x22", id="the same by its type"),
        pytest.param("chat.txt", "text/plain", b"see ADDRESS", id="our address in a text"),
        pytest.param("page.bin", "application/octet-stream", "see ADDRESS".encode("utf-16-le"), id="in UTF-16"),
    ],
)
def test_a_file_that_may_hold_a_letter_between_engineers_stays_here(
    waiting: Office, name: str, kind: str, content: bytes
) -> None:
    address = address_of(waiting)
    for encoding in ("ascii", "utf-16-le"):
        content = content.replace("ADDRESS".encode(encoding), address.encode(encoding))
    answers_by_mail(
        waiting, "", raw=with_files(waiting, (name, kind, content), ("patch.zip", "application/zip", b"PK"))
    )
    (sent,) = of_kind(waiting, MailKind.REPLY)
    parts = message_from_bytes(sent.raw, policy=policy.default).iter_attachments()
    assert [part.get_filename() for part in parts] == ["patch.zip"]
    assert waiting.details("reply.without_mails") == [{"left_out": [name]}]


def test_a_customer_who_cannot_be_written_to(office: Office) -> None:
    office.customer("gotomyerp-plans")
    office.mail_in(mail(), mail_from="a(b@acme.example")
    answers_by_mail(office, "On it.")
    assert (of_kind(office, MailKind.REPLY), acts(office)) == ([], [])
    (note,) = of_kind(office, MailKind.WARNING)
    assert "has not gone to the customer: no address that could be answered" in text_of(note)


def test_an_answer_opens_a_closed_case_again(waiting: Office) -> None:
    closes(waiting)
    answers_by_mail(waiting, "One more thing.")
    assert waiting.case().closed_at is None
    assert len(of_kind(waiting, MailKind.REPLY)) == 1


def test_a_customer_s_answer_comes_back_to_the_case(waiting: Office) -> None:
    answers_by_mail(waiting, "Have you restarted it?")
    sent = of_kind(waiting, MailKind.REPLY)[0]
    to = header_of(sent, "Reply-To").strip("<>")
    accepted = waiting.mail_in(mail("Yes, twice.", f"In-Reply-To: {sent.message_id}", to=to), rcpt_to=(to,))
    assert (accepted.outcome, accepted.case_id, accepted.reason) == (Outcome.CONTINUED, 1001, "")


def test_nobody_is_an_engineer_at_a_desk_that_lists_none(office: Office) -> None:
    office.desk = replace(office.desk, engineers=())
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    answers_by_mail(office, "On it.")
    assert of_kind(office, MailKind.REPLY) == []


def test_an_answer_is_passed_on_once_whatever_is_run_again(waiting: Office) -> None:
    accepted = answers_by_mail(waiting, "On it.")
    before = {name: rows for name, rows in waiting.everything().items() if name not in ("touched", "seals")}
    with waiting.database.write() as connection:
        jobs.put(connection, jobs.Stage.PROCESS, accepted.id, waiting.now)
    waiting.run()
    after = waiting.everything()
    assert {name: after[name] for name in before} == before


def test_a_suggestion_is_not_asked_for_afterwards_either(waiting: Office) -> None:
    waiting.suggests.answer = opinion(1, alert=True)
    suggested = waiting.trail().count("case.suggested")
    answers_by_mail(waiting, "Everything is down, nobody can connect from both offices!")
    assert waiting.trail().count("case.suggested") == suggested
    assert waiting.case().attention_at is None
