"""Verify: the ledger balances, the chains hold, every row and blob is what the bot wrote."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from intake.database.schema import unlike
from intake.domain.errors import BadInput
from intake.review.outside import accepted
from intake.storage import audit, ledger, register

_MARK = re.compile(r"(\d{1,18}):([0-9a-f]{16,64})")
SHOWN = 32  # characters of a head that are printed: 128 bits
EMPTY = "0:empty"  # the mark of a store to which nothing was written yet

# Told how far a check is: its name, how many are done, of how many.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found. `trail` and `register` are numbers of entries; `mark` is what to keep elsewhere."""

    ledger: dict[str, int]
    trail: int
    register: int
    mark: str
    erased: int
    findings: tuple[str, ...]


def verify(connection: Connection, expected: str | None, progress: Progress) -> Verified:
    """Look at the whole store as it is at one moment; raises BadInput for an `expected` that is no mark."""
    mark = None if expected is None else _mark(expected)
    number = register.length(connection)
    return Verified(
        ledger=ledger.counts(connection),
        trail=audit.length(connection),
        register=number,
        mark=f"{number}:{_head(connection)[:SHOWN]}" if number else EMPTY,
        erased=sum(1 for _ in audit.erased_entries(connection)),
        findings=tuple(_findings(connection, mark, progress)),
    )


def _head(connection: Connection) -> str:
    try:
        return register.head(connection)
    except DBAPIError:
        return "unreadable"


def _findings(connection: Connection, mark: tuple[int, str] | None, progress: Progress) -> Iterator[str]:
    blobs, cases = (ledger.length(connection, table) for table in ("blobs", "cases"))
    seals = register.length(connection)
    checks: tuple[tuple[str, Callable[[Callable[[], None]], Iterable[str]], int], ...] = (
        ("the file", lambda _: ledger.damaged(connection), 1),
        ("the ledger", lambda _: ledger.unbalanced(connection), 1),
        ("the bytes of messages", lambda step: ledger.unlike_their_hash(connection, step), blobs),
        ("the promises of cases", lambda step: ledger.unreadable_promises(connection, step), cases),
        ("the trail", lambda _: _trail(connection), audit.length(connection)),
        ("the register", lambda step: _seals(connection, step), seals),
        ("every row", lambda step: register.broken_rows(connection, step), seals),
        ("the schema", lambda _: unlike(connection), 1),
        ("the mark", lambda _: _expected(connection, mark), 1),
    )
    for what, check, total in checks:
        yield from _looked(what, check, total, progress)


def _looked(
    what: str, check: Callable[[Callable[[], None]], Iterable[str]], total: int, progress: Progress
) -> Iterator[str]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(what, done, max(done, total))

    progress(what, 0, total)
    try:
        yield from check(step)
    except (DBAPIError, ValueError, TypeError, AttributeError, LookupError) as error:  # whatever somebody has put there
        reason = getattr(error, "orig", None) or error
        yield f"{what}: the store cannot be read here ({reason})"


def _trail(connection: Connection) -> Iterator[str]:
    for broken in audit.broken_links(connection):
        yield f"trail entry {broken.entry}: {broken.said}"
    for detail in audit.details(connection, "trail.rechained"):
        if detail["broken_at"] is not None:
            yield f"trail entry {detail['broken_at']}: it did not fit when the store was brought to this schema"
    told: set[object] = set()
    for detail in audit.details(connection, "person.erased"):
        told.update(detail.get("entries", ()))
    for number in audit.erased_entries(connection):
        if number not in told:
            yield f"trail entry {number}: its detail is erased, and no entry of the trail says who erased it"


def _seals(connection: Connection, step: Callable[[], None]) -> Iterator[str]:
    yield from register.broken_seals(connection, step, accepted(connection))


def _expected(connection: Connection, mark: tuple[int, str] | None) -> Iterator[str]:
    if mark is None:
        return
    number, kept = mark
    found = register.digest(connection, number)
    if found is None:
        yield f"register entry {number} is gone: the end of the register was cut off, or this is an older copy"
    elif not found.startswith(kept):
        yield f"register entry {number} is not the one that was kept: the register was written anew"


def _mark(expected: str) -> tuple[int, str] | None:
    """Return the number and the head of a mark; None for an empty store's, with which every store begins."""
    if expected.strip() == EMPTY:
        return None
    match = _MARK.fullmatch(expected.strip())
    if match is None:
        such = f"such as 1288:3f9a0c..., or {EMPTY} for an empty store"
        raise BadInput(f"--expect: {expected!r} is no mark; write what `intake verify` printed, {such}")
    return int(match[1]), match[2]
