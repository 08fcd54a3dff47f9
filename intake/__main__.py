"""The command `intake`."""

import os
import sys
from types import TracebackType

import click

from intake.domain.errors import IntakeError


def main() -> None:
    """Run the command line; whatever goes wrong is one line on stderr and exit code 2, never a traceback."""
    from intake.cli.main import intake

    sys.excepthook = _one_line
    try:
        sys.exit(intake(prog_name="intake", standalone_mode=False))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
    except click.ClickException as error:
        click.echo(f"intake: {_said(error)}", err=True)
    except IntakeError as error:
        click.echo(f"intake: {error}", err=True)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output went away; there is nobody to tell
    except (click.Abort, KeyboardInterrupt):
        click.echo("intake: stopped", err=True)
        sys.exit(130)
    sys.exit(2)


def _said(error: click.ClickException) -> str:
    """Return click's complaint as one line, with where to read what can be written."""
    said = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    return said if context is None else f"{said} `{context.command_path} --help` shows what can be written."


def _one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say an unforeseen fault in one line; INTAKE_TRACEBACK=1 shows where it happened, for a report to us."""
    if os.environ.get("INTAKE_TRACEBACK"):
        sys.__excepthook__(kind, error, trace)
    elif (said := getattr(error, "orig", None)) is not None:  # the database's own words, without the statement
        click.echo(f"intake: store: {said}; is another program holding it, or is the disk full?", err=True)
    else:
        told = " ".join(str(error).split())
        click.echo(f"intake: a fault of ours: {kind.__name__}: {told} (INTAKE_TRACEBACK=1 shows where)", err=True)
    raise SystemExit(2)


if __name__ == "__main__":
    main()
