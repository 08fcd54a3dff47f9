"""A suggestion: with the encoder and without, beside spaCy's text categoriser and TF-IDF with a linear model alone."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from classifier.corpus import Example, load, shipped
from classifier.suggest import load as load_suggester
from tests.bench.measure import ROOT, Options, Row, all_in_turn

_LEARNED = 400
_LOADING = (
    "import sys, time; start = time.perf_counter(); from pathlib import Path; "
    "from classifier.suggest import load; load(Path(sys.argv[1])).suggest('email', None, 'Nobody can log in.'); "
    # Not ru_maxrss, which a child begins with its parent's.
    "took = time.perf_counter() - start; status = Path('/proc/self/status').read_text(); "
    "print(took, int(status.split('VmHWM:')[1].split()[0]) / 1024)"
)
_MODELS = {"with the encoder": "severity-2.2.0", "without it": "severity-1.4.0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Peer:
    """Another way to a level, for one message and for many at once."""

    one: Callable[[Example], object]
    many: Callable[[Sequence[Example]], object]


def suggest(options: Options) -> Iterator[Row]:
    """Measure one message, many messages and what loading costs; in CPU time of one thread but for loading."""
    every = load(shipped())
    asked = every[:: 60 if options.quick else 15]
    peers = {"spaCy textcat": _textcat(every), "TF-IDF and a linear model": _tfidf(every)}
    for what, folder in _MODELS.items():
        ours = _asking(load_suggester(ROOT / "models" / folder))
        race = _Race(what=what, ours=ours, peers=peers, asked=asked, rounds=options.rounds)
        yield from race.one()
        yield from race.many()
        took, held = _loaded(folder)
        yield Row(what=f"load and first suggestion, {what}", ours=f"{took:.1f} s, {held:.0f} MB", peer="- (in all)")


def _asking(model: object) -> Callable[[Example], object]:
    suggests = getattr(model, "suggest")  # noqa: B009 - either model
    return lambda example: suggests(example.channel, example.subject, example.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Race:
    """One of our models against the peers, on the same messages."""

    what: str
    ours: Callable[[Example], object]
    peers: Mapping[str, _Peer]
    asked: Sequence[Example]
    rounds: int

    def one(self) -> Iterator[Row]:
        """Compare the time that one message takes."""
        calls = [self.ours, *(peer.one for peer in self.peers.values())]
        medians = all_in_turn([partial(_median, call, self.asked) for call in calls], self.rounds)
        for name, theirs in zip(self.peers, medians[1:], strict=True):
            yield Row(
                what=f"one suggestion {self.what}, median",
                ours=f"{medians[0] * 1000:.1f} ms",
                peer=f"{theirs * 1000:.1f} ms ({name}; a level only, no facts, no evidence)",
                better=theirs / medians[0],
            )

    def many(self) -> Iterator[Row]:
        """Compare messages a second.

        Ours go one by one: read in a batch, an 8-bit encoder's answer would depend on a message's neighbours.
        """
        calls = [self._one_by_one, *(peer.many for peer in self.peers.values())]
        rates = all_in_turn([partial(_rate, call, self.asked) for call in calls], self.rounds)
        for name, theirs in zip(self.peers, rates[1:], strict=True):
            yield Row(
                what=f"many suggestions {self.what}",
                ours=f"{rates[0]:.0f}/s",
                peer=f"{theirs:.0f}/s ({name}, in batches)",
                better=rates[0] / theirs,
            )

    def _one_by_one(self, examples: Sequence[Example]) -> None:
        for example in examples:
            self.ours(example)


def _median(call: Callable[[Example], object], asked: Sequence[Example]) -> float:
    """Return the median of the CPU seconds that a message takes."""
    for example in asked[:5]:
        call(example)
    took = []
    for example in asked:
        start = time.thread_time()
        call(example)
        took.append(time.thread_time() - start)
    return statistics.median(took)


def _rate(call: Callable[[Sequence[Example]], object], asked: Sequence[Example]) -> float:
    """Return how many messages one thread answers in a second of CPU time."""
    start = time.thread_time()
    call(asked)
    return len(asked) / (time.thread_time() - start)


def _loaded(folder: str) -> tuple[float, float]:
    """Return the seconds until a fresh process has answered, and its memory in MB."""
    command = [sys.executable, "-c", _LOADING, str(ROOT / "models" / folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    return float(said[0]), float(said[1])


def _text(example: Example) -> str:
    return f"{example.subject or ''}\n\n{example.text}"


def _tfidf(examples: Sequence[Example]) -> _Peer:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=1000))
    pipeline.fit([_text(one) for one in examples], [one.level for one in examples])
    return _Peer(
        one=lambda example: pipeline.predict_proba([_text(example)]),
        many=lambda several: pipeline.predict_proba([_text(one) for one in several]),
    )


def _textcat(examples: Sequence[Example]) -> _Peer:
    import spacy
    from spacy.training import Example as Lesson

    language = spacy.blank("en")
    textcat = language.add_pipe("textcat")
    levels = [str(level) for level in (1, 2, 3, 4)]
    for level in levels:
        textcat.add_label(level)  # type: ignore[attr-defined] # a pipe of this kind has it
    lessons = [
        Lesson.from_dict(
            language.make_doc(_text(one)), {"cats": {level: float(level == str(one.level)) for level in levels}}
        )
        for one in examples[:: max(1, len(examples) // _LEARNED)]
    ]
    language.initialize(lambda: lessons)
    language.update(lessons)
    return _Peer(
        one=lambda example: language(_text(example)).cats,
        many=lambda several: [doc.cats for doc in language.pipe(map(_text, several))],
    )
