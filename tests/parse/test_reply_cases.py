"""The bench's replies, each exact: every language and mail program in it, also as gateways and converters bend them."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.parse.new_words.reply import split_reply

CASES = Path(__file__).parent.parent / "bench" / "replies.jsonl"
REPLIES = {case["id"]: (case["text"], case["new"]) for case in map(json.loads, CASES.read_text("utf-8").splitlines())}
HEADER = re.compile(r"^(From|Sent|To|Cc|Subject|Date|Von|Gesendet|An|Betreff):", re.MULTILINE)

BENT: dict[str, Callable[[str], str]] = {
    "hard spaces": lambda text: text.replace(" ", "\xa0"),
    "a mark of the byte order in front": lambda text: f"\ufeff{text}",
    "spaces at line ends": lambda text: text.replace("\n", " \n"),
    "more empty lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "bold copied headers": lambda text: HEADER.sub(r"*\1:*", text),
}


def plain(text: str) -> list[str]:
    """Only the words."""
    return text.replace("\ufeff", "").replace("*", "").split()


@pytest.mark.parametrize(("text", "new"), REPLIES.values(), ids=REPLIES)
def test_the_new_words_are_found(text: str, new: str) -> None:
    split = split_reply(text)
    assert plain(split.reply_text) == plain(new)
    assert sorted(plain(f"{split.reply_text} {split.quoted_text} {split.signature}".replace(">", " "))) == sorted(
        plain(text.replace(">", " "))
    )


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT.keys())
def test_they_are_found_however_the_text_was_bent(bend: Callable[[str], str]) -> None:
    found = {name: plain(split_reply(bend(text)).reply_text) for name, (text, _) in REPLIES.items()}
    assert found == {name: plain(bend(new)) for name, (_, new) in REPLIES.items()}
