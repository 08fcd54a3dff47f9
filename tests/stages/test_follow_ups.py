"""A later message is read with its case: what got worse brings engineers at once, what repeats or ends it does not."""

from collections.abc import Callable
from datetime import datetime

import pytest

from intake.domain.suggestion import Facts, Kind, Locations, Scope, Suggestion
from intake.review.queue import queue
from intake.review.verdict import override
from intake.suggest.course import Before, develop
from tests.review.engineers import engineer
from tests.stages.office import Office, mail, opinion

ONE_CANNOT = Before(severity=3, facts=Facts(scope=Scope.ONE, connectivity=True))


def read(severity: int = 3, *, sure: bool = True, alert: bool = False, **facts: object) -> Suggestion:
    """Return what a model says of a follow-up, with the facts in it."""
    found = opinion(severity, sure=sure, alert=alert)
    return Suggestion(
        severity=severity,
        confidence=found.confidence,
        abstained=not sure,
        alert=alert,
        kind=Kind.INCIDENT,
        facts=Facts(**facts),  # type: ignore[arg-type] # the table's values are the fields' own
        model=found.model,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Any news?", "still down", "Update?", "Noch nichts gehört?", "immer noch kaputt", "toujours en panne",
        "Sigue sin funcionar", "Is there any update on this? We need it today", "still not working, please call me",
        "Thanks!", "Thanks. Anna is out until Monday, please answer to me instead.",
        "Not fixed. Still the same message.",
        "Please let me know when it is fixed.", "Is it fixed yet?", "When will it be resolved?", "No change here.",
        "Attached is the log file you asked for. The server is called ERP-APP-02.",
        "Could you please also add my colleague Tom to this ticket?",
        "Our office in Leeds would also like a copy of the manual.",
        "I had the same problem at the other office last year, by the way.",
        "Thank you for the quick answer, I will tell you tomorrow whether everyone can print.",
    ],
)  # fmt: skip
def test_what_repeats_asks_or_thanks_keeps_the_severity(text: str) -> None:
    found = develop(Before(severity=1, facts=ONE_CANNOT.facts), read(3, sure=False, alert=True), text)
    assert (found.course, found.severity) == ("same", 1)
    assert develop(ONE_CANNOT, read(4), text).course == "same"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("now the second site too", "more_places"),
        ("jetzt auch der zweite Standort", "more_places"),
        ("maintenant l'autre site aussi", "more_places"),
        ("ahora tampoco funciona en la otra oficina", "more_places"),
        ("And now it's the warehouse as well", "more_places"),
        ("Immer noch nichts, und jetzt steht auch das Lager", "more_places"),
        ("It's not just me, the whole office has it now", "more_users"),
        ("jetzt kann sich niemand mehr anmelden", "more_users"),
        ("plus personne ne peut se connecter", "more_users"),
        ("ya no puede entrar nadie", "more_users"),
        ("Two colleagues of mine have it as well", "more_users"),
        ("Hamburg cannot connect either", "more_fails"),
        ("Printing to PDF worked until now, but that fails as well", "more_fails"),
        ("The workaround does not work any more", "no_way_round"),
        ("Die Umgehung über den alten Client geht auch nicht mehr.", "no_way_round"),
        ("Le contournement ne marche plus.", "no_way_round"),
        ("down again", "again"),
        ("It worked for an hour but now it is down again", "again"),
        ("We have lost data: all invoices of today are gone", "data_lost"),
        ("Works again for me, but nobody else can get in", "more_users"),
    ],
)
def test_what_is_worse_in_a_few_words(text: str, reason: str) -> None:
    found = develop(ONE_CANNOT, read(3, sure=False), text)
    assert found.course == "worse"
    assert reason in found.reasons
    assert found.severity < 3


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        pytest.param(read(1), "graver", id="a graver severity, and sure"),
        pytest.param(read(2, sure=False, alert=True), "alarm", id="the alarm, which had not gone off"),
        pytest.param(read(3, data_loss=True), "data_lost", id="data are said to be lost"),
        pytest.param(read(3, scope=Scope.ALL), "more_users", id="from one to all"),
        pytest.param(read(3, scope=Scope.SEVERAL), "more_users", id="from one to several"),
        pytest.param(read(3, locations=Locations.TWO_OR_MORE), "more_places", id="a second location"),
    ],
)
def test_what_is_worse_by_what_was_read_in_it(later: Suggestion, reason: str) -> None:
    text = "The window that we told you of this morning fails with another message and the queue behind it grows."
    assert reason in develop(ONE_CANNOT, later, text).reasons


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, works now!", "It works again, thank you", "seems fine now", "problem solved, you can close this",
        "we're back up", "Es geht wieder, danke", "Ça remarche, merci beaucoup", "Ya funciona, gracias",
        "It's fine now, but please tell us what happened.", "Danke, hat geklappt, es läuft wieder",
    ],
)  # fmt: skip
@pytest.mark.parametrize("later", [read(3), read(1, alert=True)], ids=["calm", "the model alarmed"])
def test_what_works_again_is_never_worse(text: str, later: Suggestion) -> None:
    assert develop(ONE_CANNOT, later, text).course == "over"


def test_a_way_round_makes_it_better() -> None:
    found = develop(ONE_CANNOT, read(4, workaround=True), "We get by with the old client for the moment, so no hurry.")
    assert (found.course, found.severity) == ("better", 3)


def on(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-12T{clock}:00-04:00")


def opened(office: Office, contract: str = "gotomyerp", suggested: Suggestion | None = None) -> Callable[[str], None]:
    """Open a case and return what writes a follow-up to it, 20 minutes later."""
    office.customer(contract)
    office.suggests.answer = suggested or opinion(3)
    office.mail_in(mail("The invoice list stays empty for me."))
    answered = f"In-Reply-To: {office.mails()[0].message_id}"
    office.now = on("10:20")
    return lambda text: void(office.mail_in(mail(text, answered)))


def void(_: object) -> None:
    return None


def marked(office: Office) -> str:
    with office.reading() as connection:
        return queue(connection, office.now)[0].worse


@pytest.mark.parametrize("contract", ["gotomyerp", "gotomyerp-plans", "helpdesk", "priority-matrix", "erp-maestro"])
def test_a_worsening_brings_engineers_and_moves_no_promise(office: Office, contract: str) -> None:
    follow_up = opened(office, contract)
    before = office.case()
    follow_up("now the second site too")
    case = office.case()
    assert (case.due_at, case.level, case.promise) == (before.due_at, before.level, before.promise)
    assert before.attention_at is not None
    assert case.attention_at is not None
    assert case.attention_at < before.attention_at
    assert marked(office) == "it fails at another place too"
    assert "case.worse" in office.trail()


@pytest.mark.parametrize("text", ["still down", "Any news?", "Thanks, it works again."])
def test_nothing_else_does(office: Office, text: str) -> None:
    follow_up = opened(office, suggested=opinion(2))
    before = office.case()
    office.suggests.answer = opinion(1, alert=True)
    follow_up(text)
    after = office.case()
    assert (after.attention_at, after.promise, marked(office)) == (before.attention_at, before.promise, "")
    assert "case.worse" not in office.trail()


def test_a_worsening_is_news_after_an_answer_too_until_an_engineer_acts_on_it(office: Office) -> None:
    follow_up = opened(office)
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "4", "a question")
    office.now = on("10:40")
    follow_up("Since ten thirty nobody can connect.")
    assert marked(office)
    office.now = on("10:50")
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "1", "they all stand still")
    assert marked(office) == ""


def test_a_level_that_counts_by_telephone_only_calls_for_somebody(office: Office) -> None:
    follow_up = opened(office, "erp-maestro")
    assert "page.opened" not in office.trail()
    follow_up("We have lost data: all invoices of today are gone")
    assert "page.opened" in office.trail()


def test_a_short_follow_up_calls_for_nobody_however_the_model_reads_it(office: Office) -> None:
    follow_up = opened(office, "erp-maestro")
    office.suggests.answer = opinion(1, alert=True)
    follow_up("Any news?")
    assert "page.opened" not in office.trail()
