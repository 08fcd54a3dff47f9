"""The template files of an installation, read and compiled."""

from pathlib import Path

from intake.domain.errors import BadInput
from intake.places import folder
from intake.render.templates import ENDING, FALLBACK, Templates


def read_templates(directory: Path | None = None) -> Templates:
    """Return the templates of `directory`, or the shipped ones: one folder a language.

    Raises BadInput with the file, the line, what is wrong and what to do.
    """
    place = directory or folder("templates")
    sources = {path.relative_to(place).as_posix(): _text(path) for path in sorted(place.glob(f"*/*{ENDING}"))}
    if not any(name.startswith(f"{FALLBACK}/") for name in sources):
        raise BadInput(f"{place}: no template ({FALLBACK}/*{ENDING}) is there; point `templates` to a folder with them")
    return Templates(sources)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text: {error}") from error
