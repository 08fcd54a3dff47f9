"""How soon a card follows its case, against our own fake web API."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from tests.review.engineers import confirms
from tests.slack.engineers.floor import floor, text_of
from tests.slack.fake import FakeSlack
from tests.stages.office import Office


def test_a_card_that_is_woken_follows_as_soon_as_slack_may_be_called(office: Office, slack: FakeSlack) -> None:
    """The trail is looked at every five seconds for what other processes do; what this one does wakes the cards."""

    async def story() -> None:
        office.customer("gotomyerp-plans")
        async with floor(office, slack) as desk:
            desk.cards._wall = replace(desk.cards._wall, pace=1.0, poll=timedelta(minutes=1))
            desk.mail_in()
            await desk.up_to_date()
            began = time.monotonic()
            confirms(office)
            desk.cards.wake()
            await asyncio.to_thread(slack.until, "chat.update")
            assert time.monotonic() - began < 3.0
            assert "Confirmed by Sam" in text_of(desk.card()["blocks"])

    asyncio.run(story())
