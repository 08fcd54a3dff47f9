"""New words told from quoted ones: exact matches, ours against mail-parser-reply."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mailparser_reply import EmailReplyParser

from intake.parse.reply import split_reply
from tests.bench.measure import Options, Row, in_turn, seconds

_OWN = Path(__file__).with_name("replies.jsonl")
_LANGUAGES = ["en", "de", "cs", "da", "es", "fr", "it", "ja", "ko", "nl", "pl", "sv", "zh"]  # all the peer has
_PEER = "mail-parser-reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A reply and its new words; `new` None where nobody has written them down, `language` "" where it is not said."""

    id: str
    text: str
    new: str | None = None
    language: str = ""
    client: str = ""


def replies(options: Options) -> Iterator[Row]:
    """Count exact matches on our own cases, and on a folder's when one is given."""
    yield from _rows(f"new words, own cases ({_OWN.name})", _cases_of(_OWN), options)
    if options.replies is not None:
        yield from _rows("new words, folder given", _folder(options.replies), options)


def _rows(what: str, cases: list[Case], options: Options) -> Iterator[Row]:
    ours = {case.id: _plain(split_reply(case.text).reply_text) for case in cases}
    theirs = {case.id: _plain(_by_peer(case)) for case in cases}
    told = [case for case in cases if case.new is not None]
    if told:
        hits, peers = (sum(found[case.id] == _plain(case.new or "") for case in told) for found in (ours, theirs))
        yield Row(
            what=f"{what}: exact",
            ours=f"{hits} of {len(told)}",
            peer=f"{peers} of {len(told)} ({_PEER}, told the language)",
            better=hits / peers if peers else None,
        )
    missed = [case.id for case in told if ours[case.id] != _plain(case.new or "")]
    if missed:
        yield Row(what="  ours missed", ours=", ".join(missed))
    untold = [case for case in cases if case.new is None]
    if untold:
        same = sum(ours[case.id] == theirs[case.id] for case in untold)
        empty, peers_empty = (sum(not found[case.id] for case in untold) for found in (ours, theirs))
        yield Row(what=f"{what}: both alike", ours=f"{same} of {len(untold)}", peer=f"the same ({_PEER})")
        yield Row(what=f"{what}: empty", ours=str(empty), peer=f"{peers_empty} ({_PEER})")
    yield _speed(what, cases, options)


def _speed(what: str, cases: list[Case], options: Options) -> Row:
    def ours() -> None:
        for case in cases:
            split_reply(case.text)

    def peer() -> None:
        for case in cases:
            _by_peer(case)

    times = 1 if options.quick else 3
    found, theirs = in_turn(partial(seconds, ours, times), partial(seconds, peer, times), options.rounds)
    milliseconds = 1000 / max(1, len(cases))
    return Row(
        what=f"{what}: time a reply",
        ours=f"{found * milliseconds:.2f} ms",
        peer=f"{theirs * milliseconds:.2f} ms ({_PEER})",
        better=theirs / found if found else None,
    )


def _by_peer(case: Case) -> str:
    languages = [case.language] if case.language in _LANGUAGES else list(_LANGUAGES)
    return EmailReplyParser(languages=languages).parse_reply(case.text) or ""


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
