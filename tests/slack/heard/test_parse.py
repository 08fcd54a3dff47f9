"""Slack's payloads and markup read as messages: tables of what is written and what it says, and any JSON at all."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.facts import Facts, facts_of
from intake.parse.chat import opening
from intake.parse.slack.blocks import said_in
from intake.parse.slack.markup import plain, split_quotes
from intake.parse.slack.payload import SlackMessage, moment, read_event, read_payload
from intake.parse.slack.turn import Voices, as_it_stands, read_turn
from tests.slack import payloads
from tests.slack.ids import ANN, BOT, CHANNEL, CUSTOMER, TEAM

HIT = Facts(scope="all", connectivity=True, locations="two_or_more")
NAMES = {ANN: "Ann Lee", "U0AMP": "R&D <team>"}


def read(text: str, **more: Any) -> SlackMessage:
    found = read_event(payloads.event(payloads.message(text, **{"ts": "1778594400.000100", **more})), TEAM)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param(f"<@{ANN}> has it", "@Ann Lee has it", id="a person who is known"),
        pytest.param("<@U0NOBODY> has it", "@someone has it", id="a person who is not"),
        pytest.param("<@U0NOBODY|tom> has it", "@tom has it", id="a person with a label"),
        pytest.param("<@U0AMP> has it", "@R&D <team> has it", id="a name with the three characters"),
        pytest.param("in <#C024BE7LR|general>", "in #general", id="a channel"),
        pytest.param("in <#C024BE7LR>", "in #channel", id="a channel without its name"),
        pytest.param("<!subteam^S0GROUP|@admins> look", "@admins look", id="a group"),
        pytest.param("<!here> <!channel> <!everyone>", "@here @channel @everyone", id="calls to all"),
        pytest.param("<!here|here> now", "@here now", id="a call with a label"),
        pytest.param("at <!date^1392734382^{date}^https://x.example|Feb 18>", "at Feb 18", id="a date"),
        pytest.param("<https://x.example/log>", "https://x.example/log", id="a link"),
        pytest.param("<https://x.example/log|the log>", "the log (https://x.example/log)", id="a link with words"),
        pytest.param("<http://x.example|x.example>", "http://x.example", id="a link that says itself"),
        pytest.param("<mailto:ann@x.example|ann@x.example>", "ann@x.example", id="a mail address"),
        pytest.param("<tel:+155512|+155512>", "+155512", id="a telephone number"),
        pytest.param("a &lt;b&gt; &amp; c", "a <b> & c", id="the three escapes"),
        pytest.param("&amp;lt;b&amp;gt;", "&lt;b&gt;", id="once, not twice"),
        pytest.param("&quot; &nbsp;", "&quot; &nbsp;", id="nothing else is an escape"),
        pytest.param("&lt;@U0ANN&gt;", "<@U0ANN>", id="a token that somebody only writes"),
        pytest.param("it :fire: *now* `a_b`", "it :fire: *now* `a_b`", id="emoji, bold and code stay"),
        pytest.param("```\nif a &lt; b:\n```", "```\nif a < b:\n```", id="a block of code"),
        pytest.param("a < b and <c", "a < b and <c", id="what is no token"),
    ],
)
def test_markup_as_text(markup: str, text: str) -> None:
    assert plain(markup, NAMES) == text


@pytest.mark.parametrize(
    ("text", "own", "quoted"),
    [
        pytest.param("> it works\nit does not", "it does not", "it works", id="a line"),
        pytest.param("no\n>>> it\nworks", "no", "it\nworks", id="all that follows"),
        pytest.param("```\n> a prompt\n```", "```\n> a prompt\n```", "", id="code is nobody's quote"),
        pytest.param("5 > 4", "5 > 4", "", id="a sign inside a line"),
    ],
)
def test_quotes_are_set_apart(text: str, own: str, quoted: str) -> None:
    assert split_quotes(text) == (own, quoted)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(f"<@{BOT}> the export fails", "the export fails", id="in front"),
        pytest.param(f"<@{BOT}>, <@{BOT}>: the export fails", "the export fails", id="more than once"),
        pytest.param(f"the export fails, <@{BOT}>", "the export fails, @someone", id="elsewhere it stays"),
    ],
)
def test_the_bot_s_own_name_is_taken_off_the_front(text: str, said: str) -> None:
    assert read_turn([read(text)], Voices()).reply_text == said


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        pytest.param(("ok great, you can close it", "Is anybody there?"), Facts(over=True), id="it / is anybody"),
        pytest.param(("Nobody can", "print the list"), Facts(), id="half a sentence each"),
        pytest.param(("Nobody can connect", "All sites"), HIT, id="a short one is read beside the one before"),
        pytest.param(("Nobody can connect.", "All sites."), HIT, id="with full stops too"),
        pytest.param(("Nobody can connect!", "All sites!"), HIT, id="and with other marks"),
        pytest.param(("Nobody\ncan connect", "All sites"), HIT, id="a line break within a message is none"),
    ],
)
def test_each_message_of_a_turn_is_a_sentence_of_its_own(said: tuple[str, ...], facts: Facts) -> None:
    own = read_turn([read(text) for text in said], Voices()).reply_text
    assert facts_of(own)[0] == facts


def section(*elements: dict[str, Any], kind: str = "rich_text_section") -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


@pytest.mark.parametrize(
    ("message", "said"),
    [
        pytest.param({"text": "a", "blocks": [section({"type": "text", "text": "b"})]}, "a", id="its text"),
        pytest.param({"blocks": [section({"type": "text", "text": "1 < 2"})]}, "1 &lt; 2", id="rich text"),
        pytest.param(
            {"blocks": [section({"type": "user", "user_id": "U1"}, {"type": "text", "text": " "},
                                {"type": "emoji", "name": "fire"}, {"type": "link", "url": "https://x", "text": "y"})]},
            "<@U1> :fire:<https://x|y>", id="people, emoji, links",
        ),
        pytest.param(
            {"blocks": [section(section({"type": "text", "text": "a"})["elements"][0],
                                section({"type": "text", "text": "b"})["elements"][0], kind="rich_text_list")]},
            "- a\n- b", id="a list",
        ),
        pytest.param({"blocks": [section({"type": "text", "text": "a\nb"}, kind="rich_text_quote")]}, "&gt; a\n&gt; b",
                     id="a quote"),
        pytest.param({"blocks": [section({"type": "text", "text": "x"}, kind="rich_text_preformatted")]},
                     "```\nx\n```", id="code"),
        pytest.param({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*a*"}}]}, "*a*", id="section"),
        pytest.param({"attachments": [{"fallback": "disk full"}]}, "", id="what hangs on a person's message"),
        pytest.param({"bot_id": "B1", "attachments": [{"fallback": "disk full"}]}, "disk full", id="and on a bot's"),
    ],
)  # fmt: skip
def test_words_in_blocks(message: dict[str, Any], said: str) -> None:
    assert said_in(message) == said


def test_the_three_teams_are_kept_apart() -> None:
    inner = payloads.message("x", team="T0SHARED", user_team="T0THEIRS", ts="1778594400.000100")
    found = read_event(payloads.event(inner, context="T0THIRD"), TEAM)
    assert found is not None
    assert (found.place.team, found.person.team, found.context) == (TEAM, "T0THEIRS", "T0THIRD")
    assert found.is_shared


_THEIRS = "https://files.slack.com/files-pri/T0GOLD-F1/a.png"
_OURS = "https://files.slack.com/files-pri/T0DESK-F1/a.png"


@pytest.mark.parametrize(
    ("file", "context", "team"),
    [
        pytest.param({"user": ANN, "user_team": CUSTOMER}, TEAM, CUSTOMER, id="by what the file says"),
        pytest.param({"user": ANN, "url": _THEIRS}, TEAM, CUSTOMER, id="by where it lies"),
        pytest.param({"user": "U0KIM", "url": _OURS}, CUSTOMER, CUSTOMER, id="not by somebody else's file"),
        pytest.param({"user": ANN, "url": _OURS, "mode": "external"}, CUSTOMER, CUSTOMER, id="nor by a made-up one"),
        pytest.param({"file_access": "check_file_info"}, CUSTOMER, CUSTOMER, id="by the event, where none tells"),
    ],
)
def test_a_message_with_files_names_no_team_and_is_not_ours_for_it(
    file: dict[str, Any], context: str, team: str
) -> None:
    inner = payloads.message("See the picture", subtype="file_share", files=[payloads.file("F1", **file)])
    bare = {name: value for name, value in inner.items() if name not in ("team", "user_team", "source_team")}
    found = read_event(payloads.event(bare, context=context, is_ext_shared_channel=True), TEAM)
    assert found is not None
    assert found.person.team == team


def test_the_outer_workspace_of_a_shared_channel_is_no_home() -> None:
    outer = payloads.in_organisation(payloads.message("Hello", team="T0EVIL"), organisation="E0ORG", team="T0EVIL")
    found = read_event({**outer, "context_team_id": None, "is_ext_shared_channel": True}, "E0ORG")
    assert found is not None
    assert found.home == {"E0ORG"}


def test_in_an_organisation_its_workspaces_are_home() -> None:
    body = payloads.in_organisation(payloads.message("x", team="T0PART", ts="1.1"), organisation="E0ORG", team="T0PART")
    found = read_event(body, "E0ORG")
    assert found is not None
    assert found.home == {"E0ORG", "T0PART"}


def test_when_it_was_said_is_exact_to_the_microsecond() -> None:
    assert moment("1355517523.000005") == datetime(2012, 12, 14, 20, 38, 43, 5, tzinfo=UTC)
    assert (moment("1355517523"), moment("x.y"), moment("")) == (None, None, None)


@pytest.mark.parametrize(
    ("thread", "place"),
    [
        pytest.param({}, "", id="in the channel"),
        pytest.param({"thread_ts": "1778594400.000100"}, "", id="the first message of a thread"),
        pytest.param({"thread_ts": "1778594000.000100"}, "1778594000.000100", id="in a thread"),
        pytest.param(
            {"thread_ts": "1778594000.000100", "subtype": "thread_broadcast"}, "1778594000.000100",
            id="in a thread, and shown in the channel too",
        ),
        pytest.param({"thread_ts": "nonsense"}, "", id="in no thread that could be"),
    ],
)  # fmt: skip
def test_where_it_was_said(thread: dict[str, str], place: str) -> None:
    assert read("x", **thread).place.thread == place


def test_what_is_claimed_and_attached_and_passed_on_is_read() -> None:
    shared = {"is_share": True, "text": "all &amp; everything fails", "author_name": "Tom"}
    files = [payloads.file("F1", name="a.png"), payloads.file("F2", mode="tombstone")]
    parsed = read_turn([read("This is severity 2", attachments=[shared], files=files)], Voices(writer="Ann Lee"))
    assert parsed.claimed_level == "2"
    assert [(one.name, one.size) for one in parsed.attachments] == [("a.png", 2048)]
    assert parsed.forwarded is not None
    assert parsed.forwarded.text == "all & everything fails"
    assert (parsed.sender.name, parsed.sender.address) == ("Ann Lee", f"slack:{CUSTOMER}/{ANN}")
    assert (parsed.subject, parsed.subject_base) == ("", "")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        pytest.param("The export fails", "The export fails", id="as it is"),
        pytest.param("The export fails. It did so yesterday.", "The export fails.", id="the first sentence"),
        pytest.param("Hi team\nthe export fails", "the export fails", id="no greeting"),
        pytest.param("Hello!", "Hello!", id="a greeting where there is nothing else"),
        pytest.param("word " * 40, "word " * 15 + "word…", id="cut at a word"),
        pytest.param("x" * 200, "x" * 79 + "…", id="cut where there is none"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_a_case_is_called(text: str, called: str) -> None:
    assert opening(text) == called
    assert len(opening(text)) <= 80


def test_an_edit_stands_in_the_place_of_what_it_changes() -> None:
    first, second = payloads.message("one", ts="1778594400.000100"), payloads.message("two", ts="1778594401.000100")
    change = payloads.edited(first, "ONE")
    parts = [read_event(payloads.event(one), TEAM) for one in (change, second, first)]
    assert [part.text for part in as_it_stands(filter(None, parts))] == ["ONE", "two"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=20,
)
KEYS = st.sampled_from(
    ["blocks", "files", "attachments", "text", "user", "ts", "edited", "bot_id", "thread_ts", "team"]
)


@given(st.dictionaries(KEYS, JSON, max_size=6), st.sampled_from(["message", "app_mention"]))
def test_any_field_of_a_message_may_be_anything(fields: dict[str, Any], kind: str) -> None:
    inner = {**payloads.message("x", ts="1778594400.000100"), **fields, "type": kind}
    found = read_event(payloads.event(inner), TEAM)
    if found is not None:
        parsed = read_turn([found], Voices())
        parsed.text.encode()
        assert found.place.channel == CHANNEL
        assert "/" not in found.person.team + found.person.user


@given(st.binary(max_size=200) | JSON.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_read_or_nothing(raw: bytes) -> None:
    found = read_payload(raw, TEAM)
    assert found is None or found.place.team == TEAM


@given(st.text(alphabet="<>@#!|&;:/abc \n`>", max_size=80))
def test_any_markup_is_text_and_is_read_once(markup: str) -> None:
    plain(markup, NAMES)
    escaped = markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(escaped, NAMES) == markup


def test_three_marks_quote_the_rest_of_their_own_message_only() -> None:
    parsed = read_turn([read(">>> it works\nfor me"), read("We cannot connect")], Voices())
    assert (parsed.reply_text, parsed.quoted_text) == ("We cannot connect", "it works\nfor me")
