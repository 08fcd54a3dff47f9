"""What the window is refused, with the status that says so; the words are in its language and stand in templates."""

from intake.domain.errors import IntakeError

_STATUS = {
    "nothing": 400,
    "unreadable": 400,
    "unknown": 401,
    "foreign": 403,
    "slow": 408,
    "too_large": 413,
    "too_long": 413,
    "too_many_files": 413,
    "file_type": 415,
    "form": 415,
    "too_many": 429,
    "busy": 503,
    "failed": 503,
    "full": 503,
}
# In how many seconds the window may come again.
_AGAIN = {"slow": 5, "too_many": 20, "busy": 10, "failed": 10, "full": 30}


class Refusal(IntakeError):
    """A request that is not served. `name` is that of its sentence; `said` stands in its stead where it is not ""."""

    def __init__(self, name: str, said: str = "") -> None:
        super().__init__(said or name)
        self.name = name
        self.said = said

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return _STATUS[self.name]

    @property
    def again(self) -> int | None:
        """Return after how many seconds it may be sent again, None where that would change nothing."""
        return _AGAIN.get(self.name)


NAMES = frozenset(_STATUS)
