"""What a case says of the storm it is in, and of how it went on."""

from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from intake.cli.words import line, short_moment
from intake.contract.zones import zone as known_zone

if TYPE_CHECKING:
    from intake.domain.course import Development
    from intake.review.queue import CaseFile


def show_storm(found: "CaseFile", zone: str, console: Console) -> None:
    """Print that a case is one of several that look like one outage, what they share and what that suggests."""
    from intake.cli.storms import suggestion_lines

    if found.storm is None or found.storm.storm.closed_at is not None:
        return
    storm = found.storm.storm
    since = _clock(storm.opened_at, zone)
    head = f"One of {len(storm.inside)} cases of a storm since {since}: `intake storm {storm.id}`"
    console.print(Text(head, style="bold"))
    for one in found.storm.cases:
        if one.case.id != found.case.id:
            continue
        if one.inside.words:
            console.print(Text(f"  it shares with them: {line(', '.join(one.inside.words))}"))
        for said in suggestion_lines(one, storm.customers):
            console.print(Text(f"  {said}"), soft_wrap=True)


def show_course(found: "Development | None", console: Console) -> None:
    """Print what a later message means for its case: a short one is read with what was said before."""
    if found is not None:
        why = f": {found.why}" if found.why else ""
        console.print(Text(f"With what was said before: severity {found.severity}, {found.course}{why}", style="bold"))


def show_worsened(found: "CaseFile", console: Console) -> None:
    """Print why a case got worse, as long as nobody has done anything about it since."""
    if found.worse:
        console.print(Text(f"Got worse: {found.worse}", style="bold"))


def _clock(moment: datetime, zone: str) -> str:
    return short_moment(moment, known_zone(zone))
