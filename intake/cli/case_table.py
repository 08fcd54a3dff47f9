"""A titled block of a case: names on the left, what is said of each beside them."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

_NARROWEST = 20  # columns for the words, however narrow the terminal


def show_block(title: str, rows: Iterable[tuple[str, str]], console: Console) -> None:
    """Print a block below an empty line; nothing where there are no rows. A row without a name is only indented."""
    named = list(rows)
    if not named:
        return
    longest = max(len(name) for name, _ in named)
    indent = 2 + (longest + 1 if longest else 0)
    console.print()
    console.print(Text(title, style="bold"))
    for name, words in named:
        lines = Text(words).wrap(console, max(_NARROWEST, console.width - indent), overflow="fold")
        for number, part in enumerate(lines):
            part.rstrip()  # a line that ends in a space copies badly
            console.print(Text(" " * indent if number else f"  {name}".ljust(indent)) + part)
