"""What `intake doctor` says of `[[maintenance]]`: whom it names and nobody knows, and what is over."""

from collections.abc import Collection, Iterator
from datetime import datetime

from intake.bootstrap.maintenance_settings import MaintenancePart


def mistakes(
    windows: Collection[MaintenancePart], contracts: Collection[str] | None, customers: Collection[str] | None
) -> Iterator[str]:
    """Yield a sentence for each name that is no contract's id or no customer's: such a window touches nobody.

    What is None is not known, and nothing is said of it.
    """
    for number, window in enumerate(windows, 1):
        every = (("contracts", window.contracts, contracts), ("customers", window.customers, customers))
        for key, named, known in every:
            for name in sorted(set(named) - set(known)) if known is not None else ():
                yield f"window {number}, {key}: {name!r} is none of ours; write it as `intake {key} list` does"


def windows_said(windows: Collection[MaintenancePart], now: datetime) -> str:
    """Return how many windows are known, and how many of them are over for good."""
    over = sum(window.repeats is None and window.ends <= now for window in windows)
    past = f", {over} of them over: take them out when their cases are closed" if over else ""
    return f"{len(windows)} known{past}" if windows else "no windows are known ([[maintenance]])"
