"""Our matcher finds what spaCy's finds with the same patterns."""

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from classifier.matching import lines_of, matches
from classifier.phrases import Vocabulary, compiled
from classifier.reading import language, opened

WORDS = ["we", "can", "not", "log", "in", "down", "3", "Leeds", "York", "both", "offices", ",", ".", "?", "-", "if"]
LINES = ["both|all @places", "<cannot> ..3 in", "Aa and? Aa", "# ..1 Aa", "^we can|down", "not ~2 offices", "Aa!towns"]
VOCABULARY = Vocabulary(
    words={"places": ["offices", "sites"], "towns": ["leeds"]}, phrases={"cannot": ["can not", "we? down"]}
)
NAMED = [(line, [line]) for line in LINES]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_the_same_matches_as_spacy(text: str) -> None:
    ours = lines_of(NAMED, VOCABULARY)
    with opened(text) as reading:
        found = matches(ours, reading.doc)
        words = [one.text for one in reading.doc]
        starts: list[bool | int | None] = [one.is_sent_start for one in reading.doc]
        doc = Doc(language().vocab, words=words, sent_starts=starts)
        for line in LINES:
            matcher = Matcher(language().vocab)
            matcher.add("line", compiled(line, VOCABULARY), greedy="LONGEST")
            theirs = sorted((first, last) for _, first, last in matcher(doc))
            assert covered(found.get(line, [])) == covered(theirs)


def covered(spans: list[tuple[int, int]]) -> list[int]:
    """Lengths, longest first: of two that overlap and are equally long either may be kept."""
    return sorted((last - first for first, last in spans), reverse=True)[:1]


def test_a_clause_begins_after_a_comma_a_greeting_or_if() -> None:
    lines = lines_of([("begins", ["^is|nobody|if"])], VOCABULARY)
    with opened("Hi is it down, is it if nobody is in? Nobody is.") as reading:
        found = [reading.doc[first].text for first, _ in matches(lines, reading.doc)["begins"]]
    assert found == ["is", "is", "if", "Nobody"]
