"""Chat letters are proved as mails are: what is said beyond a clause, or shown as another instant, is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from intake.contract.promise import promise
from intake.domain.contract import Channel, Contract
from intake.domain.errors import BadInput
from intake.domain.promise import Situation
from intake.proof import letters
from intake.proof.decisions import decision
from intake.proof.grid import situations
from intake.proof.languages.known import TONGUES
from intake.proof.letters import acknowledged, change_flaws, letter_flaws
from intake.proof.phrasebook import phrasebook
from intake.render.slack import letter as slack_letter
from intake.render.slack.letter import Post
from intake.render.templates import Templates
from tests.render.situations import contracts, templates

RECEIPTS = (
    pytest.param("2026-03-06T20:40:00-05:00", id="Friday evening before clocks go forward"),
    pytest.param("2026-05-12T10:15:30-04:00", id="Tuesday in open hours, with seconds"),
    pytest.param("2026-10-31T09:00:00-04:00", id="Saturday before clocks go back"),
)
ZONES = (ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"))
CHATS = (Channel.SLACK, Channel.WEB_CHAT)
TUESDAY = Situation(
    received_at=datetime.fromisoformat("2026-05-12T10:15:30-04:00"), plan="starter", channel=Channel.SLACK, claimed="1"
)


@pytest.mark.parametrize("at", RECEIPTS)
@pytest.mark.parametrize("contract_id", sorted(contracts()))
def test_over_every_plan_chat_level_and_hour_nothing_is_said_without_a_clause(contract_id: str, at: str) -> None:
    contract = contracts()[contract_id]
    asked = [one for one in situations(contract, datetime.fromisoformat(at)) if one.channel in CHATS]
    books = [phrasebook(contract, tongue) for tongue in TONGUES.values()]
    every = {decision(made, one): (made, one) for one in asked for made in [promise(contract, one)]}
    found: dict[Situation, tuple[str, ...]] = {}
    # Each decision in one language and zone; these turn, so that each is met in many.
    for number, (promised, one) in enumerate(every.values()):
        book, zone = books[number % len(books)], ZONES[number % len(ZONES)]
        made = acknowledged(promised, one, zone, book)
        flaws = letter_flaws(made, book, templates())
        if number % 5 == 0:
            previous = promise(contract, replace(one, level=None, claimed=None, emergency=None, facts=None))
            flaws += change_flaws(made, previous, book, templates())
        if flaws:
            found[one] = flaws
    assert found == {}


def flaws_of(contract: Contract, asked: Situation, zone: tzinfo, by: Templates) -> tuple[str, ...]:
    book = phrasebook(contract, TONGUES["en"])
    return letter_flaws(acknowledged(promise(contract, asked), asked, zone, book), book, by)


def shown_as(change: Callable[[str], str]) -> Callable[..., Post]:
    """Return what makes a message and tampers with its sections."""
    made = slack_letter.post

    def tampered(*given: Any, **more: Any) -> Post:
        found = made(*given, **more)
        blocks = [
            {**one, "text": {**one["text"], "text": change(one["text"]["text"])}} if one["type"] == "section" else one
            for one in found.blocks
        ]
        return replace(found, blocks=tuple(blocks))

    return tampered


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            lambda text: text.replace("^1778598930^", "^1778602530^"), "is shown as another instant", id="an hour"
        ),
        pytest.param(lambda text: text.replace("{time}", ""), "is shown as another instant", id="no time of day"),
        pytest.param(lambda text: f"{text} <!channel>", "<!channel> in the blocks is more than words", id="a mention"),
        pytest.param(lambda text: text.replace("first", "last"), "do not say word for word", id="another word"),
        pytest.param(lambda text: f"{text} Soon.", "do not say word for word", id="a word more"),
    ],
)
def test_blocks_that_say_something_else_are_told(
    change: Callable[[str], str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = contracts()["gotomyerp-plans"]
    assert flaws_of(contract, TUESDAY, ZONES[0], templates()) == ()
    monkeypatch.setattr(slack_letter, "post", shown_as(change))
    assert any(says in flaw for flaw in flaws_of(contract, TUESDAY, ZONES[0], templates()))


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("en", "people read your replies", "people read your replies within 2 hours"),
        ("de", "von\nMenschen gelesen", "von\nMenschen bis Montag gelesen"),
        ("es", "las leen personas", "las leen personas en 2 horas"),
        ("fr", "sont lues par des\npersonnes", "sont lues demain par des\npersonnes"),
    ],
)
def test_a_time_that_no_clause_backs_is_told_in_every_language(language: str, old: str, new: str) -> None:
    from intake.bootstrap.templates import template_sources

    name, sources = f"{language}/chat/sentences.txt.j2", template_sources()
    assert old in sources[name]
    edited = Templates({**sources, name: sources[name].replace(old, new)})
    contract, tongue = contracts()["gotomyerp-plans"], TONGUES[language]
    for asked, zone in product((TUESDAY, replace(TUESDAY, channel=Channel.WEB_CHAT)), ZONES[:1]):
        book = phrasebook(contract, tongue)
        made = acknowledged(promise(contract, asked), asked, zone, book)
        assert letter_flaws(made, book, templates()) == ()
        assert letters.text_flaws(made, book, edited) != ()


def test_a_letter_too_long_for_slack_is_told() -> None:
    from intake.bootstrap.templates import template_sources

    name, sources = "en/chat/acknowledgement.txt.j2", template_sources()
    edited = Templates({**sources, name: sources[name] + "\n\n" + "word " * 3000})
    with pytest.raises(BadInput, match="too long for Slack"):
        flaws_of(contracts()["gotomyerp-plans"], TUESDAY, ZONES[0], edited)
