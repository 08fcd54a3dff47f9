"""The template files of an installation, read and compiled."""

from pathlib import Path

from intake.domain.errors import BadInput
from intake.places import folder
from intake.render.check_web import WEB
from intake.render.templates import CHAT, ENDING, INTERNAL, Templates


def template_sources(directory: Path | None = None) -> dict[str, str]:
    """Return the text of each template by name, such as `en/receipt.txt.j2`: one folder a language.

    The shipped files stand where `directory` has none of that name: a desk writes only what it wants
    changed. Raises BadInput for a folder without any template, and for a file that is not UTF-8.
    """
    shipped = _read(folder("templates"))
    own = {} if directory is None else _read(directory)
    if directory is not None and not own and not _read_web(directory):
        raise BadInput(
            f"{directory}: no template (en/receipt{ENDING}) is there; point `templates` to a folder with templates"
        )
    return {**shipped, **own}


def web_sources(directory: Path | None = None) -> dict[str, str]:
    """Return the text of each template of the web pages, such as `web/words_en.html.j2`; a desk's own files count."""
    own = {} if directory is None else _read_web(directory)
    return {**_read_web(folder("templates")), **own}


def read_templates(directory: Path | None = None) -> Templates:
    """Return the templates of `directory` over the shipped ones, tried before they are used.

    Raises BadInput with the file, the line, what is wrong and what to do.
    """
    found = template_findings(directory)
    if found:
        more = f" ({len(found) - 1} more: `intake acknowledge --check --templates {directory}`)" if found[1:] else ""
        raise BadInput(f"{directory}: {found[0]}{more}")
    return Templates(template_sources(directory))


def template_findings(directory: Path | None = None) -> tuple[str, ...]:
    """Return what is wrong with the templates of a desk's own folder; the shipped ones are tried by our tests."""
    shipped, sources = template_sources(), template_sources(directory)
    edited = {name.partition("/")[0] for name, text in sources.items() if shipped.get(name) != text}
    own_web = web_sources(directory) if web_sources(directory) != web_sources() else {}
    if not edited and not own_web:
        return ()
    from intake.render.check import check_templates
    from intake.render.check_web import check_web

    return (*check_templates(sources, edited), *check_web(own_web))


def _read(place: Path) -> dict[str, str]:
    folders = ("*", f"*/{CHAT}", f"*/{INTERNAL}")
    files = sorted(path for folder in folders for path in place.glob(f"{folder}/*{ENDING}"))
    return {path.relative_to(place).as_posix(): _text(path) for path in files}


def _read_web(place: Path) -> dict[str, str]:
    return {path.relative_to(place).as_posix(): _text(path) for path in sorted((place / WEB).glob("*.j2"))}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text: {error}") from error
