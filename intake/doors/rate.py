"""How many requests one address may make: a measure that refills with time."""

from collections import OrderedDict
from dataclasses import dataclass, field


@dataclass(slots=True)
class Rate:
    """`most` requests at once and in each `per` seconds; of `remembered` addresses, those seen least lately go."""

    most: int
    per: float = 60.0
    remembered: int = 10_000
    _left: "OrderedDict[str, tuple[float, float]]" = field(default_factory=OrderedDict)

    def allows(self, address: str, now: float) -> bool:
        """Count a request at `now`, in seconds of a steady clock; False when there have been too many."""
        left, since = self._left.pop(address, (float(self.most), now))
        left = min(float(self.most), left + (now - since) * self.most / self.per)
        self._left[address] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > self.remembered:
            self._left.popitem(last=False)
        return left >= 1
