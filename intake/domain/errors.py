"""What can go wrong, sorted by what the worker does about it."""


class IntakeError(Exception):
    """Anything this project raises on purpose; its text is a sentence for a person."""


class TryAgain(IntakeError):
    """A passing fault: the worker runs the job again after a pause."""


class NotYet(TryAgain):
    """Nothing is wrong, something is still to come: the job waits `pause` seconds without counting as failed."""

    def __init__(self, reason: str, pause: float) -> None:
        super().__init__(reason)
        self.pause = pause


class GiveUp(IntakeError):
    """A lasting fault: the worker parks the message and says so."""


class BadInput(IntakeError):
    """A file, setting or argument that cannot be used: what is wrong, where, and what to write instead."""
