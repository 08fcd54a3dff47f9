"""What the commands say of mails that were let go: their words where these do, else that the bytes are gone."""

import json
from datetime import timedelta

import pytest

from intake.stages.retention import let_go
from tests.cli.command import Place
from tests.retention.old import KEEP, closes, lets_go
from tests.review.engineers import overrides, refusal
from tests.stages.office import Office, mail

WORDS = "The till in Elmstreet beeps all day."
OPENING = mail(WORDS, subject="Re: Tills")
LET_GO = "the bytes of message 1 were let go on 2026-08-11, so nobody can tell whether it may be answered"


@pytest.fixture
def old(place: Place) -> Place:
    """Return a place whose only case was closed 91 days ago, and its mail let go now."""
    office = place.office
    office.customer("gotomyerp", contacts=(("ann@acme.example", "Ann Lee"),))
    office.mail_in(OPENING)
    closes(office)
    office.now += timedelta(days=KEEP + 1)
    assert lets_go(office) == [1]
    return place


def writes_again(office: Office, body: str = "It beeps again.") -> None:
    office.mail_in(mail(body, f"In-Reply-To: {office.mails()[0].message_id}"))
    assert office.case().closed_at is None


def test_a_case_shows_the_words_and_since_when_their_bytes_are_gone(old: Place) -> None:
    ran = old.intake("case", "1001")
    said = " ".join(ran.out.split())
    assert (ran.code, ran.err) == (0, "")
    assert WORDS in said
    assert "ann@acme.example" in said
    assert "its bytes were let go Tue 11 Aug 2026 10:00 EDT; its sender, subject and words were kept" in said
    (message,) = json.loads(old.intake("case", "1001", "--json").out)["messages"]
    told = (message["from"], message["subject"], message["reply_text"], message["let_go_at"])
    assert told == ("ann@acme.example", "Re: Tills", WORDS, "2026-08-11T14:00:00+00:00")


def test_what_was_erased_after_it_was_let_go_is_erased(old: Place) -> None:
    old.intake("erase", "--contact", "ann@acme.example", "--reason", "asked for", "--yes", "--by", "Kim")
    ran = old.intake("case", "1001")
    assert "(erased)" in ran.out
    assert "let go" not in ran.out
    assert "ann@" not in ran.out


def test_who_was_answered_then_may_be_answered_again(old: Place) -> None:
    told = old.office.message(1).message_id
    assert old.intake("reply", "1001", "--text", "Dear Ann,", "--by", "Kim").code == 0
    assert (old.office.mails()[-1].kind, f"<{old.office.header('In-Reply-To')}>") == ("reply", told)
    overrides(old.office, "1")
    assert old.office.mails()[-1].kind == "level_change"


@pytest.fixture
def silent(place: Place) -> Place:
    """Return a place with a case that was never answered, for it looked like spam; let go since."""
    place.office.customer("gotomyerp")
    place.office.mail_in(mail(WORDS, "X-Spam-Flag: YES"))
    assert not place.office.mails()
    closes(place.office)
    place.office.now += timedelta(days=KEEP + 1)
    assert lets_go(place.office) == [1]
    return place


def test_who_was_never_answered_is_not_when_nobody_can_tell_whether_they_may_be(silent: Place) -> None:
    ran = silent.intake("reply", "1001", "--text", "Dear Ann,", "--by", "Kim")
    assert ran.refusal == f"reply: nothing can be sent to the customer of case 1001: {LET_GO}"


def test_who_wrote_again_is_answered_below_what_they_wrote_last(old: Place) -> None:
    writes_again(old.office)
    assert old.intake("reply", "1001", "--text", "Dear Ann,", "--by", "Kim").code == 0
    assert old.office.mails()[-1].kind == "reply"


def test_the_customer_of_a_case_that_was_opened_again_is_told_of_a_new_promise(old: Place) -> None:
    writes_again(old.office, "Nobody can connect, from both offices.")
    before = len(old.office.mails())
    overrides(old.office, "3")
    assert [one.kind for one in old.office.mails()[before:]] == ["level_change"]


def test_the_first_mail_that_is_kept_says_whether_the_customer_may_be_told(silent: Place) -> None:
    """The one that opened the case, and was not answered, is gone."""
    office = silent.office
    office.mail_in(mail("It beeps again.", f"In-Reply-To: {office.message(1).message_id}"))
    assert office.case().closed_at is None
    overrides(office, "1")
    assert [one.kind for one in office.mails()] == ["level_change"]


def test_a_case_that_was_let_go_is_closed_so_nothing_is_decided_on_it(old: Place) -> None:
    assert refusal(old.office, "1").startswith("case 1001 is closed")


def test_a_replay_counts_it_and_what_cannot_be_decided_without_it(old: Place) -> None:
    """What was let go, its copy, and the later mail of its case."""
    old.office.mail_in(OPENING)
    writes_again(old.office)
    old.office.mail_in(mail("Another one."))
    ran = old.intake("replay", "--model", "none")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "4 messages, 1 the same, 0 differ, 3 let go")
    assert json.loads(old.intake("replay", "--model", "none", "--json").out)["let_go"] == 3


def test_a_replay_does_not_take_a_copy_for_the_mail_itself_that_was_let_go(place: Place) -> None:
    away = mail("Away", "Auto-Submitted: auto-replied")
    place.office.mail_in(away)
    place.office.now += timedelta(days=KEEP + 1)
    assert lets_go(place.office) == [1]
    place.office.mail_in(away)
    assert place.intake("replay", "--model", "none").out == "2 messages, 0 the same, 0 differ, 2 let go\n"


def test_verify_finds_nothing_wrong(old: Place) -> None:
    ran = old.intake("verify")
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        pytest.param("", "1, 0.2 kB, kept for ever; 1 let go", id="for ever from now on"),
        pytest.param(
            "keep_raw_days = 90",
            "1, 0.2 kB, kept until 90 days after their receipt and their case's close; 1 let go",
            id="for 90 days",
        ),
    ],
)
def test_doctor_says_what_is_kept_and_what_it_weighs(old: Place, keep: str, said: str) -> None:
    writes_again(old.office)
    text = old.settings.read_text(encoding="utf-8")
    old.settings.write_text(text.replace("[store]\n", f"[store]\n{keep}\n"), encoding="utf-8")
    lines = [line for line in old.intake("doctor").out.splitlines() if "raw mails" in line]
    assert lines == [f"ok   raw mails: {said}"]


def test_doctor_of_a_store_with_nothing_in_it(place: Place) -> None:
    assert "ok   raw mails: 0, 0 kB, kept for ever\n" in place.intake("doctor").out


def test_let_go_of_nothing(place: Place) -> None:
    with place.office.database.write() as connection:
        assert let_go(connection, [], place.office.now, place.office.now) == 0
