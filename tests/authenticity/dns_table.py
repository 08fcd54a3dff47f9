"""DNS as a table: what is not in it does not exist, what is marked does not answer."""

from collections import Counter
from dataclasses import dataclass, field

from intake.authenticity.lookup import NoAnswer

SILENT = "silent"


@dataclass
class Table:
    """Records by name and kind, such as {("acme.example", "TXT"): (b"v=spf1 -all",)}; SILENT for no answer."""

    records_of: dict[tuple[str, str], tuple[str | bytes, ...] | str] = field(default_factory=dict)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def records(self, name: str, kind: str, seconds: float) -> tuple[str | bytes, ...]:
        self.asked[name, kind] += 1
        found = self.records_of.get((name.rstrip(".").lower(), kind), ())
        if isinstance(found, str):
            raise NoAnswer(f"{name}: nobody answers")
        return found

    def txt(self, name: str, *texts: str) -> "Table":
        """Give a name its texts."""
        self.records_of[name, "TXT"] = tuple(text.encode() for text in texts)
        return self

    def silence(self, name: str, kind: str = "TXT") -> "Table":
        """Let a name not answer."""
        self.records_of[name, kind] = SILENT
        return self
