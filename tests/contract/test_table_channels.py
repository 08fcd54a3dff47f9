"""Who sets the level on which channel: claims, suggestions, defaults, and what the customer is told about it."""

import pytest

from intake.domain.contract import NoticeId, PromiseKind
from tests.contract.shipped import by_channel

CHANNELS = ("email", "slack", "web_chat", "portal", "phone")
INTERACTIVE = ("slack", "web_chat")
GOTOMYERP = ("gotomyerp-plans", "gotomyerp")

# contract, channel, claimed, suggested -> level, clock level, provisional, a notice that has to be there
Row = tuple[str, str, str | None, int | None, str | None, str | None, bool, str | None]

GOTOMYERP_ROWS = [
    pytest.param(contract, *row, id=f"{contract}: {sentence}")
    for contract in GOTOMYERP
    for sentence, row in {
        "e-mail carries no level": ("email", None, None, None, "3", False, "email_carries_no_level"),
        "an e-mail's claim of 1 waits as level 3": ("email", "1", None, None, "3", False, "email_carries_no_level"),
        "an e-mail's claim of 4 waits as level 3": ("email", "4", None, None, "3", False, "email_carries_no_level"),
        "an e-mail's suggestion of 1 waits as level 3": ("email", None, 1, None, "3", False, "email_carries_no_level"),
        "an e-mail's suggestion of 4 waits as level 3": ("email", None, 4, None, "3", False, "email_carries_no_level"),
        "an e-mail with both waits as level 3": ("email", "2", 1, None, "3", False, "email_carries_no_level"),
        "the portal takes level 1": ("portal", "1", None, "1", "1", False, "staff_available"),
        "the portal takes level 2": ("portal", "2", None, "2", "2", False, None),
        "the portal takes level 4": ("portal", "4", 1, "4", "4", False, None),
        "the portal without a choice is level 3": ("portal", None, None, "3", "3", False, None),
        "the portal asks no suggestion": ("portal", None, 1, "3", "3", False, None),
        "the telephone takes the claim": ("phone", "1", 4, "1", "1", False, "staff_available"),
        "the telephone without a claim is level 3": ("phone", None, None, "3", "3", False, None),
        "the telephone asks no suggestion": ("phone", None, 1, "3", "3", False, None),
    }.items()
]

GOTOMYERP_CHAT_ROWS = [
    pytest.param(contract, channel, *row, True, notice, id=f"{contract} {channel}: {sentence}")
    for contract in GOTOMYERP
    for channel in INTERACTIVE
    for sentence, (*row, notice) in {
        "a claim of 1 holds until an engineer confirms": ("1", None, "1", "1", "staff_available"),
        "a claim of 2 holds until an engineer confirms": ("2", None, "2", "2", "provisional_level"),
        "a claim goes before the suggestion": ("4", 1, "4", "4", "provisional_level"),
        "a claim of 1 goes before the suggestion": ("1", 4, "1", "1", "provisional_level"),
        "a suggestion of 1 counts without a claim": (None, 1, "1", "1", "provisional_level"),
        "a suggestion of 2 counts without a claim": (None, 2, "2", "2", "provisional_level"),
        "a suggestion of 4 counts without a claim": (None, 4, "4", "4", "provisional_level"),
        "nobody's word is level 3": (None, None, "3", "3", "provisional_level"),
    }.items()
]

HELPDESK_ROWS = [
    pytest.param(
        "helpdesk", channel, claimed, suggested, None, None, False, "charges", id=f"helpdesk {channel}: {sentence}"
    )
    for channel in CHANNELS
    for sentence, claimed, suggested in (
        ("no level", None, None),
        ("no level for a claim", "1", None),
        ("no level for a suggestion", None, 1),
        ("no level for both", "2", 4),
    )
]

MATRIX_ROWS = [
    pytest.param(
        "priority-matrix",
        channel,
        claimed,
        suggested,
        level,
        level,
        True,
        "provisional_level",
        id=f"{channel}: {words}",
    )
    for channel in CHANNELS
    for words, claimed, suggested, level in (
        ("severity 1 is P2", None, 1, "P2"),
        ("severity 2 is P3", None, 2, "P3"),
        ("severity 3 is P4", None, 3, "P4"),
        ("severity 4 is P5", None, 4, "P5"),
        ("no suggestion is P4", None, None, "P4"),
        ("a claim of P1 is not obeyed", "P1", None, "P4"),
        ("a claim of P6 is not obeyed", "P6", 1, "P2"),
    )
]

MAESTRO_ROWS = [
    pytest.param("erp-maestro", *row, id=f"erp-maestro: {sentence}")
    for sentence, row in {
        "e-mail takes level 2": ("email", "2", None, "2", "2", False, None),
        "e-mail takes level 4": ("email", "4", 1, "4", "4", False, None),
        "e-mail without a claim is level 3": ("email", None, None, "3", "3", False, None),
        "e-mail asks no suggestion": ("email", None, 2, "3", "3", False, None),
        "e-mail asks no suggestion of 1": ("email", None, 1, "3", "3", False, None),
        "level 1 by e-mail runs as level 2": ("email", "1", None, "2", "2", False, "report_by_phone"),
        "level 1 by portal runs as level 2": ("portal", "1", None, "2", "2", False, "report_by_phone"),
        "the portal takes level 2": ("portal", "2", 4, "2", "2", False, None),
        "the portal without a choice is level 3": ("portal", None, None, "3", "3", False, None),
        "the portal asks no suggestion": ("portal", None, 2, "3", "3", False, None),
        "the telephone takes level 1": ("phone", "1", None, "1", "1", False, "staff_available"),
        "the telephone takes level 2": ("phone", "2", 1, "2", "2", False, None),
        "the telephone without a claim is level 3": ("phone", None, None, "3", "3", False, None),
        "the telephone asks no suggestion": ("phone", None, 1, "3", "3", False, None),
    }.items()
]

MAESTRO_CHAT_ROWS = [
    pytest.param("erp-maestro", channel, *row, id=f"erp-maestro {channel}: {sentence}")
    for channel in INTERACTIVE
    for sentence, row in {
        "a claim of 2 holds": ("2", None, "2", "2", False, None),
        "a claim goes before the suggestion": ("4", 1, "4", "4", False, None),
        "a claim of 1 runs as level 2": ("1", None, "2", "2", False, "report_by_phone"),
        "a suggestion of 1 runs as level 2": (None, 1, "2", "2", True, "report_by_phone"),
        "a suggestion of 2 counts without a claim": (None, 2, "2", "2", True, "provisional_level"),
        "a suggestion of 4 counts without a claim": (None, 4, "4", "4", True, "provisional_level"),
        "nobody's word is level 3": (None, None, "3", "3", True, "provisional_level"),
    }.items()
]

ROWS = GOTOMYERP_ROWS + GOTOMYERP_CHAT_ROWS + HELPDESK_ROWS + MATRIX_ROWS + MAESTRO_ROWS + MAESTRO_CHAT_ROWS


@pytest.mark.parametrize("row", [pytest.param(each.values, id=each.id) for each in ROWS])
def test_the_channel_decides_who_sets_the_level(row: Row) -> None:
    contract, channel, claimed, suggested, level, clock, provisional, notice = row
    made = by_channel(contract, channel, claimed=claimed, suggested=suggested)
    assert (made.level, made.clock_level, made.provisional) == (level, clock, provisional)
    assert made.emergency is False
    assert notice is None or notice in made.notices
    assert (NoticeId.PROVISIONAL_LEVEL in made.notices) is provisional
    assert (NoticeId.EMAIL_CARRIES_NO_LEVEL in made.notices) is (contract in GOTOMYERP and channel == "email")
    assert (NoticeId.CHARGES in made.notices) is (contract == "helpdesk")
    assert (NoticeId.STAFF_AVAILABLE in made.notices) is (clock == "1")
    begins = [entry for entry in made.others if entry.promise is PromiseKind.BEGIN_WORK]
    assert bool(begins) is (clock == "1")


@pytest.mark.parametrize(
    ("contract", "channel", "level"),
    [
        pytest.param("gotomyerp-plans", "email", "1", id="000: an engineer's level counts for an e-mail"),
        pytest.param("gotomyerp", "slack", "2", id="001: an engineer's level counts in Slack"),
        pytest.param("priority-matrix", "email", "P1", id="003: an engineer gives P1"),
        pytest.param("erp-maestro", "email", "2", id="004: an engineer's level counts for an e-mail"),
        pytest.param("erp-maestro", "web_chat", "1", id="004: an engineer's level 1 counts in the chat"),
    ],
)
def test_a_given_level_wins_and_is_not_provisional(contract: str, channel: str, level: str) -> None:
    other = "P5" if contract == "priority-matrix" else "4"
    made = by_channel(contract, channel, level=level, claimed=other, suggested=3)
    assert (made.level, made.clock_level, made.provisional) == (level, level, False)
    assert NoticeId.PROVISIONAL_LEVEL not in made.notices


@pytest.mark.parametrize("contract", GOTOMYERP)
def test_an_e_mail_rests_on_both_clauses(contract: str) -> None:
    assert {"3.1", "3.2"} <= set(by_channel(contract, "email").clauses)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", ["enhancement", "scheduled_task"])
def test_wishes_and_scheduled_tasks_are_p6(channel: str, kind: str) -> None:
    made = by_channel("priority-matrix", channel, suggested=3, kind=kind)
    assert (made.level, made.clock_level, made.provisional) == ("P6", "P6", True)
    assert made.main.deadline.due_at is None


@pytest.mark.parametrize("channel", INTERACTIVE)
def test_an_enhancement_carries_no_level_in_erp_maestro(channel: str) -> None:
    made = by_channel("erp-maestro", channel, suggested=4, kind="enhancement")
    assert (made.level, made.clock_level) == (None, None)
    assert made.main.deadline.due_at is None
