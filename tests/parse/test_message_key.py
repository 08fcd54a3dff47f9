"""A message's key is the same however its Message-ID is read: the door's short way and the long way agree."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.parse import key
from intake.parse.decode.headers import message_ids
from intake.parse.decode.words import decode_words
from intake.parse.key import message_key


def long_way(value: bytes) -> str | None:
    return next(iter(message_ids(decode_words(value))), None)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param(b" <a.1@acme.example>", "<a.1@acme.example>", id="as nearly all are"),
        pytest.param(b"<a@b>", "<a@b>", id="without a space"),
        pytest.param(b"\t<a@b> \t", "<a@b>", id="space around it"),
        pytest.param(b" <a @b>", "<a@b>", id="a space in it"),
        pytest.param(b"\r\n <a@b>", "<a@b>", id="folded"),
        pytest.param(b" <=?utf-8?q?a?=@b>", "<a@b>", id="an encoded word in it"),
        pytest.param(b" <a@b> <c@d>", "<a@b>", id="two: the first"),
        pytest.param(b" a@b", "<a@b>", id="bare"),
        pytest.param(b" <a\xe9@b>", "<a\xe9@b>", id="a byte beyond ASCII"),
        pytest.param(b" <>", None, id="empty"),
        pytest.param(b" none", None, id="none"),
    ],
)
def test_a_message_id_is_read(value: bytes, read: str | None) -> None:
    assert (
        message_key(b"Subject: x\r\nMessage-ID:" + value + b"\r\n\r\nwords\r\n").message_id == read == long_way(value)
    )


@given(st.text("<>@= \t?.aé!~\x7f", max_size=12).map(str.encode))
def test_both_ways_agree(value: bytes) -> None:
    assert key._message_id(b"Message-ID:" + value) == long_way(value)


@given(st.text("\r\na.", max_size=40).map(str.encode), st.integers(1, 9))
def test_a_body_is_the_same_with_cr_and_without_however_it_is_cut(body: bytes, piece: int) -> None:
    plain = body.replace(b"\r", b"").rstrip(b"\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key, "_PIECE", piece)
        assert message_key(b"Message-ID: <a@b>\r\n\r\n" + body).body_sha256 == hashlib.sha256(plain).hexdigest()
