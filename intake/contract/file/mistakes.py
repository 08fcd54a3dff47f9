"""What pydantic and the TOML reader find wrong with a contract file, in words for the person who edits it."""

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_POSITION = re.compile(r" \(at (line \d+, column \d+|end of document)\)$")

# What pydantic calls the two kinds of holiday in a place.
_BRANCHES = ("str", "date")

# The reader's complaint begins with the first, so the second is what to do about it.
_TOML_MENDS = {
    "Invalid value": 'put text in quotes: key = "value"',
    "Expected '='": 'write key = "value"',
    "Invalid statement": 'write key = "value", or a heading such as [[levels]]',
    "Cannot overwrite": "it is written twice; remove one",
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


def toml_mistake(error: tomllib.TOMLDecodeError) -> str:
    """Say where the file stops being TOML, and what to do."""
    said = str(error)
    found = _POSITION.search(said)
    place = f"{found[1]}: " if found else ""
    said = _POSITION.sub("", said)
    mend = next((mend for start, mend in _TOML_MENDS.items() if said.startswith(start)), "mend what stands there")
    return one_line(f"{place}not valid TOML ({said}); {mend}")


def shape_mistake(error: ValidationError, model: type[BaseModel], document: Mapping[str, Any]) -> str:
    """Say the mistake a person would mend first: a misspelt key before the key that is missing because of it."""
    found = error.errors(include_url=False)
    first = next((mistake for mistake in found if mistake["type"] == "extra_forbidden"), found[0])
    return one_line(f"{_place(first['loc'], document)}: {_sentence(first, model)}")


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
    return f" ({', '.join(bare + cell)})" if bare + cell else ""


def _sentence(mistake: ErrorDetails, model: type[BaseModel]) -> str:
    loc, kind, given = mistake["loc"], mistake["type"], mistake["input"]
    if kind == "extra_forbidden":
        return f"this key is not known here; {_known_keys(model, loc)}"
    if kind == "missing":
        return "this key is missing; add it"
    if kind == "tuple_type" and isinstance(given, dict) and _model_at(model, loc) is not _model_at(model, loc[:-1]):
        return f"one pair of brackets too few; write [[{'.'.join(step for step in loc if isinstance(step, str))}]]"
    kind = "holiday" if loc[-1] in _BRANCHES else kind
    mend = _MENDS[kind].format(**mistake.get("ctx", {})) if kind in _MENDS else mistake["msg"]
    return f"{_shown(given)} will not do; {mend}"


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> str:
    """Name the key that was probably meant, else all that can stand there."""
    known = [field.alias or name for name, field in _model_at(model, loc[:-1]).model_fields.items()]
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
