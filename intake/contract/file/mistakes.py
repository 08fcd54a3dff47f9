"""What pydantic and the TOML reader find wrong with a contract file, in words for the person who edits it."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_POSITION = re.compile(r" \(at (line (\d+), column \d+|end of document)\)$")
_HEADING = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+")
_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?\b")

# How alike a key and one of the whole contract have to be, from 0 to 1: `telephone` and `telephones` are.
_ALMOST = 0.8

# What pydantic calls the two kinds of holiday in a place.
_BRANCHES = ("str", "date")

# The reader's complaint begins with the first, so the second is what to do about it.
_TOML_MENDS = {
    "Invalid value": 'put text in quotes: key = "value"',
    "Expected '='": 'write key = "value"',
    "Invalid statement": 'write key = "value", or a heading such as [[levels]]',
    "Cannot overwrite": "it is written twice; remove one, or write the next of several below a heading of its own",
    "Cannot declare": "this heading is written twice; remove one, or write [[...]] for the next of several",
    "Duplicate inline": "it is written twice; remove one",
    "Unclosed array": "close the list with ]",
    "Unclosed inline table": "close the table with }",
    "Unterminated string": "close the quotation mark",
    "Illegal character": "close the quotation mark before the end of the line",
    "Expected newline": 'only one key = "value" goes on a line, and text stands in quotes',
}

_MENDS: dict[str, str] = {
    "string_type": "write text in quotes",
    "string_too_short": "it is empty; write something",
    "int_type": "write a whole number, without quotes",
    "greater_than_equal": "write a number of at least {ge}",
    "less_than_equal": "write a number of at most {le}",
    "bool_type": "write true or false, without quotes",
    "enum": "write one of {expected}",
    "literal_error": "write one of {expected}",
    "tuple_type": "write a list in [brackets]",
    "too_short": "name at least {min_length}",
    "datetime_type": "write a date and time such as 2026-12-24T12:00:00, without quotes",
    "dict_type": 'write a table: {{ key = "value" }}',
    "model_type": 'write a table: {{ key = "value" }}',
    "date_type": "write a date such as 2026-12-24, without quotes and without a time",
    "holiday": "write a date such as 2026-12-24, or a country code in quotes",
}


def one_line(text: str) -> str:
    """Return `text` with whatever would break the line or the terminal escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def toml_mistake(error: tomllib.TOMLDecodeError, text: str = "") -> str:
    """Say where the file stops being TOML, and what to do; with its `text` by what stands in that line."""
    said = str(error)
    found = _POSITION.search(said)
    place = f"{found[1]}: " if found else ""
    said = _POSITION.sub("", said)
    mend = _mend_of_line(said, _line(text, found)) or next(
        (mend for start, mend in _TOML_MENDS.items() if said.startswith(start)), "mend what stands there"
    )
    return one_line(f"{place}not valid TOML ({said}); {mend}")


def _line(text: str, position: re.Match[str] | None) -> str:
    """Return the line that a complaint names; empty where it names none."""
    lines = text.split("\n")
    number = int(position[2] or 0) if position else 0
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _mend_of_line(said: str, line: str) -> str | None:
    """Say what to do about two slips that the reader tells as something else: a heading's brackets, and dates."""
    heading = _HEADING.match(line)
    if heading and said.startswith(("Cannot overwrite", "Cannot declare")):
        return (
            f"this heading is there already: where there are several, each begins with double brackets, "
            f"[[{heading[1]}]]; where there is one, remove the other"
        )
    if said.startswith(("Cannot", "Illegal", "Unterminated")):
        return None
    return next((wrong for found in _DATE.finditer(line) if (wrong := _wrong_date(found))), None)


def _wrong_date(found: re.Match[str]) -> str | None:
    """Say what is wrong with a date: that there is none, or that a digit is missing; None for a right one."""
    year, month, day, hour, minute, second = (int(number) for number in found.groups(default="0"))
    try:
        right = datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        what = "date" if found[4] is None else "date or time"
        return f"{found[0]} is a {what} that does not exist; write another"
    written = right.date().isoformat() if found[4] is None else right.isoformat()
    return None if written.startswith(found[0].replace(" ", "T")) else f"two digits each are needed; write {written}"


def shape_mistake(error: ValidationError, model: type[BaseModel], document: Mapping[str, Any]) -> str:
    """Say the mistake a person would mend first: a misspelt key before the key that is missing because of it."""
    found = error.errors(include_url=False)
    first = next((mistake for mistake in found if mistake["type"] == "extra_forbidden"), found[0])
    return one_line(f"{_place(first['loc'], document)}: {_sentence(first, model, document)}")


def _place(loc: tuple[int | str, ...], document: object) -> str:
    """Write ('commitments', 4, 'force') as 'commitments 5 (initial_response, level 2), force'."""
    parts: list[str] = []
    for step in loc:
        document = _inside(document, step)
        if isinstance(step, int) and parts:
            parts[-1] += f" {step + 1}{_named(document)}"
        elif step not in _BRANCHES:
            parts.append(str(step))
    return ", ".join(parts)


def _inside(document: object, step: int | str) -> object:
    if isinstance(document, list) and isinstance(step, int) and step < len(document):
        return document[step]
    return document.get(step) if isinstance(document, dict) else None


def _named(entry: object) -> str:
    """Return ' (level 2, plan gold)' or the like for an entry of a list, or nothing."""
    if not isinstance(entry, dict):
        return ""
    bare = [entry[key] for key in ("id", "channel", "promise") if isinstance(entry.get(key), str)]
    bare = [f"id {name}" if name.isdigit() else name for name in bare]
    cell = [f"{key} {entry[key]}" for key in ("level", "plan", "clause") if isinstance(entry.get(key), str)]
    cell = cell[:-1] if bare and cell and cell[-1].startswith("clause") else cell
    cell = [f"at {entry['at'].isoformat()}", *cell] if isinstance(entry.get("at"), datetime) else cell
    return f" ({', '.join(bare + cell)})" if bare + cell else ""


def _sentence(mistake: ErrorDetails, model: type[BaseModel], document: Mapping[str, Any]) -> str:
    loc, kind, given = mistake["loc"], mistake["type"], mistake["input"]
    if kind == "extra_forbidden":
        top = _key_of_the_top(model, loc, document)
        return f"this key is not known here; {top or _known_keys(model, loc)}"
    if kind == "missing":
        return "this key is missing; add it"
    if kind == "tuple_type" and isinstance(given, dict) and _model_at(model, loc) is not _model_at(model, loc[:-1]):
        return f"one pair of brackets too few; write [[{'.'.join(step for step in loc if isinstance(step, str))}]]"
    kind = "holiday" if loc[-1] in _BRANCHES else kind
    mend = _MENDS[kind].format(**mistake.get("ctx", {})) if kind in _MENDS else mistake["msg"]
    return f"{_shown(given)} will not do; {mend}"


def _key_of_the_top(model: type[BaseModel], loc: tuple[int | str, ...], document: Mapping[str, Any]) -> str | None:
    """Say that a key of the whole contract has slipped below a heading; None for a key that has not."""
    key, here = str(loc[-1]), _names(_model_at(model, loc[:-1]))
    if len(loc) == 1 or get_close_matches(key, here, n=1):
        return None
    top = [name for name, field in model.model_fields.items() if _model_in(field.annotation) is None]
    found = get_close_matches(key, [name for name in top if name not in document], n=1, cutoff=_ALMOST)
    if not found:
        return "it stands at the top of the file already; remove it here" if key in top else None
    meant = "it" if key == found[0] else found[0]
    return f"{meant} belongs at the top of the file, before its first heading: move it there"


def _names(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """Name the key that was probably meant, else all that can stand there."""
    known = _names(_model_at(model, loc[:-1]))
    likely = get_close_matches(str(loc[-1]), known, n=1)
    if likely:
        return f"did you mean {likely[0]}?"
    return f"remove it, or write one of {', '.join(known)}"


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel]:
    """Return the model of the innermost table around `loc`."""
    for step in loc:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        model = _model_in(field.annotation) or model if field is not None else model
    return model


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _shown(given: object) -> str:
    text = repr(given) if isinstance(given, str) else str(given).lower() if isinstance(given, bool) else str(given)
    return text if len(text) <= 60 else f"{text[:57]}..."
