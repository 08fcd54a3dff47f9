"""What of a mail is judged: whose words, and from where on they are somebody else's."""

import pytest

from intake.parse.message import parse_mail
from intake.suggest.judged import judged

LONG = (
    "Since this morning our accountants get an empty list whenever they open the invoices of last month, and only the"
    " new release has it. See below too."
)


def passed_on(own: str, words: str = "Nobody can connect.", subject: str = "Fwd: It fails") -> bytes:
    head = f"From: ann@acme.example\nTo: support@desk.example\nSubject: {subject}\nMIME-Version: 1.0\n"
    head += "Content-Type: text/plain; charset=utf-8\n\n"
    below = "---------- Forwarded message ---------\nFrom: Ben Ray <ben@globex.example>\n"
    below += f"Date: Tue, 12 May 2026 at 09:00\nSubject: It fails\nTo: <ann@acme.example>\n\n{words}\n"
    return f"{head}{own}\n\n{below}".encode()


@pytest.mark.parametrize(
    ("own", "words", "read"),
    [
        pytest.param("Please see below.", "Nobody can connect.", True, id="a few words: the others' are read"),
        pytest.param("", "Nobody can connect.", True, id="none: the others' are read"),
        pytest.param("詳細は下記をご覧ください。", "接続できません。", True, id="a few in Japanese"),
        pytest.param(LONG, "Nobody can connect.", False, id="a report of one's own: it is what counts"),
    ],
)
def test_whose_words_are_judged(own: str, words: str, read: bool) -> None:
    parsed = parse_mail(passed_on(own, words), mail_from="ann@acme.example")
    found = judged(parsed)
    assert parsed.forwarded is not None
    assert (found.forwarded_from is not None, words in found.text) == (read, read)
    assert found.text.startswith(parsed.reply_text), "one's own words come first, where they stood"
    if found.forwarded_from is not None:
        assert found.text[found.forwarded_from :] == parsed.forwarded.text
    assert found.subject == "It fails"


def test_a_mail_that_passes_nothing_on_is_judged_by_its_new_words() -> None:
    parsed = parse_mail(b"From: ann@acme.example\nSubject: Slow\n\nIt is slow.\n", mail_from="ann@acme.example")
    found = judged(parsed)
    assert (found.subject, found.text, found.forwarded_from) == ("Slow", parsed.reply_text, None)


def test_without_a_subject_of_its_own_it_has_that_of_what_was_passed_on() -> None:
    assert judged(parse_mail(passed_on("See below.", subject=""), mail_from="ann@acme.example")).subject == "It fails"


@pytest.mark.parametrize(
    ("own", "words"),
    [
        pytest.param("See below.", "It fails. " * 100_000, id="passed on"),
        pytest.param("It fails. " * 100_000, "Nobody can connect.", id="one's own"),
    ],
)
def test_no_more_is_judged_than_a_report_has(own: str, words: str) -> None:
    found = judged(parse_mail(passed_on(own, words), mail_from="ann@acme.example"))
    assert 50_000 <= len(found.text) <= 50_020
