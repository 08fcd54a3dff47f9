"""`intake init`: a commented settings file to begin with."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path), default=Path("intake.toml"))
def init(file: Path) -> None:
    """Write FILE (intake.toml) with every setting explained and a fresh secret."""
    from intake.bootstrap.initial import write_initial

    write_initial(file)
    click.echo(f"Wrote {file}. Set `address` under [desk] and the [smarthost], then run `intake doctor`.")
