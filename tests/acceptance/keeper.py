"""A service manager and its customers: a dead bot is started again, a mail without a 250 is sent again."""

from tests.acceptance import mails, store
from tests.acceptance.running import ANN, Place, Serving, until
from tests.acceptance.warm import NEVER, Nursery


class Keeper:
    """Runs the bot of a place, whatever kills it."""

    def __init__(self, place: Place, nursery: Nursery, point: str = NEVER) -> None:
        """Start a bot that dies at `point`; those after it live."""
        self.place = place
        self.deaths: list[int | None] = []
        self._nursery = nursery
        self.bot = nursery.begin(place, point)

    def running(self) -> Serving:
        """Return the bot with its door open, started again if it is dead."""
        while not (self.bot.alive and self.bot.port):
            if not self.bot.alive:
                self.deaths.append(self.bot.process.wait())
                assert len(self.deaths) < 3, self.bot.log.read_text()
                self.bot = self._nursery.begin(self.place)
            until(lambda: self.bot.ready() or not self.bot.alive, what="an open door")
        return self.bot

    def deliver(self, raw: bytes, sender: str = ANN) -> None:
        """Hand a mail over, and again after each death, until it is taken."""
        while not mails.is_taken(self.running(), raw, sender=sender):
            until(lambda: not self.bot.alive, what="the death of a bot that did not answer 250")

    def settle(self) -> None:
        """Wait until nothing waits, over deaths."""
        until(lambda: not self.bot.alive or store.is_quiet(self.place), what="a quiet store")
        self.running()
        store.until_quiet(self.place)

    def died(self) -> bool:
        """Tell whether a bot was killed, as soon as that is known."""
        return bool(self.deaths) or not self.bot.alive

    def close(self) -> None:
        """Kill the bot that runs."""
        self.bot.kill()
