"""Taking a text apart costs time in proportion to its length, whatever it is made of."""

import time

import pytest

from intake.parse.new_words.reply import split_reply
from intake.parse.tree.html_text import html_to_text

SIZE = 700_000
QUICK = 0.4  # seconds of this process for a letter that people send: 0.01 here, wanted 0.1
BOUNDED = 4.0  # for a text that nobody writes: 0.1 to 0.4 here; what is quadratic needs minutes

LETTERS = {
    "a reply above quoted lines": "Hello\n\nOn 3 Mar 2026, at 09:14, Kim <k@v.example> wrote:\n"
    + "> a line of the older message, as long as lines are\n" * 14_000,
    "a letter without a quote": "a line of the new message, as long as lines are\n" * 14_000,
    "a reply above copied headers": "Hello\n\nFrom: Kim <k@v.example>\nSent: Tuesday\nTo: Lee\nSubject: Belt\n\n"
    + "a line of the older message, as long as lines are\n" * 14_000,
    "one line": "x" * 5_000_000,
}
BOMBS = {
    "two bytes a line": "a\n",
    "colons": ":\n",
    "quote marks": ">\n",
    "quotes and answers": "> a\nb\n",
    "attributions": "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale <kim@v.example> wrote:\n",
    "nearly attributions": "On Tue, Mar 3, 2026 at 9:14 AM Kim Vale wrote to:\n",
    "attributions within a line": "Yes. On 3-Mar-2026, at 9:14 AM, Kim <k@v.example> wrote:\n",
    "verbs": "wrote:\n",
    "addresses": "a@b:\n",
    "copied headers": "From: a\nTo: b\n",
    "table rows": "| From | a |\n",
    "rules": "_____________\nx\n",
    "ruled phrases": "---- x y ----\nFrom: a\n",
    "delimiters": "-- \n",
    "forwards": "---------- Forwarded message ---------\nFrom: Kim <k@v.example>\nSubject: x\n\n",
    "farewells": "Best regards,\nKim\n+49 30 1234567\n",
    "disclaimers": "This message is confidential\n",
    "phone notices": "Sent from my iPhone\n",
    "fences": "```\n> a\n",
    "code with delimiters": "```\n-- \n",
    "every other line empty": "On Tue, Mar 3, 2026 at 9:14 AM\n\nKim Vale <kim@v.example> wrote\n\n",
    "attributions between dashes": "---- On Tue, 3 Mar 2026 09:14:00 Kim Vale\nwrote ----\n",
    "links over two lines": "<https://v.example/a\n> b\n",
    "footers": "You received this message because of a list\n\n",
    "stamps": "Classification: Internal\n\n",
    "rules over names": "\n-----\nKim Vale\n",
    "notices over two lines": "Sent from my iPhone on the\nnetwork of a firm\n\n",
    "spaces": " " * 70 + "\n",
    "one line of colons": "x: ",
    "one line of marks": ">",
}


@pytest.mark.parametrize("text", LETTERS.values(), ids=LETTERS.keys())
def test_a_large_letter_is_taken_apart_at_once(text: str) -> None:
    start = time.process_time()
    split_reply(text)
    assert time.process_time() - start < QUICK


@pytest.mark.parametrize("piece", BOMBS.values(), ids=BOMBS.keys())
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (SIZE // len(piece))
    start = time.process_time()
    split_reply(text)
    assert time.process_time() - start < BOUNDED


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param('<div class="yahoo_quoted">', id="quotes within quotes"),
        pytest.param('<div class="gmail_attr">Forwarded message', id="forwards within forwards"),
        pytest.param('<div id="Signature">x</div>', id="signatures"),
        pytest.param('<blockquote type="cite">x</blockquote>', id="quotes in a row"),
        pytest.param('<div style="border:none;border-top:solid #E1E1E1 1.0pt">x</div>', id="ruled lines"),
    ],
)
def test_no_html_takes_long(piece: str) -> None:
    start = time.process_time()
    split_reply(html_to_text(piece * (200_000 // len(piece))))
    assert time.process_time() - start < BOUNDED
