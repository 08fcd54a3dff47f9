"""A letter as a message of Slack: its words, its dates, its limits. Nothing is sent."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.bootstrap.templates import template_sources
from intake.domain.contract import Channel, Fact
from intake.domain.promise import Situation
from intake.render.buttons import Buttons
from intake.render.internal import ReplyWords, reply
from intake.render.letter import Letter, Medium
from intake.render.slack.controls import Controls
from intake.render.slack.letter import Post, post, too_long
from intake.render.slack.limits import BLOCKS, BUTTON, CONTEXT, OPTION, SECTION
from intake.render.slack.pressed import Pressed, after
from intake.render.templates import Templates
from intake.render.write import acknowledgement, receipt
from tests.render.situations import contracts, letter, templates

TUESDAY = datetime.fromisoformat("2026-05-12T10:15:30-04:00")
HOSTILE = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="<>!@#|^&*_~`channelhereU0\ue010\ue011\ue012\ue013 \n12-", max_size=200),
    st.sampled_from(
        [
            "<!channel> & <@U0ANN> <#C0|x> <!here|now>",
            "\ue0101778595330\ue011Monday\ue012",
            "<!date^1^{time}|never>",
            "&lt;!channel&gt;",
            "x" * 5000,
            "<" * 4000,
        ]
    ),
)
TOKEN = re.compile(r"<([^>]*)>")
DATE = re.compile(r"!date\^\d+\^\{date_long\} \{time\}\|[^<>|]+")


@cache
def telling_all() -> Templates:
    """Return templates that print a stranger's subject, as an edited one may."""
    sources = template_sources()
    name = "en/chat/receipt.txt.j2"
    return Templates({**sources, name: f"{sources[name]}\nYou wrote: {{{{ subject }}}}.\n"})


def said(situation: Situation, contract: str = "gotomyerp-plans", language: str = "en", zone: str = "") -> Letter:
    made = letter(contracts()[contract], situation, language=language)
    chat = replace(made, medium=Medium.CHAT, threaded=True)
    return replace(chat, zone=ZoneInfo(zone)) if zone else chat


def made(of: Letter, controls: Controls | None = None) -> Post:
    return post(acknowledgement(of, templates()), Buttons(templates(), of.language), controls)


def texts(found: Post) -> list[str]:
    """Return every piece of mrkdwn of a message."""
    parts: list[dict[str, Any]] = []
    for block in found.blocks:
        parts += [block["text"]] if block["type"] == "section" else []
        parts += block["elements"] if block["type"] == "context" else []
    return [part["text"] for part in parts if part["type"] == "mrkdwn"]


def dates(found: Post) -> dict[str, str]:
    """Return the dates of a message: the words of each with its instant and format."""
    tokens = re.findall(r"<!date\^(\d+)\^([^|]*)\|([^>]*)>", "\n".join(texts(found)))
    return {words: f"{seconds} {form}" for seconds, form, words in tokens}


@settings(max_examples=120, deadline=None)
@given(subject=HOSTILE, name=HOSTILE)
def test_whatever_a_stranger_writes_stays_words_within_slack_s_limits(subject: str, name: str) -> None:
    asked = letter(None, Situation(received_at=TUESDAY), subject=subject, name=name)
    written = receipt(replace(asked, medium=Medium.CHAT, threaded=True), telling_all())
    found = post(written, Buttons(templates(), "en"))
    for text in texts(found):
        assert len(text) <= SECTION
        assert all(DATE.fullmatch(token) for token in TOKEN.findall(text))
        assert "<" not in TOKEN.sub("", text)
    assert "<" not in found.text
    assert len(found.blocks) <= BLOCKS
    json.loads(found.as_json())


@settings(max_examples=60, deadline=None)
@given(text=HOSTILE, engineer=st.text(max_size=60))
def test_so_do_an_engineer_s_words_with_links_that_name_themselves(text: str, engineer: str) -> None:
    words = ReplyWords(
        case_number=1, subject="", text=text, engineer=engineer, vendor="Desk", language="en", medium=Medium.CHAT
    )
    written = reply(words, templates())
    if too_long(written):
        return
    found = post(written, Buttons(templates(), "en"))
    assert all(token.startswith(("http://", "https://")) for one in texts(found) for token in TOKEN.findall(one))


def test_every_time_is_a_date_of_the_reader_s_with_the_customer_s_own_words_beside_it() -> None:
    asked = Situation(received_at=TUESDAY, plan="silver", channel=Channel.SLACK, claimed="2")
    found, seconds = made(said(asked, zone="Europe/Berlin")), int(TUESDAY.timestamp())
    assert dates(found) == {
        "Tuesday 12 May 2026, 8:15:30 pm CEST": f"{seconds + 4 * 3600} {{date_long}} {{time}}",
        "Tuesday 12 May 2026, 4:15:30 pm CEST": f"{seconds} {{date_long}} {{time}}",
    }
    assert "by Tuesday 12 May 2026, 8:15:30 pm CEST" in found.text
    assert texts(found)[-1] == "Times are shown in your own time zone."


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
def test_a_date_is_never_today_or_tomorrow_after_a_preposition_and_never_shows_seconds(language: str) -> None:
    saturday = datetime.fromisoformat("2026-03-07T11:15:30-05:00")
    of = said(Situation(received_at=saturday, channel=Channel.SLACK), "helpdesk", language)
    shown_as = {value.partition(" ")[2] for value in dates(made(of)).values()}
    assert shown_as == {"{date_long} {time}"}


def test_the_end_of_a_day_stays_in_words_and_its_instant_is_told_in_the_small_print() -> None:
    found = made(said(Situation(received_at=TUESDAY, plan="starter", channel=Channel.SLACK, claimed="1")))
    assert "by the end of Tuesday 12 May 2026, midnight EDT" in texts(found)[0]
    midnight = int(datetime.fromisoformat("2026-05-13T00:00:00-04:00").timestamp())
    assert texts(found)[-2] == "The end of the day is told in the zone named beside it, all other times in your own."
    assert texts(found)[-1].startswith(
        f"The day of the deadline ends for you: <!date^{midnight}^{{date_long}} {{time}}|"
    )


def test_both_ends_of_a_range_carry_their_date_for_a_reader_elsewhere() -> None:
    found = made(said(Situation(received_at=TUESDAY, plan="starter", channel=Channel.SLACK, claimed="3")))
    first, last = TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=2)
    told = [value.partition(" ")[0] for value in dates(found).values()]
    assert told[:2] == [str(int(first.timestamp())), str(int(last.timestamp()))]


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
@pytest.mark.parametrize("contract", sorted(contracts()))
def test_what_is_offered_fits_slack_s_limits_in_every_language(contract: str, language: str) -> None:
    of = contracts()[contract]
    plan = of.plans[0].id if of.plans else None
    levels = tuple((level.id, of.said(level.name, language)) for level in of.levels)
    controls = Controls(about=7, levels=levels, facts=_FACTS, asks=True, worse=True)
    found = made(said(Situation(received_at=TUESDAY, plan=plan, channel=Channel.SLACK), contract, language), controls)
    elements = [one for block in found.blocks if block["type"] == "actions" for one in block["elements"]]
    labels = [one["text"]["text"] for one in elements if one["type"] == "button"]
    options = [option["text"]["text"] for one in elements for option in one.get("options", ())]
    assert all(0 < len(label) <= BUTTON and not label.endswith("…") for label in labels)
    assert all(0 < len(option) <= OPTION and not option.endswith("…") for option in options)
    assert all(len(block["elements"]) <= CONTEXT for block in found.blocks if block["type"] == "context")


_FACTS = (Fact.ALL_USERS, Fact.CONNECTIVITY, Fact.TWO_LOCATIONS)


def test_what_is_pressed_goes_and_the_last_fact_takes_its_question_along() -> None:
    offered = Controls(about=7, levels=(("1", "One"), ("2", "Two")), facts=_FACTS[:1], worse=True)
    found = made(said(Situation(received_at=TUESDAY, plan="silver", channel=Channel.SLACK)), offered)
    told = [Pressed(action="customer.fact.all_users", label="Nobody <can>", user="U0ANN")]
    left = after(found, told, Buttons(templates(), "en"))
    assert [block.get("block_id", "").partition(":")[0] for block in left.blocks if "block_id" in block] == ["level"]
    assert texts(left)[-1] == "✓ Nobody &lt;can&gt; (<@U0ANN>)"
    assert left.text == found.text


def test_a_yes_takes_the_no_along() -> None:
    found = made(
        said(Situation(received_at=TUESDAY, plan="silver", channel=Channel.SLACK)), Controls(about=7, asks=True)
    )
    left = after(found, [Pressed(action="customer.yes", label="Yes", user="U0ANN")], Buttons(templates(), "en"))
    assert [block["type"] for block in left.blocks].count("actions") == 0


def test_a_post_is_kept_as_it_is_read() -> None:
    found = made(said(Situation(received_at=TUESDAY, plan="silver", channel=Channel.SLACK)))
    assert Post.read(found.as_json()) == found
