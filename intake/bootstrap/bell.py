"""A bell that is there before those whom it wakes."""

from collections.abc import Callable


class Bell:
    """Wakes whoever was hung on it; rung before, it wakes nobody."""

    def __init__(self) -> None:
        self._wakes: list[Callable[[], None]] = []

    def hang(self, *wakes: Callable[[], None]) -> None:
        """Wake these too from now on."""
        self._wakes += wakes

    def ring(self) -> None:
        """Wake them all."""
        for wake in self._wakes:
            wake()
