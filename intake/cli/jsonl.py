"""Questions one a line, answers one a line: a bad row is answered with its error and the rest go on."""

import json
from collections.abc import Callable, Mapping
from typing import TextIO

import click

from intake.domain.errors import BadInput, IntakeError


def answer_lines(source: TextIO, answer: Callable[[Mapping[str, object]], dict[str, object]]) -> bool:
    """Print an answer for each line of `source`; return False when a row was bad.

    Raises BadInput for a source that is not UTF-8 text.
    """
    try:
        return _answer_each(source, answer)
    except UnicodeDecodeError as error:
        raise BadInput(f"{source.name}: not UTF-8 text ({error.reason}); save it as UTF-8") from error


def _answer_each(source: TextIO, answer: Callable[[Mapping[str, object]], dict[str, object]]) -> bool:
    good = True
    for text in source:
        if not text.strip():
            continue
        row: Mapping[str, object] = {}
        try:
            row = _object(text)
            line = {"id": row.get("id"), **answer(row)}
        except (IntakeError, ValueError) as error:
            good = False
            line = {"id": row.get("id"), "error": str(error)}
        click.echo(json.dumps(line, ensure_ascii=False))
    return good


def _object(text: str) -> Mapping[str, object]:
    try:
        row = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("the line is nested too deeply; write a flat object") from error
    except ValueError as error:
        raise ValueError(f'the line is not JSON ({error}); write an object such as {{"id": "1"}}') from error
    if not isinstance(row, dict):
        raise ValueError('the line is not a JSON object; write one such as {"id": "1"}')
    return row


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
