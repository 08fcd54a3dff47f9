"""The corpus is what it says: legal labels, no leaks between folds, balanced; and bad rows are named."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from classifier.corpus import CorpusError, Example, fingerprint, load, shipped
from classifier.relabelled import LABELS, agreement

ROW = {"id": "x1", "channel": "email", "subject": None, "text": "Hello", "level": 3, "kind": "incident"}


@pytest.fixture(scope="module")
def corpus() -> tuple[Example, ...]:
    return load(shipped())


def test_the_corpus_is_large_enough_and_its_labels_are_legal(corpus: tuple[Example, ...]) -> None:
    assert len(corpus) >= 3000
    assert all(example.facts is not None and example.text.strip() for example in corpus)


def test_every_level_is_there_often_enough(corpus: tuple[Example, ...]) -> None:
    levels = Counter(example.level for example in corpus)
    assert min(levels.values()) > 0.12 * len(corpus)
    assert max(levels.values()) < 0.45 * len(corpus)


def test_a_pair_stays_in_one_file(corpus: tuple[Example, ...]) -> None:
    sources = defaultdict(set)
    for example in corpus:
        sources[example.group].add(example.source)
    assert [group for group, files in sources.items() if len(files) > 1] == []


def test_no_sentence_is_shared_outside_a_pair(corpus: tuple[Example, ...]) -> None:
    groups = defaultdict(set)
    for example in corpus:
        for sentence in re.split(r"[.!?\n]+", example.text):
            words = sentence.lower().split()
            if len(words) >= 8:
                groups[" ".join(words)].add(example.group)
    assert [sentence for sentence, found in groups.items() if len(found) > 1] == []


def test_nothing_is_nearly_the_same_outside_a_pair(corpus: tuple[Example, ...]) -> None:
    """Near is: half of the runs of four words are shared, among messages of eight words and more."""
    runs = {example.id: _runs(example.text) for example in corpus}
    having = defaultdict(set)
    for example in corpus:
        for run in runs[example.id]:
            having[run].add(example.id)
    groups = {example.id: example.group for example in corpus}
    near = []
    for one, mine in runs.items():
        shared = Counter(other for run in mine for other in having[run] if other > one and groups[other] != groups[one])
        near += [(one, two) for two, count in shared.items() if count >= 0.5 * min(len(mine), len(runs[two]))]
    assert near == []


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False)) if len(words) >= 8 else set()


def test_a_tenth_is_not_english(corpus: tuple[Example, ...]) -> None:
    languages = Counter(example.language for example in corpus)
    assert set(languages) == {"en", "de", "es", "fr"}
    assert len(corpus) - languages["en"] >= 0.1 * len(corpus)


def test_a_part_was_labelled_again_and_agrees(corpus: tuple[Example, ...]) -> None:
    found = agreement(corpus)
    assert found is not None
    assert found["messages"] >= 400
    assert found["kappa"] >= 0.9
    assert min(found[label] for label in LABELS) >= 0.85


def test_no_address_of_a_real_person(corpus: tuple[Example, ...]) -> None:
    assert [example.id for example in corpus if "@gmail" in example.text] == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("nonsense", "line 2: Expecting value"),
        ("[]", "line 2: the line is not a JSON object"),
        (json.dumps({**ROW, "id": "x2", "level": 5}), "line 2: level is 5; it is one of 1, 2, 3, 4"),
        (json.dumps({**ROW, "id": "x2", "kind": "rant"}), "line 2: kind is 'rant'"),
        (json.dumps({**ROW, "id": "x2", "scope": "most"}), "line 2: scope is 'most'"),
        (json.dumps({**ROW, "id": "x2", "text": None}), "line 2: text is not a string"),
        (json.dumps({**ROW, "id": "x2", "channel": "fax"}), "line 2: channel is 'fax'"),
        (json.dumps({"id": "x2", "text": "Hello"}), "line 2: level is missing"),
        (json.dumps(ROW), "the id 'x1' is used twice"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(json.dumps(ROW) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"mine\.jsonl") as caught:
        load([path])
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_labels_may_stand_in_an_object_gold(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    row = {"id": "g1", "text": "Hello", "gold": {"level": 4, "kind": "question"}}
    path.write_text(json.dumps(row), encoding="utf-8")
    (example,) = load([path])
    assert (example.level, example.kind, example.facts) == (4, "question", None)


def test_the_fingerprint_changes_with_the_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text("a", encoding="utf-8")
    before = fingerprint([path])
    path.write_text("b", encoding="utf-8")
    assert fingerprint([path]) != before
