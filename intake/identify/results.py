"""An Authentication-Results field, read (RFC 8601): which server says it, and what it found by each method."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from intake.domain.identity import Result
from intake.identify.result_words import Word, words

_LONGEST = 65536
_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodResult:
    """One method's result. `properties` are as written, their names in lower case (`header.d`); `said` its comments."""

    method: str
    result: Result
    properties: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A field: the server that says it, in lower case, and its results; none where it found nothing to check."""

    server: str
    results: tuple[MethodResult, ...]


def stated(value: str) -> Stated | None:
    """Read a field's value; None where it names no server. What cannot be read in it is left out. Never raises."""
    parts = _parts(words(value[:_LONGEST]))
    first = next(parts)
    names = [text for kind, text in first if kind == "value" and text]
    if not names or any(kind == "=" for kind, _ in first):  # it begins with a result and says not whose
        return None
    found = (_result(part) for part in parts)
    return Stated(server=names[0].lower(), results=tuple(one for one in found if one is not None)[:_MOST])


def _parts(found: Iterable[Word]) -> Iterator[list[Word]]:
    part: list[Word] = []
    for kind, text in found:
        if kind == ";":
            yield part
            part = []
        else:
            part.append((kind, text))
    yield part


def _result(part: list[Word]) -> MethodResult | None:
    """Read `dmarc=pass (p=reject) header.from=a.example`; None for "none" and for what is no result."""
    said = " ".join(text for kind, text in part if kind == "comment")
    plain = [(kind, text) for kind, text in part if kind != "comment"]
    pairs = list(_pairs(plain))
    if not pairs or not plain or plain[0][1].lower() != pairs[0][0]:
        return None
    (method, result), *others = pairs
    # "dkim/1" is a method with its version; a property stands where it was written first.
    properties = dict(reversed(others))
    return MethodResult(
        method=method.partition("/")[0],
        result=_known(result),
        properties={name: value for name, value in properties.items() if "." in name or name == "reason"},
        said=said,
    )


def _pairs(plain: list[Word]) -> Iterator[tuple[str, str]]:
    """Yield each `name=value`; spaces may stand around the sign (CFWS)."""
    for before, sign, after in zip(plain, plain[1:], plain[2:], strict=False):
        if sign[0] == "=" and before[0] == "value" and after[0] == "value":
            yield before[1].lower(), after[1]


def _known(result: str) -> Result:
    """Return a result by its word; one of no known meaning is none, `hardfail` an old word for fail."""
    word = result.lower()
    if word == "hardfail":
        return Result.FAIL
    return Result(word) if word in set(Result) else Result.NONE
