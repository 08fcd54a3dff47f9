"""A suggestion: with the encoder and without, beside spaCy's text categoriser and TF-IDF with a linear model alone."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

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
_MODELS = {"with the encoder": "severity-2.1.0", "without it": "severity-1.3.0"}


def suggest(options: Options) -> Iterator[Row]:
    """Measure one message after another, in CPU time of one thread, then what loading costs."""
    every = load(shipped())
    asked = every[:: 60 if options.quick else 15]
    peers = {"spaCy textcat": _textcat(every), "TF-IDF and a linear model": _tfidf(every)}
    for what, folder in _MODELS.items():
        model = load_suggester(ROOT / "models" / folder)
        yield from _beside(what, _asking(model), peers, asked, options.rounds)
        took, held = _loaded(folder)
        yield Row(what=f"load and first suggestion, {what}", ours=f"{took:.1f} s, {held:.0f} MB", peer="- (in all)")


def _asking(model: object) -> Callable[[Example], object]:
    suggests = getattr(model, "suggest")  # noqa: B009 - either model
    return lambda example: suggests(example.channel, example.subject, example.text)


def _beside(
    what: str,
    ours: Callable[[Example], object],
    peers: dict[str, Callable[[Example], object]],
    asked: Sequence[Example],
    rounds: int,
) -> Iterator[Row]:
    calls = [ours, *peers.values()]
    medians = all_in_turn([lambda call=call: _times(call, asked)[0] for call in calls], rounds)  # type: ignore[misc]
    mean = _times(ours, asked)[1]
    for name, theirs in zip(peers, medians[1:], strict=True):
        yield Row(
            what=f"one suggestion {what}, median",
            ours=f"{medians[0] * 1000:.1f} ms, {1 / mean:.0f}/s",
            peer=f"{theirs * 1000:.1f} ms ({name}; a level only, no facts, no evidence)",
            better=theirs / medians[0],
        )


def _times(call: Callable[[Example], object], asked: Sequence[Example]) -> tuple[float, float]:
    """Return the median and the mean CPU seconds of one message."""
    for example in asked[:5]:
        call(example)
    took = []
    for example in asked:
        start = time.thread_time()
        call(example)
        took.append(time.thread_time() - start)
    return statistics.median(took), statistics.mean(took)


def _loaded(folder: str) -> tuple[float, float]:
    """Return the seconds until a fresh process has answered, and its memory in MB."""
    command = [sys.executable, "-c", _LOADING, str(ROOT / "models" / folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    return float(said[0]), float(said[1])


def _text(example: Example) -> str:
    return f"{example.subject or ''}\n\n{example.text}"


def _tfidf(examples: Sequence[Example]) -> Callable[[Example], object]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=1000))
    pipeline.fit([_text(one) for one in examples], [one.level for one in examples])
    return lambda example: pipeline.predict_proba([_text(example)])


def _textcat(examples: Sequence[Example]) -> Callable[[Example], object]:
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
    return lambda example: language(_text(example)).cats
