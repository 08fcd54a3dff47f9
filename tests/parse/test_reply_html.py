"""New words of mails that are written in HTML, as the mail programs mark what they quote and sign."""

import json
from pathlib import Path

import pytest

from intake.parse.new_words.reply import split_reply
from intake.parse.tree.html_text import html_to_text

OLD = "Which of the ramps is jammed?"
LINES = Path(__file__).with_name("html_replies.jsonl").read_text(encoding="utf-8").splitlines()
MAILS = {mail["client"]: (mail["html"], mail["new"]) for mail in map(json.loads, LINES)}


def plain(text: str) -> str:
    """Leave out empty lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


@pytest.mark.parametrize(("html", "new"), MAILS.values(), ids=MAILS)
def test_new_words_of_html(html: str, new: str) -> None:
    assert plain(split_reply(html_to_text(html)).reply_text) == new


@pytest.mark.parametrize("client", [client for client, (html, _) in MAILS.items() if OLD in html])
def test_what_html_quotes_is_kept_as_quoted(client: str) -> None:
    assert OLD in split_reply(html_to_text(MAILS[client][0])).quoted_text
