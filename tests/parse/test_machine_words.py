"""The tables of machines' words: no bytes made of them raise, and none takes more than linear time."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.parse.machines import away_words, machine_words, notice_words, report_openings, report_words, status_words
from intake.parse.message import parse_mail
from tests.parse.test_automatic import mail

MODULES = (away_words, machine_words, notice_words, report_openings, report_words, status_words)
PATTERNS = [one for module in MODULES for one in vars(module).values() if isinstance(one, re.Pattern)]
LITERALS = sorted({word for one in PATTERNS for word in re.findall(r"[^\W_]{2,}(?: [^\W_]{2,})*", one.pattern)})
PIECES = st.one_of(
    st.sampled_from(LITERALS),
    st.sampled_from(
        [" ", "\n", "\n\n", ": ", "<kim@c.example>", "550 5.1.1 ", ".", "?", "-----", "> ", "@", "Re: ", "\t"]
    ),
)
WORDS = st.lists(PIECES, max_size=60).map(" ".join)


@given(subject=WORDS, body=WORDS, sender=st.sampled_from(["lee@customer.example", "MAILER-DAEMON@mx.example", "<>"]))
def test_no_words_of_the_tables_raise(subject: str, body: str, sender: str) -> None:
    parsed = parse_mail(mail({"Subject": subject.replace("\n", " "), "From": sender}, body))
    assert parsed.acknowledge is (parsed.why_not is None)


LONG = [
    "your message ",
    "550 ",
    "user address mailbox host ",
    "x@",
    "a",
    "im ",
    "<a@b.c>:\n",
    "To: ",
    "\n",
    " \n",
    "\t",
]


@pytest.mark.parametrize("word", LONG)
@pytest.mark.parametrize("sender", ["lee@customer.example", "MAILER-DAEMON@mx.example"])
def test_a_long_mail_of_one_word_takes_no_time(word: str, sender: str) -> None:
    raw = mail({"From": sender, "Subject": word.strip() * 200}, word * (200_000 // len(word)))
    begun = time.process_time()
    parse_mail(raw)
    assert time.process_time() - begun < SLOWEST


SLOWEST = 5.0  # seconds of this process: what backtracks takes minutes
