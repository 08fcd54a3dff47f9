"""`python -m tests.bench [--quick] [--replies DIR] [NAME]`: ratios against a named peer measured in the same run."""

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from intake.bootstrap.logs import set_up_logs
from tests.bench.answer import answer
from tests.bench.measure import Options, Row
from tests.bench.parse import parse
from tests.bench.promises import promises
from tests.bench.receive import receive
from tests.bench.replies import replies
from tests.bench.slack import slack
from tests.bench.suggest import suggest
from tests.bench.windows import windows

BENCHES: dict[str, Callable[[Options], Iterator[Row]]] = {
    "receive": receive,
    "answer": answer,
    "parse": parse,
    "replies": replies,
    "promises": promises,
    "suggest": suggest,
    "slack": slack,
    "windows": windows,
}


def main() -> None:
    """Run the benches that are asked for and print each line as soon as it is known."""
    asked = _asked()
    options = Options(quick=asked.quick, replies=asked.replies)
    set_up_logs(quiet=True)
    start = time.perf_counter()
    print(_line("what", "ours", "ours better", "peer"))
    for name in [asked.bench] if asked.bench else BENCHES:
        for row in BENCHES[name](options):
            better = "-" if row.better is None else f"{row.better:.2f} x"
            print(_line(row.what, row.ours, better, row.peer), flush=True)
    took = time.perf_counter() - start
    print(f"\n{options.rounds} rounds, ours and peer in turn, medians; loopback; {took:.0f} s in all.")


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument("bench", nargs="?", choices=sorted(BENCHES), help="run this one only")
    asked.add_argument("--quick", action="store_true", help="less of everything: under 20 seconds")
    asked.add_argument("--replies", type=Path, metavar="DIR", help="a folder of replies to run `replies` on as well")
    return asked.parse_args()


def _line(what: str, ours: str, better: str, peer: str) -> str:
    return f"{what:<62}  {ours:<24}  {better:>11}  {peer}"


if __name__ == "__main__":
    main()
