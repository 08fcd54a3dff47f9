"""`intake parse`: what the bot reads in a mail."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from intake.domain.message import ParsedMessage


@click.command()
@click.option("--jsonl", is_flag=True, help="One object a line, also for a single file.")
@click.option(
    "--mail-from", metavar="A", help="Envelope sender; '<>' is the null sender. Without it Return-Path is read."
)
@click.option(
    "--rcpt-to", metavar="A", multiple=True, help="Envelope recipient, counted as our address. May be repeated."
)
@click.option("--html", is_flag=True, help="Add the HTML body as `html`, sanitised; null where there is none.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...|-")
def parse(*, jsonl: bool, mail_from: str | None, rcpt_to: tuple[str, ...], html: bool, files: tuple[str, ...]) -> None:
    """Show what is read in each mail FILE, or in standard input for '-', as JSON."""
    from intake.parse.as_json import parsed_to_json

    failed = False
    for file in files:
        try:
            raw = _read(file)
        except OSError as error:
            reason = error.strerror or str(error)
            click.echo(
                f"intake parse: {file}: {reason}; give the path of a mail file, or - for standard input", err=True
            )
            failed = True
            continue
        shown = parsed_to_json(_parsed(raw, mail_from, rcpt_to), file)
        if html:
            shown["html"] = _html(raw)
        compact = jsonl or len(files) > 1
        sys.stdout.buffer.write(json.dumps(shown, ensure_ascii=False, indent=None if compact else 2).encode() + b"\n")
    sys.stdout.buffer.flush()
    if failed:
        raise click.exceptions.Exit(2)


def _parsed(raw: bytes, mail_from: str | None, rcpt_to: tuple[str, ...]) -> "ParsedMessage":
    from intake.parse.message import parse_mail

    sender = None if mail_from is None else mail_from.strip().removeprefix("<").removesuffix(">").strip()
    return parse_mail(raw, mail_from=sender, rcpt_to=rcpt_to or None)


def _html(raw: bytes) -> str | None:
    from intake.parse.tree.safe_html import console_html

    return console_html(raw)


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    return Path(file).read_bytes()
