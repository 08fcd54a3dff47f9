"""New words told from quoted ones: exact matches and time, ours against mail-parser-reply and quotequail."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.bench.measure import Options, Row, in_turn, seconds
from tests.bench.reply_peers import PEERS, ours

_OWN = Path(__file__).with_name("replies.jsonl")
_PATIENCE = 20  # seconds that a peer gets for one large reply; some never end


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A reply and its new words; `new` None where nobody has written them down, `language` "" where it is not said."""

    id: str
    text: str
    new: str | None = None
    language: str = ""
    client: str = ""


def replies(options: Options) -> Iterator[Row]:
    """Count exact matches on our own cases, and on a folder's when one is given; time one large reply."""
    yield from _rows(f"new words, own cases ({_OWN.name})", _cases_of(_OWN), options)
    if options.replies is not None:
        yield from _rows("new words, folder given", _folder(options.replies), options)
    yield from _large()


def _rows(what: str, cases: list[Case], options: Options) -> Iterator[Row]:
    found = _found(cases, ours)
    told = [case for case in cases if case.new is not None]
    untold = [case for case in cases if case.new is None]
    hits = sum(_hit(found, case) for case in told)
    empty = sum(not found[case.id] for case in untold)
    for name, peer in PEERS.items():
        theirs = _found(cases, peer)
        if told:
            yield _exact(what, (hits, sum(_hit(theirs, case) for case in told)), len(told), name)
        if untold:
            same = sum(found[case.id] == theirs[case.id] for case in untold)
            yield Row(what=f"{what}: both alike", ours=f"{same} of {len(untold)}", peer=f"the same ({name})")
            peers_empty = sum(not theirs[case.id] for case in untold)
            yield Row(what=f"{what}: empty", ours=str(empty), peer=f"{peers_empty} ({name})")
        yield _speed(what, cases, (name, peer), options)
    missed = [case.id for case in told if not _hit(found, case)]
    if missed:
        yield Row(what="  ours missed", ours=", ".join(missed))


def _exact(what: str, hits: tuple[int, int], of: int, name: str) -> Row:
    return Row(
        what=f"{what}: exact",
        ours=f"{hits[0]} of {of}",
        peer=f"{hits[1]} of {of} ({name})",
        better=hits[0] / hits[1] if hits[1] else None,
    )


def _speed(what: str, cases: list[Case], named: tuple[str, Callable[[str, str], str]], options: Options) -> Row:
    times = 1 if options.quick else 3
    mine, theirs = in_turn(
        partial(seconds, lambda: _found(cases, ours), times),
        partial(seconds, lambda: _found(cases, named[1]), times),
        options.rounds,
    )
    milliseconds = 1000 / max(1, len(cases))
    return Row(
        what=f"{what}: time a reply",
        ours=f"{mine * milliseconds:.2f} ms",
        peer=f"{theirs * milliseconds:.2f} ms ({named[0]})",
        better=theirs / mine if mine else None,
    )


def _large() -> Iterator[Row]:
    """Time one reply of 767 KB in a process of its own, which is ended when it takes too long."""
    mine = _timed("ours")
    for name in PEERS:
        theirs = _timed(name)
        yield Row(
            what="new words, one reply of 767 KB",
            ours="-" if mine is None else f"{mine * 1000:.0f} ms",
            peer=f"not within {_PATIENCE} s ({name})" if theirs is None else f"{theirs * 1000:.0f} ms ({name})",
            better=theirs / mine if theirs is not None and mine else None,
        )


def _timed(name: str) -> float | None:
    command = [sys.executable, "-m", "tests.bench.reply_peers", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=True)
    except subprocess.TimeoutExpired:
        return None
    return float(done.stdout)


def _found(cases: list[Case], by: Callable[[str, str], str]) -> dict[str, str]:
    return {case.id: _plain(by(case.text, case.language)) for case in cases}


def _hit(found: dict[str, str], case: Case) -> bool:
    return found[case.id] == _plain(case.new or "")


def _plain(text: str) -> str:
    """Leave empty lines and spaces at line ends out of the comparison: each side keeps other ones."""
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _cases_of(path: Path) -> list[Case]:
    return [Case(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _folder(folder: Path) -> list[Case]:
    """Read *.jsonl in the form of our own, and NAME.txt with its new words, where they are known, in NAME.new."""
    cases = [case for path in sorted(folder.rglob("*.jsonl")) for case in _cases_of(path)]
    for path in sorted(folder.rglob("*.txt")):
        truth = path.with_suffix(".new")
        new = truth.read_text(encoding="utf-8") if truth.exists() else None
        text = path.read_text(encoding="utf-8", errors="replace")
        cases.append(Case(id=path.relative_to(folder).as_posix(), text=text, new=new))
    return cases
