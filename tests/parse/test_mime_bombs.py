"""No message costs more than its size: time stays in bounds, and what was left unread is said."""

import time

import pytest

from intake.parse.message import parse_mail
from intake.parse.tree.safe_html import console_html
from tests.parse.bombs import HEAD, SHAPES

SIZE = 400_000
MOST = 4.0  # seconds of this processor; what is quadratic takes minutes


@pytest.mark.parametrize("shape", SHAPES)
def test_anything_is_read_in_time(shape: str) -> None:
    raw = SHAPES[shape](SIZE)
    start = time.process_time()
    parse_mail(raw)
    assert time.process_time() - start < MOST


@pytest.mark.parametrize("shape", [one for one in SHAPES if SHAPES[one](10).count(b"text/html")])
def test_and_shown_in_time(shape: str) -> None:
    raw = SHAPES[shape](SIZE)
    start = time.process_time()
    console_html(raw)
    assert time.process_time() - start < MOST


@pytest.mark.parametrize(
    ("raw", "defect"),
    [
        pytest.param(SHAPES["multiparts 10,000 deep"](10), "nested", id="depth"),
        pytest.param(b"Content-Type: message/rfc822\n\n" * 500, "messages nested deeper than 100", id="depth of mails"),
        pytest.param(SHAPES["parts"](100_000), "more than 1000 parts", id="parts"),
        pytest.param(SHAPES["mails 100 deep round one text"](2_000_000), "nested too often", id="work"),
        pytest.param(SHAPES["header fields"](100_000), "more than 2000 header fields", id="header fields"),
        pytest.param(SHAPES["one header field"](100_000), "longer than 65536 bytes", id="a long field"),
        pytest.param(SHAPES["one folded field"](200_000), "longer than 65536 bytes", id="a long folded field"),
        pytest.param(HEAD + b"\n" + b"words\n" * 900_000, "text longer than 3000000 bytes", id="a long text"),
        pytest.param(
            HEAD + b"Content-Type: text/html\n\n" + b"words<br>" * 250_000, "text longer than 1500000", id="long HTML"
        ),
        pytest.param(HEAD + b"\n=ybegin line=128 size=3 name=a.bin\nxyz\n=yend size=3\n", "yEnc", id="yEnc"),
    ],
)
def test_what_is_left_unread_is_said(raw: bytes, defect: str) -> None:
    assert any(defect in one for one in parse_mail(raw).defects)


def test_a_text_too_long_to_be_read_is_kept_whole() -> None:
    parsed = parse_mail(HEAD + b"\n" + b"words\n" * 900_000)
    assert parsed.text.startswith("words\nwords")
    assert [one.size for one in parsed.attachments] == [5_400_000]


def test_a_hundred_levels_and_a_thousand_parts_are_read() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=n%d\n\n--n%d\n" % (at, at) for at in range(98))
    assert parse_mail(HEAD + deep + b"\nat the bottom").text == "at the bottom"
    wide = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: image/png\n\nx\n" * 990 + b"--b--\n"
    assert len(parse_mail(HEAD + wide).attachments) == 990
