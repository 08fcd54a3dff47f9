"""The notation of the pattern file."""

import pytest

from classifier.phrases import Vocabulary, compiled

VOCABULARY = Vocabulary(words={"places": ["office", "site"]}, phrases={"cannot": ["can not", "unable to"]})


def test_words_lists_numbers_and_gaps() -> None:
    (pattern,) = compiled("both|all @places ..2 down", VOCABULARY)
    assert pattern[0] == {"NORM": {"IN": ["both", "all"]}}
    assert pattern[1] == {"NORM": {"IN": ["office", "site"]}}
    assert pattern[2]["OP"] == "{0,2}"


def test_a_phrase_becomes_one_pattern_a_line() -> None:
    patterns = compiled("<cannot> print?", VOCABULARY)
    assert len(patterns) == 2
    assert patterns[0][-1] == {"NORM": {"IN": ["print"]}, "OP": "?"}


def test_a_number_beside_words_becomes_a_pattern_of_its_own() -> None:
    assert [one[0] for one in compiled("#|both", VOCABULARY)] == [{"LIKE_NUM": True}, {"NORM": {"IN": ["both"]}}]


def test_gaps_within_a_clause_names_with_exceptions_and_beginnings() -> None:
    (pattern,) = compiled("^both ~3 Aa!places", VOCABULARY)
    assert pattern[0] == {"NORM": {"IN": ["both"]}, "IS_SENT_START": True}
    assert "," in pattern[1]["ORTH"]["NOT_IN"]
    assert pattern[2]["NORM"] == {"NOT_IN": ["office", "site"]}


@pytest.mark.parametrize(
    ("line", "complaint"), [("", "empty"), ("@people", "no list is called 'people'"), ("<could>", "'could'")]
)
def test_a_bad_line_is_refused(line: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        compiled(line, VOCABULARY)
