"""What the Slack demo prints of Slack's own markup and of Block Kit: as Slack's client shows it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from intake.contract.zones import zone
from intake.demo.slack.blocks import label, pressable, shown
from intake.demo.slack.words import Reader

NOON = datetime(2026, 5, 12, 16, 0, tzinfo=UTC)  # a Tuesday; noon in New York


def reader(place: str = "America/New_York") -> Reader:
    return Reader({"U0KIM": "Kim", "C0CASES": "support-cases"}, zone(place), NOON)


def stamp(hours: int) -> int:
    return int(NOON.timestamp()) + 3600 * hours


MARKUP = [
    pytest.param("*Case 1001* is _open_", "Case 1001 is open", id="marks are styles, not letters"),
    pytest.param("2 * 3 * 4", "2 * 3 * 4", id="a lonely star is a star"),
    pytest.param("snake_case_name", "snake_case_name", id="inside a word nothing is a mark"),
    pytest.param("a &lt; b &amp;&amp; c", "a < b && c", id="what is escaped is shown"),
    pytest.param("&amp;lt;", "&lt;", id="and unescaped once"),
    pytest.param("<@U0KIM> in <#C0CASES>", "@Kim in #support-cases", id="people and channels by name"),
    pytest.param("<@U0NOBODY>", "@U0NOBODY", id="an id that nobody knows stays"),
    pytest.param("<https://desk.example/a|the page>", "the page", id="a link by its label"),
    pytest.param("<https://desk.example/a>", "https://desk.example/a", id="a link without a label"),
    pytest.param("<!channel>", "@channel", id="a call to all of a channel is seen as one"),
    pytest.param(f"<!date^{stamp(2)}^{{date_long_pretty}} {{time}}|x>", "today 2:00 PM", id="today, in their zone"),
    pytest.param(f"<!date^{stamp(14)}^{{date_pretty}} at {{time}}|x>", "tomorrow at 2:00 AM", id="tomorrow"),
    pytest.param(f"<!date^{stamp(48)}^{{date_long_pretty}}|x>", "Thursday, May 14, 2026", id="a later day"),
    pytest.param(f"<!date^{stamp(0)}^{{date_num}} {{time_secs}}|x>", "2026-05-12 12:00:00 PM", id="figures"),
    pytest.param(f"<!date^{stamp(0)}^{{nothing}}|x>", "{nothing}", id="what Slack does not know stays"),
    pytest.param("a\u2060*\u2060b\u2060*\u2060c", "a*b*c", id="a stranger's marks stay letters, their joiners unseen"),
    pytest.param(":cloud: here", "☁ here", id="an emoji"),
]


@pytest.mark.parametrize(("markup", "seen"), MARKUP)
def test_markup_is_shown_as_its_reader_sees_it(markup: str, seen: str) -> None:
    assert reader().mrkdwn(markup).plain == seen


def test_a_time_is_shown_in_the_zone_of_who_looks() -> None:
    markup = f"<!date^{stamp(0)}^{{date_pretty}} {{time}}|x>"
    assert reader("Europe/London").mrkdwn(markup).plain == "today 5:00 PM"
    assert reader("Pacific/Auckland").mrkdwn(markup).plain == "today 4:00 AM"  # the 13th there, and so is "today"


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        ("{date_long} {time}", "Dienstag, 12. Mai 2026 12:00"),
        ("{date_short_pretty} {time}", "heute 12:00"),
        ("{date}", "12. Mai 2026"),
        ("{nothing}", "{nothing}"),
    ],
)
def test_a_time_is_shown_as_a_german_client_shows_it(wanted: str, seen: str) -> None:
    eyes = Reader({}, zone("America/New_York"), NOON, "de-DE")
    assert eyes.mrkdwn(f"<!date^{stamp(0)}^{wanted}|x>").plain == seen


def test_marks_are_shown_as_styles() -> None:
    text = reader().mrkdwn("*Case* _open_")
    assert [(span.style, text.plain[span.start : span.end]) for span in text.spans] == [
        ("bold", "Case"),
        ("italic", "open"),
    ]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


BUTTON = {"type": "button", "action_id": "yes", "text": plain("Yes"), "value": "1"}
MENU: dict[str, Any] = {
    "type": "static_select",
    "action_id": "level",
    "placeholder": plain("Choose the level"),
    "options": [{"text": plain("1: grave"), "value": "1"}, {"text": plain("2: less"), "value": "2"}],
}
BLOCKS = [
    pytest.param({"type": "header", "text": plain("Case 1")}, ["Case 1"], id="a header"),
    pytest.param({"type": "section", "text": {"type": "mrkdwn", "text": "*a* b"}}, ["a b"], id="a section"),
    pytest.param({"type": "section", "text": plain("*a* b")}, ["*a* b"], id="plain text has no marks"),
    pytest.param({"type": "section", "fields": [plain("a"), plain("b")]}, ["a", "b"], id="fields"),
    pytest.param(
        {"type": "section", "text": plain("a"), "accessory": BUTTON}, ["a", "[ Yes ]"], id="a button beside it"
    ),
    pytest.param({"type": "context", "elements": [plain("a"), plain("b")]}, ["a", "b"], id="small print"),
    pytest.param(
        {"type": "actions", "elements": [MENU, BUTTON]}, ["[ Choose the level v ]  [ Yes ]"], id="what can be pressed"
    ),
    pytest.param(
        {"type": "actions", "elements": [{**MENU, "initial_option": MENU["options"][1]}]},
        ["[ 2: less v ]"],
        id="a menu shows what is chosen",
    ),
    pytest.param(
        {"type": "input", "label": plain("Why"), "element": {"type": "plain_text_input", "action_id": "why"}},
        ["Why  [...]"],
        id="a field to write in",
    ),
    pytest.param(
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_quote",
                    "elements": [{"type": "text", "text": "it is "}, {"type": "text", "text": "down\nall of it"}],
                },
                {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0KIM"}]},
                {
                    "type": "rich_text_list",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                        {"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.example"}]},
                    ],
                },
            ],
        },
        ["| it is down\n| all of it", "Kim", "• one", "• https://a.example"],
        id="somebody's words",
    ),
    pytest.param({"type": "divider"}, ["- - -"], id="a line"),
    pytest.param({"type": "video"}, ["(video)"], id="what is not known is named"),
]


@pytest.mark.parametrize(("block", "seen"), BLOCKS)
def test_a_block_is_shown_as_lines(block: dict[str, Any], seen: list[str]) -> None:
    assert [line.plain for line in shown([block], reader())] == seen


def test_what_can_be_pressed_is_found_wherever_it_stands() -> None:
    field = {"type": "plain_text_input", "action_id": "why"}
    blocks: list[dict[str, Any]] = [
        {"type": "section", "text": plain("a"), "accessory": BUTTON},
        {"type": "actions", "elements": [MENU]},
        {"type": "input", "label": plain("Why"), "element": field},
        {"type": "context", "elements": [plain("a")]},
    ]
    assert [element for _, element in pressable(blocks)] == [BUTTON, MENU, field]
    assert [label(BUTTON), label(MENU)] == ["Yes", "Choose the level"]
