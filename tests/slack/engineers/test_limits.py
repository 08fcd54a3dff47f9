"""Whatever a customer writes: no card breaks or exceeds Slack's limits, nothing of theirs calls, links or formats."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.case import Case, Standing
from intake.domain.contract import Channel
from intake.domain.suggestion import Facts, Kind, Suggestion
from intake.render.slack.card import card, closed_card
from intake.render.slack.case_view import CardView, Decided, Stormy, Wanted, Words
from intake.render.slack.home import Counts, HomeView, Row, home
from intake.render.slack.limits import BUDGET
from intake.render.slack.modal import Choice, Foreseen, Names, OverrideView, ReplyView, override_modal, reply_modal
from intake.render.slack.pieces import escaped, harmless, quote

NOW = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
NAMES = Names(callback="c", block="b", action="a", level_block="l", level_action="la")
HOSTILE = st.one_of(
    st.text(max_size=400),
    st.sampled_from(
        [
            "<!channel> <!here> <!everyone>",
            "<@U0KIM> look",
            "<!subteam^S0DECIDE|@desk>",
            "<https://evil.example|https://bank.example>",
            "<!date^1^{date}|yesterday>",
            "&lt;!channel&gt; &amp;amp;",
            "*bold* _it_ ~st~ `code` ```block```",
            "\u202egnirts \x00\x07\x1b[31m",
            "x" * 20_000,
            "&" * 9_000,
            "<" * 9_000,
            "\n" * 500,
            "😀" * 3_000,
            "",
        ]
    ),
)
_TOKEN = re.compile(r"<([^>]*)>")


def case(words: str, *, closed: bool = False) -> Case:
    return Case(
        id=1001,
        customer_id=1,
        contact_address=words[:200],
        contact_name=words[:200],
        channel=Channel.SLACK,
        contract="a-contract",
        plan="a-plan",
        subject=words,
        language="en",
        zone="UTC",
        opened_at=NOW,
        claimed=words[:40],
        standing=Standing.OVERRIDDEN,
        due_at=NOW + timedelta(hours=2),
        attention_at=NOW + timedelta(hours=1),
        promise={"target": words},
        closed_at=NOW if closed else None,
    )


def view(words: str, places: list[tuple[int, int]], *, closed: bool = False) -> CardView:
    """Return a card on which every word that a customer or a colleague could have written is these."""
    said = Words(number=1, text=words, marked=tuple(places), by=words, at=NOW, files=(words, words))
    return CardView(
        case=case(words, closed=closed),
        now=NOW,
        zone=ZONE,
        customer=words,
        telephone=words,
        level=words,
        words=(said, said),
        more_words=3,
        suggestion=Suggestion(
            severity=1, confidence=0.5, abstained=False, alert=True, kind=Kind.INCIDENT, facts=Facts(), rubric=words
        ),
        is_alarming=True,
        decided=Decided(by=words, at=NOW, what="Set", reason=words),
        wanted=Wanted(level=words, by=words, at=NOW, written=True),
        storm=Stormy(number=3, others=4, words=(words, words), level=words),
        worse=words,
        identity=words,
        paged=words,
        owner=words,
        troubles=(words, words),
        link=f"https://desk.slack.example/{words[:20]}",
    )


def mrkdwn(found: Any) -> list[str]:
    """Return all texts in which Slack would read markup."""
    if isinstance(found, dict):
        own = [found["text"]] if found.get("type") == "mrkdwn" else []
        return own + [text for value in found.values() for text in mrkdwn(value)]
    return [text for one in found for text in mrkdwn(one)] if isinstance(found, list | tuple) else []


def refuse_calls(text: str) -> None:
    """Fail for anything in a text that would call somebody, or lead anywhere but to the customer's thread."""
    for token in _TOKEN.findall(text):
        assert token.startswith(("!date^", "https://desk.slack.example/")), token


@settings(max_examples=25)
@given(words=HOSTILE, places=st.lists(st.tuples(st.integers(-5, 500), st.integers(-5, 500)), max_size=5))
def test_no_words_break_a_card_or_call_anybody(words: str, places: list[tuple[int, int]]) -> None:
    for message in (card(view(words, places)), closed_card(view(words, places, closed=True))):
        assert len(message.blocks) <= 50
        assert sum(len(json.dumps(block, ensure_ascii=False)) for block in message.blocks) <= BUDGET
        assert "Stands at" in json.dumps(message.blocks) or "Closed" in json.dumps(message.blocks)
        for text in [message.text, *mrkdwn(message.blocks)]:
            refuse_calls(text)
            assert len(text) <= 3000
        assert all(
            block["text"]["verbatim"] for block in message.blocks if block.get("text", {}).get("type") == "mrkdwn"
        )


@settings(max_examples=25)
@given(words=HOSTILE)
def test_no_words_break_a_modal_or_the_own_page(words: str) -> None:
    choice = Choice(value="2", name=words or "x", promised=words, due_at=NOW, late=words, customer=words)
    asked = OverrideView(
        number=1001, head=words, stands=words, zone=ZONE, ticket="1001.a", choices=(choice,), chosen="2",
        foreseen=Foreseen(says=words, letters=(words, words)),
    )  # fmt: skip
    said = ReplyView(number=1001, head=words, goes_to=words, signed=words, ticket="1001.a", text=words)
    row = Row(number=1001, customer=words, subject=words, stands=words, look_by=NOW, marks=(words,), owner=words)
    counts = Counts(open=1, undecided=1, overdue=0, parked=2, undelivered=(1,), storms=(words,))
    page = home(HomeView(name=words, now=NOW, zone=ZONE, counts=counts, rows=(row,) * 20, mine=(row,) * 10))
    for made in (override_modal(asked, NAMES), reply_modal(said, NAMES), page):
        assert len(made["blocks"]) <= 100
        for text in mrkdwn(made["blocks"]):
            refuse_calls(text)


@given(words=HOSTILE, places=st.lists(st.tuples(st.integers(-5, 500), st.integers(-5, 500)), max_size=5))
def test_what_is_quoted_is_what_was_written_to_the_letter(words: str, places: list[tuple[int, int]]) -> None:
    text = words or "x"
    made = quote(text, places, 500).to_dict()
    said = "".join(piece["text"] for piece in made["elements"][0]["elements"])
    assert said.rstrip("…") == harmless(text)[: len(said.rstrip("…"))]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("a < b & c > d", "a &lt; b &amp; c &gt; d", id="the three are escaped once"),
        pytest.param("<!channel>", "&lt;!channel&gt;", id="a call of everybody is words"),
        pytest.param("&amp;", "&amp;amp;", id="what looks escaped is words too"),
    ],
)
def test_a_stranger_s_words_are_escaped(written: str, shown: str) -> None:
    assert escaped(written) == shown
