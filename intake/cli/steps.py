"""How far a long command is: a bar on a terminal, a line for each step where none is looking."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Steps = Callable[[str, int, int], None]


@contextmanager
def shown_steps() -> Iterator[Steps]:
    """Give what shows on stderr what is being done and how much of it is."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
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


def _lines() -> Steps:
    """Return what writes one line when a step begins and no more: nobody wants a log of every message."""
    seen: set[str] = set()

    def step(what: str, done: int, total: int) -> None:
        if what not in seen:
            seen.add(what)
            click.echo(f"{what} ({total})", err=True)

    return step
