"""Signed addresses: ours are read back, whatever mail systems do to their letters; nobody else can make one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.thread.token import Purpose, Signer, base_address

OURS = Signer(b"the desk's own secret")
THEIRS = Signer(b"another desk's secret")
CASE = OURS.address("support@desk.example", Purpose.CASE, 1001)


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
        pytest.param(THEIRS.address("support@desk.example", Purpose.CASE, 1001), None, id="signed by another desk"),
        pytest.param(OURS.address("support@desk.example", Purpose.BOUNCE, 1001), None, id="signed for a bounce"),
        pytest.param("support+c1001@desk.example", None, id="no signature at all"),
        pytest.param("support@desk.example", None, id="no tag"),
        pytest.param("", None, id="no address"),
        pytest.param(CASE.replace("+", "-"), None, id="another separator"),
    ],
)
def test_which_case_an_address_proves(address: str, number: int | None) -> None:
    assert OURS.read(address, Purpose.CASE) == number


def test_a_signature_for_one_purpose_does_not_serve_another() -> None:
    bounce = OURS.address("support@desk.example", Purpose.BOUNCE, 7)
    as_case = swapped(bounce, "+b7", "+c7")
    assert (OURS.read(bounce, Purpose.BOUNCE), OURS.read(as_case, Purpose.CASE)) == (7, None)


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
    made = OURS.address("help@desk.example", purpose, number)
    assert OURS.read(made, purpose) == number
    assert len(made.partition("@")[0]) <= 64  # RFC 5321 section 4.5.3.1.1


@given(st.text(max_size=120))
def test_any_text_as_an_address_proves_nothing(text: str) -> None:
    assert OURS.read(f"{text}@desk.example", Purpose.CASE) is None
