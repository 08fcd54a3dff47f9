"""Messages made to cost as much as they can: the slowest and the largest of them, each in a process of its own."""

import os
import resource
import time
from collections.abc import Iterator

from intake.parse.message import parse_mail
from tests.bench.measure import Options, Row
from tests.parse.bombs import SHAPES

_MEGABYTE = 1_000_000


def bombs(options: Options) -> Iterator[Row]:
    """Parse every shape of `tests/parse/bombs.py` at 25 MB (4 MB with --quick) and show the worst two."""
    size = (4 if options.quick else 25) * _MEGABYTE
    parse_mail(SHAPES["paragraphs"](1000))  # loads libraries
    found = {shape: _cost(SHAPES[shape](size)) for shape in SHAPES}
    slowest, largest = (max(found, key=lambda shape: found[shape][of]) for of in (0, 1))
    what = f"parse, {size // _MEGABYTE} MB made to cost, worst of {len(found)} shapes"
    yield Row(what=f"{what}: time", ours=f"{found[slowest][0]:.2f} s", peer=f"- ({slowest})")
    yield Row(what=f"{what}: memory", ours=f"{found[largest][1]:.0f} MB", peer=f"- ({largest})")


def _cost(raw: bytes) -> tuple[float, float]:
    """Return seconds of the processor, and megabytes above what the process held before."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        before, start = _held(), time.process_time()
        parse_mail(raw)
        os.write(writing, f"{time.process_time() - start} {_held() - before}".encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        seconds, megabytes = told.read().split()
    os.waitpid(child, 0)
    return float(seconds), float(megabytes)


def _held() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
