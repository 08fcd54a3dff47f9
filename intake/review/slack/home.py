"""The app's own page in Slack, for an engineer and for anybody else."""

from intake.render.slack.home import HomeView, home, strangers_home
from intake.render.slack.pieces import Json
from intake.review.slack.listed import counts, open_rows, rows_of
from intake.review.taken import owners
from intake.stages.desk import Run

FIRST = 20  # cases of the queue that are shown
_MINE = 10


def home_page(run: Run, engineer: str | None) -> Json:
    """Return the page; `engineer` is None for somebody who is none: they read nothing of any case."""
    if engineer is None:
        return strangers_home(run.desk.name)
    found = open_rows(run)
    taken = owners(run.connection, [row.case.id for row in found])
    mine = [row for row in found if taken.get(row.case.id) == engineer]
    return home(
        HomeView(
            name=engineer,
            now=run.now,
            zone=run.desk.zone,
            counts=counts(run, found),
            rows=rows_of(run, found[:FIRST], buttons=True),
            mine=rows_of(run, mine[:_MINE], buttons=True),
        )
    )
