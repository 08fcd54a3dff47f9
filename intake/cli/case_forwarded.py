"""What a case shows of words that a writer passed on: whose they are, and what the opinion has taken from them."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from intake.cli.words import line, plain
from intake.domain.suggestion import Evidence, Suggestion

if TYPE_CHECKING:
    from intake.domain.message import Forwarded
    from intake.review.queue import CaseMessage

_LONGEST = 10_000  # characters that are shown
READ = "It reads what was passed on, as the writer's own words are few"


def show_forwarded(message: "CaseMessage", console: Console) -> None:
    """Print passed-on words under who wrote them, when and about what; nothing where nothing was passed on."""
    forwarded = message.parsed.forwarded
    if forwarded is None:
        return
    text = Text(plain(forwarded.text[:_LONGEST]))
    begins = 0 if message.suggestion is None else message.suggestion.forwarded_from or 0
    for one in () if message.suggestion is None else message.suggestion.evidence:
        if is_forwarded(message.suggestion, one):
            text.stylize("underline bold", one.start - begins, one.end - begins)
    if len(forwarded.text) > _LONGEST:
        text.append(f"\n({len(forwarded.text) - _LONGEST:,} more characters; `case --json` has them all)", style="dim")
    body = text if forwarded.text.strip() else Text("(no words)", style="dim")
    about = Text("; ".join(filter(None, (line(forwarded.date), line(forwarded.subject)))))
    title = Text(f"passed on, written by {author(forwarded)}")
    console.print(Panel(body, title=title, title_align="left", subtitle=about, subtitle_align="left"))


def author(forwarded: "Forwarded") -> str:
    """Say who wrote passed-on words, as far as they say it themselves."""
    name, address = line(forwarded.sender.name), line(forwarded.sender.address)
    return f"{name} <{address}>" if name and address else name or address or "somebody who is not named"


def is_forwarded(found: Suggestion | None, one: Evidence) -> bool:
    """Tell whether an opinion's evidence is passed-on words."""
    return found is not None and found.is_forwarded(one)


def forwarded_plain(message: "CaseMessage") -> dict[str, str] | None:
    """Return passed-on words as JSON has them; None where nothing was passed on."""
    forwarded = message.parsed.forwarded
    if forwarded is None:
        return None
    return {
        "from": forwarded.sender.address,
        "name": forwarded.sender.name,
        "subject": forwarded.subject,
        "date": forwarded.date,
        "text": forwarded.text,
    }


def suggestion_plain(found: Suggestion) -> dict[str, object]:
    """Return an opinion as JSON has it; evidence that was passed on says so, and counts characters of those words."""
    from intake.suggest.as_json import suggestion_to_json

    begins = found.forwarded_from
    evidence = [
        {
            "text": one.text,
            "start": one.start - (begins or 0) * found.is_forwarded(one),
            "end": one.end - (begins or 0) * found.is_forwarded(one),
            "why": one.why,
            "forwarded": found.is_forwarded(one),
        }
        for one in found.evidence
    ]
    return {**suggestion_to_json(found), "evidence": evidence, "reads_forwarded": begins is not None}
