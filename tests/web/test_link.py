"""One-time links: what is signed, and that nothing else passes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.thread.link import Link, Opens, address, read, token
from intake.thread.token import Purpose, Signer

SIGNER = Signer(b"the desk's secret, of the tests")
UNTIL = datetime(2026, 6, 1, 12, tzinfo=UTC)
LINK = Link(opens=Opens.CONSENT, case_id=1001, question=7, choice="yes", until=UNTIL)


def test_a_link_is_read_as_it_was_written() -> None:
    written = token(SIGNER, LINK)
    assert written.startswith("consent-1001-7-yes-1780315200-")
    assert read(SIGNER, Opens.CONSENT, written) == LINK
    assert token(SIGNER, LINK) == written, "the same each time: a reminder has the same links"


@pytest.mark.parametrize(
    ("base", "start"),
    [
        ("https://support.example.com", "https://support.example.com/consent/consent-1001-"),
        ("https://support.example.com/desk/", "https://support.example.com/desk/consent/consent-1001-"),
    ],
)
def test_the_address_of_a_link(base: str, start: str) -> None:
    assert address(base, SIGNER, LINK).startswith(start)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(token(Signer(b"another desk's secret"), LINK), id="another desk's"),
        pytest.param(token(SIGNER, LINK).replace("-7-", "-8-"), id="another question"),
        pytest.param(token(SIGNER, LINK).replace("1001", "1002"), id="another case"),
        pytest.param(token(SIGNER, LINK).replace("yes", "no"), id="another choice"),
        pytest.param(token(SIGNER, LINK).replace("17803", "17903"), id="a later end"),
        pytest.param(token(SIGNER, LINK).replace("consent", "page"), id="another purpose"),
        pytest.param(token(SIGNER, LINK).upper(), id="in capitals"),
        pytest.param(f"{token(SIGNER, LINK)} ", id="a space more"),
        pytest.param("", id="nothing"),
        pytest.param("\ud800", id="half a character"),
        pytest.param("consent-１００１-7-yes-1780315200-" + "a" * 26, id="other digits"),
        pytest.param(
            SIGNER.address("support@desk.example", Purpose.CASE, 1001, datetime(2026, 5, 12, tzinfo=UTC)),
            id="a signed mail address",
        ),
    ],
)
def test_what_is_not_ours_is_not_read(written: str) -> None:
    assert read(SIGNER, Opens.CONSENT, written) is None


def test_a_link_opens_nothing_else() -> None:
    assert read(SIGNER, Opens.PAGE, token(SIGNER, LINK)) is None


@given(st.text(max_size=200))
def test_whatever_is_written_is_read_or_not_and_never_fails(written: str) -> None:
    assert read(SIGNER, Opens.CONSENT, written) is None


@given(
    st.integers(0, 10**12 - 1),
    st.integers(0, 10**12 - 1),
    st.sampled_from(["", "yes", "no"]),
    st.integers(0, 4 * 10**9),
)
def test_every_link_comes_back(case: int, question: int, choice: str, until: int) -> None:
    link = Link(
        opens=Opens.PAGE, case_id=case, question=question, choice=choice, until=datetime.fromtimestamp(until, UTC)
    )
    assert read(SIGNER, Opens.PAGE, token(SIGNER, link)) == link
