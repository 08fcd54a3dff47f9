"""What a window or a form sends comes back out of the bytes that are kept of it; no other bytes are taken for it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.portal import Submission
from intake.domain.window import Said, Talk, Upload
from intake.parse.window.kept import kept_form, kept_talk, read
from intake.parse.window.reading import read_form, read_talk
from tests.stages.office import TUESDAY

files = st.builds(Upload, name=st.text(max_size=20), content_type=st.text(max_size=20), content=st.binary(max_size=50))


@given(number=st.integers(1, 2**31), key=st.text(max_size=40), text=st.text(), sent=st.lists(files, max_size=3))
def test_what_was_said_is_read_as_it_was_said(number: int, key: str, text: str, sent: list[Upload]) -> None:
    talk = Talk(number=number)

    found = read(kept_talk(talk, Said(key=key, text=text, files=tuple(sent))))

    assert found is not None
    assert (found.talk, found.key, found.text, found.files) == (talk, key, text, tuple(sent))


@given(
    text=st.text(),
    subject=st.text(),
    case=st.none() | st.integers(1, 2**40),
    level=st.none() | st.text(min_size=1, max_size=3),
)
def test_what_a_form_sent_is_read_as_it_was_sent(text: str, subject: str, case: int | None, level: str | None) -> None:
    sent = Submission(key="k", by="ann@acme.example", text=text, subject=subject, case=case, level=level)

    found = read(kept_form(sent))

    assert found is not None
    assert (found.by, found.text, found.subject, found.case, found.level, found.talk) == (
        "ann@acme.example", text, subject, case, level, None,
    )  # fmt: skip


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(lambda found: json.dumps(found).encode()))
def test_bytes_of_anybody_elses_are_none_of_ours(raw: bytes) -> None:
    assert read(raw) is None


@given(
    st.dictionaries(
        st.sampled_from(["by", "key", "text", "subject", "case", "level", "files"]),
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=5)
        | st.lists(st.dictionaries(st.text(), st.text())),
    )
)
def test_whatever_stands_in_a_body_of_ours_reads_as_something(body: dict[str, object]) -> None:
    found = read(json.dumps({"from": "window", **body}).encode())

    assert found is not None
    read_talk([found], "Ann", TUESDAY)
    read_form(found, "Ann", TUESDAY)


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        pytest.param(
            ["posting fails", "since monday"], "posting fails\n\nsince monday", id="two messages, two sentences"
        ),
        pytest.param(
            ["posting fails.", "Since Monday"], "posting fails.\nSince Monday", id="one that has its full stop"
        ),
        pytest.param(["  ", "posting fails"], "posting fails", id="one that is blank"),
    ],
)
def test_a_breath_reads_as_one_message(said: list[str], reads: str) -> None:
    parts = [read(kept_talk(Talk(number=1), Said(key=str(n), text=text))) for n, text in enumerate(said)]

    parsed = read_talk([part for part in parts if part is not None], "Ann", TUESDAY)

    assert (parsed.text, parsed.reply_text, parsed.subject) == (reads, reads, "")


@pytest.mark.parametrize(
    ("level", "text", "claims"),
    [
        pytest.param("1", "posting fails", "1", id="the chosen level"),
        pytest.param("2", "Severity 1!", "2", id="the chosen level before the words"),
        pytest.param(None, "Severity 1!", "1", id="the words where nothing was chosen"),
        pytest.param(None, "posting fails", None, id="neither"),
    ],
)
def test_a_form_claims_the_level_that_was_chosen(level: str | None, text: str, claims: str | None) -> None:
    sent = read(kept_form(Submission(key="k", by="ann@acme.example", text=text, level=level)))

    assert sent is not None
    assert read_form(sent, "", TUESDAY).claimed_level == claims


def test_a_file_without_words_is_named_in_their_place() -> None:
    said = read(
        kept_talk(
            Talk(number=1),
            Said(key="k", text="", files=(Upload(name="a.png", content_type="image/png", content=b"x"),)),
        )
    )

    assert said is not None
    parsed = read_talk([said], "Ann", TUESDAY)
    assert parsed.text == "(a file: a.png)"
    assert [(one.name, one.size) for one in parsed.attachments] == [("a.png", 1)]


@pytest.mark.parametrize(
    ("address", "talk"),
    [
        pytest.param("web:12/", Talk(number=12), id="a talk's"),
        pytest.param("web:12", None, id="without its end"),
        pytest.param("web:/", None, id="without a number"),
        pytest.param("web:-1/", None, id="no number"),
        pytest.param("web:１２/", None, id="another script's digits"),
        pytest.param("web:" + "9" * 30 + "/", None, id="too large a number"),
        pytest.param("ann@acme.example", None, id="a mail address"),
    ],
)
def test_the_address_of_a_talk(address: str, talk: Talk | None) -> None:
    assert Talk.read(address) == talk
