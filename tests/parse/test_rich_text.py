"""Rich text within winmail.dat: unpacked, and read as words or as the HTML that it wraps."""

import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.parse.tree.lzfu import MOST, unpacked_rtf
from intake.parse.tree.rtf_text import rtf_words
from tests.parse.test_tnef import BODY, START, prop, properties, wrapped

# Said by the specification to be "hello world" ([MS-OXRTFCP] 4.1.1), and a run that repeats itself (4.1.2).
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
RUN = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def kept(rtf: bytes) -> bytes:
    """Return rich text as it is kept without being packed."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def packed(rtf: bytes) -> bytes:
    """Return rich text packed in the simplest way: byte by byte."""
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body


@pytest.mark.parametrize(
    ("stream", "rtf"),
    [
        pytest.param(HELLO, b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", id="places in the window"),
        pytest.param(RUN, b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}", id="a run that repeats itself"),
        pytest.param(kept(b"{\\rtf1 a}"), b"{\\rtf1 a}", id="not packed"),
        pytest.param(packed(b"{\\rtf1 a}"), b"{\\rtf1 a}", id="byte by byte"),
        pytest.param(HELLO[:30], b"{\\rtf1\\ansi\\ansicpg1252", id="cut off"),
        pytest.param(HELLO[:16], b"", id="nothing behind the head"),
        pytest.param(b"{\\rtf1 as it is, with no head}", b"", id="no such stream"),
        pytest.param(b"", b"", id="nothing"),
    ],
)
def test_it_is_unpacked(stream: bytes, rtf: bytes) -> None:
    assert unpacked_rtf(stream) == rtf


@given(st.binary(max_size=3000))
def test_what_was_packed_comes_out_again(rtf: bytes) -> None:
    assert unpacked_rtf(packed(rtf)) == rtf


@given(st.binary(max_size=500), st.integers(min_value=0, max_value=2**32 - 1))
def test_any_bytes_are_unpacked_within_bounds(rest: bytes, size: int) -> None:
    found = unpacked_rtf(struct.pack("<II4sI", 0, size, b"LZFu", 0) + rest)
    assert len(found) <= min(size, MOST)


@pytest.mark.parametrize(
    ("rtf", "words"),
    [
        pytest.param(rb"{\rtf1 Hello\par world}", "Hello\nworld", id="lines"),
        pytest.param(rb"{\rtf1\b bold\b0  and not}", "bold and not", id="one space ends a word of control"),
        pytest.param(rb"{\rtf1\ansicpg1252 Gr\'fc\'dfe}", "Grüße", id="bytes of the page"),
        pytest.param(rb"{\rtf1\ansicpg1251 \'cf\'f0\'e8}", "При", id="of another page"),
        pytest.param(
            rb"{\rtf1\ansicpg1252{\fonttbl{\f0 A;}{\f1\fnil\fcharset204 B;}}\f1\'cf\'f0\f0 \'fc}", "Прü", id="by font"
        ),
        pytest.param(rb"{\rtf1\ansicpg932 \'82\'a0}", "あ", id="two bytes a letter"),
        pytest.param(rb"{\rtf1\u8364?5\uc0\u8364 5}", "€5€5", id="letters by number"),
        pytest.param(rb"{\rtf1\u-10179?\u-8704?}", "\U0001f600", id="a letter in two halves"),
        pytest.param(rb"{\rtf1\u-10179?x}", "\ufffdx", id="half a letter"),
        pytest.param(rb"{\rtf1 \{a\}\\\~b}", "{a}\\\xa0b", id="signs"),
        pytest.param(rb"{\rtf1{\info{\author Eve}}{\*\unknown x}{\pict 00}yes}", "yes", id="what is no word"),
        pytest.param(b"{\\rtf1 a\\bin3 }}{b}", "ab", id="bytes of something else"),
        pytest.param(rb"{\rtf1 a{b{c}}d", "abcd", id="not ended"),
        pytest.param(rb"a}}}b", "ab", id="ended too often"),
        pytest.param(b"{" * 5000 + b"x" + b"}" * 5000 + b"y", "y", id="nested thousands deep"),
        pytest.param(b"\\", "", id="a bare sign"),
    ],
)
def test_its_words(rtf: bytes, words: str) -> None:
    assert rtf_words(rtf) == (words, False)


HTML = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\fonttbl{\f0 A;}}{\*\htmltag19 <html>}{\*\htmltag64}\htmlrtf {\htmlrtf0 "
    rb"{\*\htmltag148 <ul>}{\*\htmltag148 <li>}\htmlrtf \bullet\tab\htmlrtf0 One"
    rb"{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0 two"
    rb"{\*\mhtmltag84 not this}\htmlrtf }\htmlrtf0{\*\htmltag156 </ul>}{\*\htmltag27 </html>}}"
)


def test_html_that_is_wrapped_comes_out_as_it_was() -> None:
    assert rtf_words(HTML) == ("<html><ul><li>One&amp;two</ul></html>", True)


def message(*rows: bytes) -> bytes:
    return START + properties(1, 0x00069003, *rows)


def rich(stream: bytes) -> bytes:
    return prop(0x0102, 0x1009, stream)


@pytest.mark.parametrize(
    ("stream", "text", "said"),
    [
        pytest.param(message(rich(HELLO)), "", "hello world", id="it counts where there is nothing else"),
        pytest.param(message(rich(packed(HTML))), "", "- One&two", id="as the HTML within"),
        pytest.param(message(rich(HELLO)), "Good morning", "Good morning", id="the message has words of its own"),
        pytest.param(
            START + BODY + message(rich(HELLO))[len(START) :], "", "Nothing works since noon.", id="plain text"
        ),
        pytest.param(message(rich(HELLO), prop(0x1F, 0x1013, "<p>Hi</p>".encode("utf-16-le"))), "", "Hi", id="HTML"),
        pytest.param(message(rich(b"rubbish")), "", "", id="it cannot be read"),
    ],
)
def test_in_a_mail(stream: bytes, text: str, said: str) -> None:
    assert wrapped(stream, text).text == said


@given(
    st.lists(
        st.sampled_from(
            [b"{", b"}", b"\\par ", b"\\'e4", b"\\u8364?", b"\\bin9", b"\\*", b"\\htmlrtf ", b"a\n", b"\\f1", b"\\"]
        )
    )
)
def test_any_rich_text_is_read(pieces: list[bytes]) -> None:
    words, _ = rtf_words(b"".join(pieces))
    words.encode()


@pytest.mark.parametrize("piece", [b"\\f1", b"{", b"{}", b"\\'e4", b"\\u1?", b"a\\par ", b"\\f1 x\\fcharset"])
def test_it_takes_time_in_proportion_to_its_length(piece: bytes) -> None:
    start = time.process_time()
    rtf_words(b"{\\rtf1" + piece * (MOST // len(piece)))
    assert time.process_time() - start < 8.0
