"""Links to files: what is signed, and that nothing else passes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.thread import link
from intake.thread.file_link import HOLDS, FileOf, KeptFile, file_url, read, token
from intake.thread.token import Purpose, Signer

SIGNER = Signer(b"the desk's secret, of the tests")
UNTIL = datetime(2026, 6, 1, 12, tzinfo=UTC)
FILE = KeptFile(of=FileOf.MESSAGE, number=12, which=0)
TOKEN = token(SIGNER, FILE, UNTIL)


def test_a_link_is_read_as_it_was_written() -> None:
    assert TOKEN.startswith("message-12-0-1780315200-")
    assert read(SIGNER, TOKEN) == (FILE, UNTIL)


@given(of=st.sampled_from(FileOf), number=st.integers(0, 10**18 - 1), which=st.integers(0, 9999))
def test_any_file_has_a_link_of_its_own(of: FileOf, number: int, which: int) -> None:
    file = KeptFile(of=of, number=number, which=which)
    assert read(SIGNER, token(SIGNER, file, UNTIL)) == (file, UNTIL)


def test_a_link_holds_for_an_hour_and_names_nothing_else() -> None:
    url = file_url("https://files.example.com/desk/", SIGNER, FILE, UNTIL)
    assert url.startswith("https://files.example.com/desk/file/message-12-0-")
    assert read(SIGNER, url.rpartition("/")[2]) == (FILE, UNTIL + HOLDS)
    assert timedelta(hours=1) == HOLDS


def test_without_an_origin_for_files_there_is_no_link() -> None:
    assert file_url(None, SIGNER, FILE, UNTIL) == ""


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(token(Signer(b"another desk's secret"), FILE, UNTIL), id="another desk's"),
        pytest.param(TOKEN.replace("-12-", "-13-"), id="another message"),
        pytest.param(TOKEN.replace("-12-0-", "-12-1-"), id="another file"),
        pytest.param(TOKEN.replace("message", "mail"), id="a mail of ours"),
        pytest.param(TOKEN.replace("17803", "17903"), id="a later end"),
        pytest.param(TOKEN.replace("-12-", "-012-"), id="another number for the same"),
        pytest.param(TOKEN.upper(), id="in capitals"),
        pytest.param(f"{TOKEN} ", id="a space more"),
        pytest.param(TOKEN[:-1], id="cut off"),
        pytest.param("", id="nothing"),
        pytest.param("\ud800", id="half a character"),
        pytest.param("message-１２-0-1780315200-" + "a" * 26, id="other digits"),
        pytest.param(
            link.token(SIGNER, link.Link(opens=link.Opens.PAGE, case_id=12, question=0, until=UNTIL)),
            id="a one-time link",
        ),
        pytest.param(SIGNER.address("a@desk.example", Purpose.CASE, 12, UNTIL), id="a signed mail address"),
    ],
)
def test_what_is_not_ours_is_not_read(written: str) -> None:
    assert read(SIGNER, written) is None


@given(st.text() | st.from_regex(r"(message|mail)-\d{1,3}-\d-\d{10}-[a-z2-7]{26}", fullmatch=True))
def test_nothing_that_is_made_up_is_read(written: str) -> None:
    assert read(SIGNER, written) is None
