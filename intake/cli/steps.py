"""How far a long command is: a bar on a terminal, a line now and then where none is looking."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Steps = Callable[[str, int, int], None]
NOW_AND_THEN = 10.0  # seconds between two lines of one step: nobody wants a log of every message


@contextmanager
def shown_steps() -> Iterator[Steps]:
    """Give what shows on stderr what is being done and how much of it is."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        tasks: dict[str, int] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(bar.task_ids[list(tasks).index(what)], completed=done, total=total)

        yield step


def lines(clock: Callable[[], float] = time.monotonic) -> Steps:
    """Return what writes a line when a step begins and one every `NOW_AND_THEN` seconds while it lasts."""
    told: dict[str, float] = {}

    def step(what: str, done: int, total: int) -> None:
        at = clock()
        if what not in told:
            click.echo(f"{what} ({total})" if total > 1 else what, err=True)
        elif at - told[what] < NOW_AND_THEN or done == total:
            return
        else:
            click.echo(f"{what}: {done} of {total}", err=True)
        told[what] = at

    return step
