"""Signed addresses: ours are read back, whatever mail systems do to their letters; nobody else can make one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.thread.token import Purpose, Signer, base_address

OURS = Signer(b"the desk's own secret")
THEIRS = Signer(b"another desk's secret")
NOW = datetime(2026, 5, 12, 14, tzinfo=UTC)
CASE = OURS.address("support@desk.example", Purpose.CASE, 1001, NOW)


def swapped(address: str, old: str, new: str) -> str:
    assert old in address
    return address.replace(old, new)


@pytest.mark.parametrize(
    ("address", "number"),
    [
        pytest.param(CASE, 1001, id="our own address"),
        pytest.param(CASE.upper(), 1001, id="upper-cased on its way"),
        pytest.param(CASE.title(), 1001, id="capitalised on its way"),
        pytest.param(CASE.partition("@")[0] + "@elsewhere.example", 1001, id="rewritten to another domain"),
        pytest.param(swapped(CASE, "support+", "support+vip+"), 1001, id="with a tag before it"),
        pytest.param(swapped(CASE, "1001", "1002"), None, id="another case's number"),
        pytest.param(swapped(CASE, "1001", "01001"), 1001, id="a zero before the number names the same case"),
        pytest.param(CASE.replace(CASE.partition("@")[0][-1] + "@", "@"), None, id="a letter short"),
        pytest.param(swapped(CASE, "@", "a@"), None, id="a letter long"),
        pytest.param(CASE.partition(".")[0] + ".aaaaaaaaaaaaaaaa@desk.example", None, id="a guessed signature"),
        pytest.param(
            THEIRS.address("support@desk.example", Purpose.CASE, 1001, NOW), None, id="signed by another desk"
        ),
        pytest.param(OURS.address("support@desk.example", Purpose.BOUNCE, 1001, NOW), None, id="signed for a bounce"),
        pytest.param("support+c1001@desk.example", None, id="no signature at all"),
        pytest.param(re.sub(r"\.[0-9a-z]+\.", ".", CASE), None, id="without a day, as earlier versions signed them"),
        pytest.param(re.sub(r"\.[0-9a-z]+\.", ".zzzz.", CASE), None, id="with another day"),
        pytest.param("support@desk.example", None, id="no tag"),
        pytest.param("", None, id="no address"),
        pytest.param(CASE.replace("+", "-"), None, id="another separator"),
    ],
)
def test_which_case_an_address_proves(address: str, number: int | None) -> None:
    assert OURS.read(address, Purpose.CASE, NOW) == number


def test_a_signature_for_one_purpose_does_not_serve_another() -> None:
    bounce = OURS.address("support@desk.example", Purpose.BOUNCE, 7, NOW)
    as_case = swapped(bounce, "+b7", "+c7")
    assert (OURS.read(bounce, Purpose.BOUNCE, NOW), OURS.read(as_case, Purpose.CASE, NOW)) == (7, None)


def test_our_message_ids_are_the_same_each_time_and_nobody_else_s() -> None:
    first = OURS.message_id(7, "desk.example")
    assert first == OURS.message_id(7, "desk.example")
    assert len({first, OURS.message_id(8, "desk.example"), THEIRS.message_id(7, "desk.example")}) == 3


@pytest.mark.parametrize(
    ("address", "base"),
    [
        pytest.param(CASE, "support@desk.example", id="the tag goes"),
        pytest.param("Support@Desk.example", "support@desk.example", id="case goes"),
        pytest.param("support@desk.example", "support@desk.example", id="nothing to take off"),
    ],
)
def test_the_address_without_its_tag(address: str, base: str) -> None:
    assert base_address(address) == base


@given(st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from(list(Purpose)))
def test_every_address_we_make_is_read_back(number: int, purpose: Purpose) -> None:
    made = OURS.address("help@desk.example", purpose, number, NOW)
    assert OURS.read(made, purpose, NOW) == number
    assert len(made.partition("@")[0]) <= 64  # RFC 5321 section 4.5.3.1.1


@given(st.text(max_size=120))
def test_any_text_as_an_address_proves_nothing(text: str) -> None:
    assert OURS.read(f"{text}@desk.example", Purpose.CASE, NOW) is None


@pytest.mark.parametrize(
    ("purpose", "after", "holds"),
    [
        pytest.param(Purpose.CASE, timedelta(), True, id="a case's at once"),
        pytest.param(Purpose.CASE, timedelta(days=180), True, id="a case's for 180 days"),
        pytest.param(Purpose.CASE, timedelta(days=181), False, id="a case's not for longer"),
        pytest.param(Purpose.ENGINEER, timedelta(days=180), True, id="an engineer's as long"),
        pytest.param(Purpose.ENGINEER, timedelta(days=181), False, id="an engineer's not for longer"),
        pytest.param(Purpose.BOUNCE, timedelta(days=30), True, id="a mail's for 30 days"),
        pytest.param(Purpose.BOUNCE, timedelta(days=31), False, id="a mail's not for longer"),
    ],
)
def test_how_long_an_address_holds(purpose: Purpose, after: timedelta, holds: bool) -> None:
    made = OURS.address("support@desk.example", purpose, 7, NOW)
    read, expired = OURS.read(made, purpose, NOW + after), OURS.expired(made, purpose, NOW + after)
    assert (read, expired) == ((7, None) if holds else (None, 7))
    assert OURS.is_ours(made, purpose)


def test_the_settings_say_how_long() -> None:
    signer = Signer(b"the desk's own secret", cases_hold=timedelta(days=2))
    made = signer.address("support@desk.example", Purpose.CASE, 7, NOW)
    assert signer.read(made, Purpose.CASE, NOW + timedelta(days=2)) == 7
    assert signer.read(made, Purpose.CASE, NOW + timedelta(days=3)) is None
