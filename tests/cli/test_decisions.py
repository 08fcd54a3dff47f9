"""`intake confirm`, `override` and `consent`, as an engineer types them."""

import getpass
import json
from datetime import datetime

import pytest

from intake.storage import audit
from tests.cli.command import Place
from tests.stages.office import mail, opinion

EIGHT_HOURS = (
    'Level 2: "Within 8 hours" (section "Classification of Errors: Level 2"), due Tue 12 May 2026 18:00:00 EDT.'
)


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engineers decide on the day the mail came, when no deadline is past yet."""
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: datetime.fromisoformat("2026-05-12T10:30:00-04:00"))


@pytest.fixture
def plans(place: Place) -> Place:
    """Return a place with case 1001 under contract 000, suggested as 2."""
    place.office.customer("gotomyerp-plans")
    place.office.suggests.answer = opinion(2)
    place.office.mail_in(mail())
    return place


@pytest.fixture
def maestro(place: Place) -> Place:
    """Return a place with case 1001 under contract 004, at level 3."""
    place.office.customer("erp-maestro")
    place.office.mail_in(mail())
    return place


def test_confirm(plans: Place) -> None:
    ran = plans.intake("confirm", "1001", "--by", "Sam")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        'Case 1001: confirmed. Level 2: "Within 4 hours" (clause 3.2), due Tue 12 May 2026 14:00:00 EDT.\n'
        "The customer is told.\n"
    )
    assert plans.office.decided()[-1].actor == "Sam"
    assert len(plans.office.mails()) == 2


def test_confirming_again_changes_nothing_for_the_customer(plans: Place) -> None:
    plans.intake("confirm", "1001")
    ran = plans.intake("confirm", "1001")
    assert ran.out.endswith("The promise is as it was; the customer is not written to.\n")
    assert len(plans.office.mails()) == 2


def test_without_by_the_name_is_that_of_the_account(plans: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "kim")
    plans.intake("confirm", "1001")
    assert plans.office.decided()[-1].actor == "kim"


def test_where_the_account_has_no_name_one_is_asked_for(plans: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert plans.intake("confirm", "1001").refusal.startswith("--by: who decides is not known here; write --by")
    assert plans.intake("confirm", "1001", "--by", " ").refusal.startswith("--by: who decides is not known")


LISTED = """
[[engineers]]
name = "Kim"
address = "kim@desk.example"
[[paging.on_call]]
name = "Lou"
mail = "lou@desk.example"
"""


@pytest.mark.parametrize(
    ("by", "named"),
    [
        pytest.param(("--by", "Kim"), "Kim", id="a listed engineer"),
        pytest.param(("--by", "kim"), "Kim", id="in small letters, as listed"),
        pytest.param(("--by", "Lou"), "Lou", id="who is on call"),
        pytest.param((), "root", id="the account's own name, which nobody typed"),
    ],
)
def test_where_engineers_are_listed_one_of_them_decides(
    plans: Place, monkeypatch: pytest.MonkeyPatch, by: tuple[str, ...], named: str
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    plans.settings.write_text(plans.settings.read_text(encoding="utf-8") + LISTED, encoding="utf-8")
    assert plans.intake("confirm", "1001", *by).code == 0
    assert plans.office.decided()[-1].actor == named


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("confirm", "1001"), id="confirm"),
        pytest.param(("override", "1001", "--level", "1", "--reason", "payroll cannot run", "--yes"), id="override"),
        pytest.param(("reply", "1001", "--text", "We are on it."), id="reply"),
        pytest.param(("close", "1001", "--reason", "index rebuilt"), id="close"),
    ],
)
def test_a_name_that_is_not_listed_decides_nothing(plans: Place, words: tuple[str, ...]) -> None:
    plans.settings.write_text(plans.settings.read_text(encoding="utf-8") + LISTED, encoding="utf-8")
    refused = plans.intake(*words, "--by", "Nobody").refusal
    assert refused == "--by: 'Nobody' is no engineer of the settings; write one of Kim, Lou"
    assert {one.actor for one in plans.office.decided()} <= {"rule"}


def test_override(plans: Place) -> None:
    ran = plans.intake("override", "1001", "--level", "1", "--reason", "payroll cannot run", "--by", "Sam")
    assert ran.out.startswith('Case 1001: overridden. Level 1: "Within 1 hour" (clause 3.2), due Tue 12 May 2026 11:00')
    assert ran.out.endswith("The customer is told.\n")
    assert plans.office.decided()[-1].reason == "payroll cannot run"


def test_bytes_of_the_shell_that_are_no_text_are_kept_as_text(maestro: Place) -> None:
    """A terminal of another encoding: what Python cannot read of the call comes as half a character."""
    maestro.intake("override", "1001", "--level", "2", "--reason", "caf\udce9", "--by", "K\udcffim\x1b\u202e", "--yes")
    assert maestro.office.details("case.consent_wanted")[-1]["reason"] == "caf?"
    closed = maestro.intake("close", "1001", "--reason", "over\udcff", "--by", "K\udcffim")
    assert (closed.code, closed.err) == (0, "")
    with maestro.office.reading() as connection:
        actors = {entry.actor for entry in audit.of_case(connection, 1001)}
    assert actors == {"bot", "rule", "K im"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["1001", "--level", "9", "--reason", "x"], "level: gotomyerp-plans has no level '9'", id="level"),
        pytest.param(["1001", "--level", "1", "--reason", " "], "reason: an override needs one", id="empty reason"),
        pytest.param(["1001", "--level", "1"], "Missing option '--reason'.", id="no reason"),
        pytest.param(["1001", "--reason", "x"], "override: write either --level", id="no level"),
        pytest.param(["1002", "--level", "1", "--reason", "x"], "case: there is no case 1002", id="no such case"),
        pytest.param(["--level", "1", "--reason", "x"], "Missing argument 'NUMBER'.", id="no number"),
    ],
)
def test_an_override_that_cannot_be_is_one_line(plans: Place, words: list[str], said: str) -> None:
    before = plans.office.everything()
    assert plans.intake("override", *words).refusal.startswith(said)
    assert plans.office.everything() == before


def test_the_way_to_a_change_that_needs_the_customer(maestro: Place) -> None:
    change = ("override", "1001", "--level", "2", "--reason", "orders cannot ship")
    held = "level 3 holds until they agree."
    promised = (
        'Level 2: "Within 8 hours" (section "Classification of Errors: Level 2"), due Tue 12 May 2026 18:00:00 EDT.'
    )
    asked = maestro.intake(*change)
    assert (asked.code, asked.err) == (0, "")
    assert asked.out == f"Case 1001: Asked the customer; {held}\nThen: {promised}\n"
    again = maestro.intake(*change)
    assert (again.code, again.out.splitlines()[0]) == (0, f"Case 1001: The customer has been asked already; {held}")
    assert len(maestro.office.mails()) == 2
    ran = maestro.intake("consent", "1001", "--yes", "--by", "Sam")
    assert ran.out == (
        "Case 1001: recorded that the customer agreed to level 2.\n"
        f"Case 1001: overridden. {promised}\nThe customer is told.\n"
    )
    found = json.loads(maestro.intake("cases", "--json").out)["cases"][0]
    assert (found["level"], found["standing"], found["wanted_level"]) == ("2", "overridden", None)


def test_an_answer_that_was_not_written_is_not_a_no(maestro: Place) -> None:
    maestro.intake("override", "1001", "--level", "2", "--reason", "x")
    before = maestro.office.everything()
    said = maestro.intake("consent", "1001").refusal
    assert said == "consent: what did the customer answer? write `intake consent 1001 --yes` or --no"
    assert maestro.office.everything() == before


def test_a_customer_who_says_no(maestro: Place) -> None:
    maestro.intake("override", "1001", "--level", "2", "--reason", "x")
    ran = maestro.intake("consent", "1001", "--no")
    assert ran.out == ("Case 1001: recorded that the customer did not agree to level 2.\nIts level stays as it is.\n")
    assert maestro.office.case().wanted_level is None


def test_a_customer_who_agrees_before_anybody_asked(maestro: Place) -> None:
    ran = maestro.intake("consent", "1001", "--yes")
    assert ran.out == (
        "Case 1001: recorded that the customer agreed.\n"
        "No question was open: the next `intake override 1001` takes effect without asking.\n"
    )
    ran = maestro.intake("override", "1001", "--level", "2", "--reason", "x")
    assert ran.out.startswith("Case 1001: overridden. Level 2:")


def test_a_customer_who_cannot_be_asked_is_one_line_and_the_wish_is_kept(place: Place) -> None:
    place.office.customer("erp-maestro")
    place.office.mail_in(mail("x", "X-Spam-Flag: YES"))
    refusal = place.intake("override", "1001", "--level", "2", "--reason", "x").refusal
    assert refusal == (
        "case 1001: the level changes only with the customer's agreement, and they cannot be written to "
        "(marked as spam by the filter in front of us); ask the customer yourself, then `intake consent 1001 --yes`"
    )
    assert place.office.case().wanted_level == "2"
    assert "overridden. Level 2" in place.intake("consent", "1001", "--yes").out


@pytest.mark.parametrize(
    ("contract", "words", "holds", "tells", "letter"),
    [
        pytest.param(
            "gotomyerp-plans",
            ["override", "1001", "--level", "1", "--preview"],
            'Level 1: "Within 1 hour" (clause 3.2), due Tue 12 May 2026 11:00:00 EDT.',
            "The customer would be told:",
            "It now has level 1",
            id="an override that is told",
        ),
        pytest.param(
            "gotomyerp-plans",
            ["confirm", "1001", "--preview"],
            'Level 2: "Within 4 hours" (clause 3.2), due Tue 12 May 2026 14:00:00 EDT.',
            "The customer would be told:",
            "It now has level 2",
            id="a confirmation that is told",
        ),
        pytest.param(
            "gotomyerp-plans",
            ["override", "1001", "--level", "3", "--preview"],
            'Level 3: "Within 6 hours" (clause 3.2), due Tue 12 May 2026 16:00:00 EDT.',
            "The customer would not be written to.",
            "",
            id="an override that changes no promise",
        ),
        pytest.param(
            "erp-maestro",
            ["override", "1001", "--level", "2", "--preview", "--reason", "x"],
            EIGHT_HOURS,
            "The customer would be asked first, and level 3 holds until they agree:",
            "do you agree to level 2",
            id="an override that is asked",
        ),
    ],
)
def test_a_preview_shows_the_promise_and_the_letter_and_writes_nothing(
    place: Place, contract: str, words: list[str], holds: str, tells: str, letter: str
) -> None:
    place.office.customer(contract)
    place.office.suggests.answer = opinion(2)
    place.office.mail_in(mail())
    before = place.office.everything()
    ran = place.intake(*words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:3] == ["Preview: nothing is written.", holds, tells]
    assert letter in " ".join(ran.out.split())
    assert ("To: ann@acme.example" in ran.out) == bool(letter)
    assert place.office.everything() == before


@pytest.mark.parametrize(
    ("at", "said"),
    [
        pytest.param("2026-05-12T12:05:00-04:00", "is already past by 1 h 5 min.", id="past"),
        pytest.param("2026-05-12T11:00:00-04:00", "", id="at that very second it is not past"),
    ],
)
def test_an_override_whose_deadline_is_past_says_so(
    plans: Place, monkeypatch: pytest.MonkeyPatch, at: str, said: str
) -> None:
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: datetime.fromisoformat(at))
    ran = plans.intake("override", "1001", "--level", "1", "--reason", "payroll")
    assert ran.code == 0
    assert (f"The deadline Tue 12 May 2026 11:00:00 EDT {said}" in ran.out) == bool(said)


@pytest.mark.parametrize(
    ("words", "answer", "level"),
    [
        pytest.param([], "y", "1", id="yes"),
        pytest.param([], "n", None, id="no"),
        pytest.param([], "", None, id="only return"),
        pytest.param(["--yes"], None, "1", id="not asked with --yes"),
    ],
)
def test_at_a_terminal_a_deadline_that_is_past_is_asked_about(
    plans: Place, monkeypatch: pytest.MonkeyPatch, words: list[str], answer: str | None, level: str | None
) -> None:
    asked: list[str] = []

    def confirmed(text: str, default: bool) -> bool:
        asked.append(text)
        return answer == "y"

    monkeypatch.setattr("intake.cli.preview.at_a_terminal", lambda: True)
    monkeypatch.setattr("click.confirm", confirmed)
    monkeypatch.setattr("intake.bootstrap.clock.now", lambda: datetime.fromisoformat("2026-05-12T13:05:00-04:00"))
    ran = plans.intake("override", "1001", "--level", "1", "--reason", "payroll", *words)
    assert (ran.code, plans.office.case().level) == (0, level)
    expected = "The deadline Tue 12 May 2026 11:00:00 EDT is already past by 2 h 5 min: press y to go on"
    assert asked == ([] if answer is None else [expected])
    assert ("Nothing is changed." in ran.out) == (level is None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["1001"], "consent: what did the customer answer? write", id="neither yes nor no"),
        pytest.param(["1002", "--yes"], "case: there is no case 1002", id="no such case"),
        pytest.param(["1001", "--yes"], "case 1001: its contract changes levels without", id="not under this contract"),
    ],
)
def test_a_consent_that_cannot_be_is_one_line(plans: Place, words: list[str], said: str) -> None:
    assert plans.intake("consent", *words).refusal.startswith(said)


def test_a_customer_who_cannot_be_written_to_is_to_be_told_by_a_person(place: Place) -> None:
    place.office.customer("gotomyerp")
    place.office.mail_in(mail("x", "X-Spam-Flag: YES"))
    ran = place.intake("override", "1001", "--level", "1", "--reason", "it is none")
    assert ran.out.splitlines()[1] == (
        "The promise has changed and the customer cannot be written to (marked as spam by the filter in front of us):"
        " tell them."
    )


def test_the_case_of_an_unknown_sender(place: Place) -> None:
    place.office.mail_in(mail())
    ran = place.intake("override", "1001", "--level", "2", "--reason", "looks serious")
    assert ran.out == "Case 1001: overridden; there is no contract, so nothing is promised.\n"
    assert (
        "no contract gives this case levels"
        in place.intake("override", "1001", "--level", "P1", "--reason", "x").refusal
    )
