"""What the engineers' modal shows before a level is set is what the customer then reads in Slack, block for block."""

import pytest

from intake.render.slack.modal import Names, OverrideView, override_modal
from intake.review.slack.foreseen import foreseen, override_view
from intake.review.verdict import override
from tests.review.engineers import engineer
from tests.slack.out.asked import Asked

_SAID = ("section", "context")
_NAMES = Names(callback="c", block="b", action="a", level_block="lb", level_action="la")


def said(blocks: object) -> list[tuple[str, object]]:
    assert isinstance(blocks, list | tuple)
    return [(one["type"], one.get("text") or one.get("elements")) for one in blocks if one["type"] in _SAID]


@pytest.mark.parametrize(
    ("contract", "level", "buttons"),
    [
        pytest.param("gotomyerp", "1", "Below it: [This got worse]", id="001: they are told"),
        pytest.param(
            "erp-maestro", "2", "Below it: [Yes, I agree] · [No, leave it as it is]", id="004: they are asked"
        ),
    ],
)
def test_what_is_shown_is_what_is_posted(asked: Asked, contract: str, level: str, buttons: str) -> None:
    asked.customer(contract)
    asked.says("The invoice list stays empty")
    office = asked.chat.office
    with office.database.write() as connection:
        by = engineer(office, connection)
        found = foreseen(by, 1001, level)
        view = override_view(by, 1001, "ticket", level)
    assert (found.letters, len(found.posts)) == ((), 1)
    shown = _shown(view)
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, level, "it hits the month's end")
    posted = said(asked.post().blocks)
    places = [place for place, one in enumerate(shown) if one == posted[0]]
    assert len(places) == 1, "the first words stand there once"
    whole = [one for one in shown[places[0] :] if "Below it: " not in str(one)]
    assert whole[: len(posted)] == posted
    assert buttons in str(shown)


def _shown(view: OverrideView) -> list[tuple[str, object]]:
    return said(override_modal(view, _NAMES)["blocks"])
