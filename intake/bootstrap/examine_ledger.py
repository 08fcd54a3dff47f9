"""Whether the ledger of a store balances, what is set aside in it for a person, and what its raw mails weigh."""

from collections.abc import Iterator

from intake.bootstrap.settings import Settings
from intake.database.engine import is_missing
from intake.database.migrate import is_current
from intake.database.reading import OnlyRead
from intake.domain.errors import BadInput
from intake.storage import laid, ledger, parked, retention
from intake.storage.retention import Kept

_FEW = 3
_UNITS = ("kB", "MB", "GB", "TB")


def looks(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Yield whether each thing is well, and what was seen or what to do; nothing for a store that is not there."""
    database = _current(settings)
    if database is not None:
        yield from _looks(database)


def raw_mails(settings: Settings) -> Iterator[str]:
    """Yield how many raw mails are kept, what they weigh and for how long; nothing for a store that is not there."""
    database = _current(settings)
    if database is None:
        return
    with database.read() as connection:
        found = retention.kept(connection)
    database.close()
    yield f"{found.mails:,}, {_weight(found.size)}, {_for_how_long(found, settings.store.keep_raw_days)}"


def _for_how_long(found: Kept, days: int) -> str:
    kept = f"kept until {days} days after their receipt and their case's close" if days else "kept for ever"
    return f"{kept}; {found.let_go:,} let go" if found.let_go else kept


def _weight(size: float) -> str:
    for unit in _UNITS:
        size /= 1000
        if size < 999.5 or unit == _UNITS[-1]:
            break
    return f"{size:,.0f} {unit}" if size >= 10 or not size else f"{size:.1f} {unit}"


def _current(settings: Settings) -> OnlyRead | None:
    """Return the store, open for reading; None where there is none of this version, which is told elsewhere."""
    if is_missing(settings.store.url):
        return None
    try:
        database = OnlyRead(settings.store.url)
        return database if is_current(database) else None
    except BadInput:
        return None


def _looks(database: OnlyRead) -> Iterator[tuple[bool, str]]:
    with database.read() as connection:
        counts, wrong = ledger.counts(connection), list(ledger.unbalanced(connection))
        messages, mails, lost = counts["parked"], len(parked.mails(connection)), laid.lost(connection)
    database.close()
    settled = " + ".join(f"{number} {outcome}" for outcome, number in counts.items() if outcome != "accepted")
    yield True, f"{sum(counts.values())} accepted = {settled} + {counts['accepted']} waiting"
    if wrong:
        yield False, f"{'; '.join(wrong[:_FEW])}; {len(wrong)} in all, see `intake verify`"
    if lost is not None:
        yield False, lost
    if messages:
        yield (
            True,
            f"{messages} set aside for a person; `intake cases --parked` says why, `intake replay --parked` what now",
        )
    if mails:
        yield True, f"{mails} of our own mails set aside; `intake cases --parked` says why, and how they are sent anew"
