"""What is shown are whole clauses of the text that moved the score, by exactly their share of it; no pleasantries."""

import re

import numpy as np
import pytest

from classifier.encoder.running import Meaning
from classifier.model import Block, Head, Model, Vector, nothing
from classifier.telling import LONGEST, at_tokens, clauses_in, phrases, whole_clause

TEXT = "Hello team. Nobody can log in since eight, the lorries are waiting. We tried the old client. Thanks, Ann."
NOBODY, LORRIES, TRIED = "Nobody can log in since eight", "the lorries are waiting", "We tried the old client"


def reading(pulls: dict[str, float], text: str = TEXT) -> tuple[Model, Meaning]:
    """A model of one number, to which each token adds what `pulls` says."""
    tokens = [(found.start(), found.end()) for found in re.finditer(r"\w+|[^\w\s]", text)]
    parts = np.array([[0.0], *([pulls.get(text[start:end], -0.1)] for start, end in tokens), [0.0]])
    head = Head(("1", "2"), np.array([[1.0], [-1.0]]), np.zeros(2))
    meaning = Block({"m": 0}, np.array([1.0]), counted=False)
    blocks = {"words": nothing(), "groups": nothing(), "signs": nothing(), "meaning": meaning, "sense": nothing()}
    return Model(blocks, head, head, 1.0), Meaning(parts.sum(axis=0), parts, ((0, 0), *tokens, (0, 0)))


def shown(pulls: dict[str, float], text: str = TEXT) -> list[str]:
    model, meaning = reading(pulls, text)
    pulled = model.pull_of_parts(meaning.parts, model.level, "1")
    return [text[one.start : one.end] for one in phrases(meaning.spans, pulled, text)]


@pytest.mark.parametrize(
    ("pulls", "clauses"),
    [
        pytest.param({"Nobody": 2.0, "log": 1.0}, [NOBODY], id="the clause that the loud words stand in"),
        pytest.param({"Nobody": 2.0, "lorries": 3.0}, [LORRIES, NOBODY], id="the loudest first; a comma parts them"),
        pytest.param({"Nobody": 9.0, "lorries": 1.0}, [NOBODY], id="what is much weaker is not shown"),
        pytest.param({"team": 5.0, "Thanks": 5.0, "tried": 1.0}, [TRIED], id="a greeting or thanks never is"),
        pytest.param({"Nobody": 0.2}, [], id="a clause that speaks against it in all"),
        pytest.param({}, [], id="nothing speaks for it"),
    ],
)
def test_clauses(pulls: dict[str, float], clauses: list[str]) -> None:
    assert shown(pulls) == clauses


def test_pulls_of_all_tokens_add_up_to_what_the_head_says_for_the_class() -> None:
    model, meaning = reading({"Nobody": 2.0, "log": 1.0})
    pulls = model.pull_of_parts(meaning.parts, model.level, "1")
    assert pulls.sum() == pytest.approx(float(meaning.values[0]))


def test_of_a_text_without_an_end_the_loudest_words_are_shown() -> None:
    text = " ".join(["word"] * 60 + ["outage"] + ["word"] * 60)
    (one,) = shown({"outage": 9.0}, text)
    assert ("outage" in one, len(one.split())) == (True, LONGEST)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("Hello, it does not work. Thanks", ["it does not work"], id="a greeting before a comma"),
        pytest.param("hi all printers down", ["hi all printers down"], id="a greeting that runs on"),
        pytest.param("Thanks in advance for your help", [], id="thanks in advance"),
        pytest.param("Guten Morgen zusammen", [], id="German"),
    ],
)
def test_what_only_greets_or_thanks_is_no_evidence(text: str, said: list[str]) -> None:
    assert shown(dict.fromkeys(re.findall(r"\w+", text), 1.0), text) == said


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        pytest.param("log in", NOBODY, id="words within one clause"),
        pytest.param("eight, the lorries", f"{NOBODY}, {LORRIES}", id="words across a comma"),
        pytest.param(TRIED, TRIED, id="a clause stays one"),
    ],
)
def test_words_that_a_rule_found_are_shown_with_their_clause(words: str, clause: str) -> None:
    at = TEXT.index(words)
    start, end = whole_clause(clauses_in(TEXT), at, at + len(words))
    assert TEXT[start:end] == clause


def test_a_number_with_a_point_or_a_joined_word_ends_no_clause() -> None:
    text = "Version 11.2 of the log-in page can't be opened by us. Hm."
    start, end = whole_clause(clauses_in(text), text.index("page"), text.index("page") + 4)
    assert text[start:end] == "Version 11.2 of the log-in page can't be opened by us"


@pytest.mark.parametrize(
    ("pulls", "places", "added"),
    [
        pytest.param({"log": 2.0}, {"log": [11]}, [0, 0, 2, 0], id="where the word begins"),
        pytest.param({"log": 2.0}, {"log": [11, 0]}, [2 / 2, 0, 2 / 2, 0], id="in equal shares where it stands twice"),
        pytest.param({"n't": 1.0}, {"n't": [9]}, [0, 1, 0, 0], id="within a token"),
        pytest.param({}, {}, [0, 0, 0, 0], id="no word that the model knows"),
    ],
)
def test_what_a_word_adds_stands_where_it_begins(
    pulls: dict[str, float], places: dict[str, list[int]], added: list[float]
) -> None:
    spans = ((0, 6), (7, 10), (11, 14), (0, 0))  # "Nobody can log" and the encoder's closing mark
    assert at_tokens(pulls, places, spans).tolist() == added


def test_the_words_of_a_message_speak_for_a_fact_by_what_they_are_worth() -> None:
    head = Head(("no", "yes"), np.array([[0.0, -1.0, 0.0], [0.0, 1.0, 0.5]]), np.zeros(2))
    terms = Block({"meanwhile": 0, "spare": 1}, np.array([2.0, 1.0]), counted=False)
    model = Model({"words": nothing(), "meaning": Block({"m": 0}, np.ones(1), False), "terms": terms}, head, head, 1.0)
    seen = Vector(np.array([0, 1]), np.array([3.0, 2.0]), 1.0)  # the meaning, and "meanwhile"
    assert model.pull_of_terms(seen, head, "yes") == {"meanwhile": 2.0}
