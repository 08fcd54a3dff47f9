"""A message as words: what spaCy makes of the whole text, though it is asked about each piece once."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classifier import reading as reading_of
from classifier.reading import UNBROKEN, joined, language, opened

PIECES = [
    "we",
    "can't",
    "log-in",
    "it's",
    "7:30,",
    "(the",
    "plant)",
    "down!",
    "a.m.",
    "-",
    "...",
    "4,200",
    "Größe",
    "I'm",
]
BLANKS = [" ", "  ", "\n", "\n\n", "\t", " \n ", "\u00a0", "\u2028"]


def written(pairs: list[tuple[str, str]], before: str) -> str:
    return before + "".join(piece + blank for piece, blank in pairs)


@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BLANKS)), max_size=12), st.sampled_from(["", *BLANKS])
)
@settings(max_examples=150, deadline=None)
@example([], "")
@example([], "\n\n")
def test_the_same_words_as_spacy_finds_in_the_whole_text(pairs: list[tuple[str, str]], before: str) -> None:
    text = written(pairs, before)
    with opened(text) as reading:
        flat = "".join(token.text + " " * (token.width - len(token.text)) for token in reading.doc)
        theirs = [(token.text, token.norm_, token.lower_, token.idx) for token in language().make_doc(flat)]
        ours = [
            (token.text, token.norm_, token.lower_, at) for token, at in zip(reading.doc, reading.starts, strict=False)
        ]
    assert ours == theirs
    assert flat.split() == text.split()


@given(st.text(max_size=200), st.none() | st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_every_word_stands_where_its_place_says(text: str, subject: str | None) -> None:
    whole, _ = joined(subject, text)
    with opened(whole) as reading:
        spans = [reading.span(at, at + 1) for at, token in enumerate(reading.doc) if token.text.strip()]
        words = [token.text for token in reading.doc if token.text.strip()]
    assert [whole[start:end] for start, end in spans] == words


@pytest.mark.parametrize(
    ("text", "clauses", "sentences"),
    [
        ("Hi is it down, is it?", [0, 1, 1, 1, 1, 2, 2, 2], [0, 0, 0, 0, 0, 0, 0, 0]),
        ("We log-in. Nobody can", [0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 1, 1]),
        ("One - two", [0, 0, 1], [0, 0, 0]),
    ],
    ids=["a greeting, a comma", "a hyphen parts nothing", "a dash does"],
)
def test_clauses_and_sentences(text: str, clauses: list[int], sentences: list[int]) -> None:
    with opened(text) as reading:
        assert (list(reading.clauses), list(reading.sentences)) == (clauses, sentences)


def test_a_word_that_comes_when_enough_are_kept_is_read_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_of, "KEPT", 0)
    for _ in range(2):
        with opened("Zwickelfritz can't log in, Zwickelfritz says.") as reading:
            found = [token.norm_ for token in reading.doc]
        assert found == ["zwickelfritz", "can", "not", "log", "in", ",", "zwickelfritz", "says", "."]
    assert "Zwickelfritz " not in reading_of._PIECES


def test_what_has_no_blank_for_long_is_broken() -> None:
    with opened("x" * UNBROKEN + " " + "#" * (3 * UNBROKEN)) as reading:
        assert all(token.width <= UNBROKEN + 1 for token in reading.doc)
