"""`python -m tests.bench.storms [--hours N] [--seed N]`: false alarms in random quiet hours, and what busy ones miss.

A quiet hour is 30 messages of 25 customers drawn from the corpus, as grave as they are labelled there: of many trades
and products, none about an outage that another reports.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from intake.domain.storm import StormRule
from intake.suggest.likeness import weights
from intake.suggest.storm import Signal, find
from tests.storms.outages import NINE, Written, hour, played, written

CORPUS = Path(__file__).parents[2] / "classifier" / "corpus"
OUTAGES = ("login", "labels", "cards", "field", "mail")


def corpus() -> list[dict[str, str]]:
    """Return every labelled message."""
    files = sorted(CORPUS.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def quiet_hours(hours: int, seed: int, messages: int = 30, customers: int = 25) -> Iterator[list[Written]]:
    """Yield random hours; of a pair, which differs in little, one at the most."""
    every, chosen = corpus(), random.Random(seed)  # noqa: S311 - a simulation
    for _ in range(hours):
        drawn = {row["pair"] or row["id"]: row for row in chosen.sample(every, messages)}
        yield [
            Written(
                minute=chosen.uniform(0, 60),
                customer=f"customer {chosen.randrange(customers)}",
                severity=int(row["level"]),
                subject=row["subject"] or "",
                text=row["text"],
            )
            for row in drawn.values()
        ]


def main() -> None:
    """Print how many storms there were in hours without one, and what was taken in of outages that were."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.storms", description=__doc__)
    asked.add_argument("--hours", type=int, default=300)
    asked.add_argument("--seed", type=int, default=12)
    options = asked.parse_args()
    for messages in (30, 60):
        found = [len(played(one).storms) for one in quiet_hours(options.hours, options.seed, messages)]
        print(
            f"{options.hours} quiet hours of {messages} messages of 25 customers, seed {options.seed}: "
            f"{100 * sum(found) / len(found):.1f} false alarms in 100 hours"
        )
    print(f"written quiet hour, {len(written('quiet'))} messages: {len(played(hour('quiet')).storms)} false alarms")
    for outage in OUTAGES:
        print(_busy(outage))
    print(f"grouping one more message: {_cost(200):.1f} ms beside 200 recent ones, {_cost(20):.1f} ms beside 20")


def _busy(outage: str) -> str:
    found, told = played(hour(outage, "beside")), written(outage)
    inside = {one for storm in found.about(outage) for one in storm}
    first = sorted(one.minute for one in inside)
    known = f"known with message 3 at minute {first[2]}" if len(first) >= StormRule().customers else "never known"
    missed = len([one for one in told if one not in inside])
    strange = len([one for one in inside if one.outage != outage])
    return (
        f"busy hour '{outage}': {len(found.about(outage))} storm, {missed} of {len(told)} missed, {strange} strangers, "
        f"{found.false} false alarms; {known} at the earliest"
    )


def _cost(recent: int) -> float:
    """Return the median milliseconds that one grave message costs beside so many recent ones."""
    every, worth = [row for row in corpus() if int(row["level"]) <= 2], weights([])
    signals = [
        Signal(
            message_id=n, case_id=n, customer_id=n, at=NINE + timedelta(seconds=n), text=every[n % len(every)]["text"]
        )
        for n in range(recent + 5)
    ]
    took = []
    for new in signals[recent:] * 3:
        start = time.perf_counter()
        find(new, signals[:recent], StormRule(), worth)
        took.append(1000 * (time.perf_counter() - start))
    return statistics.median(took)


if __name__ == "__main__":
    main()
