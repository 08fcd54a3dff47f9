"""The templates: Jinja2 in a sandbox that shows them words only, and their mistakes in one line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError
from jinja2.runtime import Macro
from jinja2.sandbox import SandboxedEnvironment

from intake.domain.errors import BadInput
from intake.render.instants import SMALL_PRINT
from intake.render.shown import Phrase, Received, Shown

FALLBACK = "en"
ENDING = ".txt.j2"
INTERNAL = "internal"  # the folder of what engineers read: it is there in English only
CHAT = "chat"  # the folder of what is said in a chat, beside the mails
BUTTONS = f"{CHAT}/buttons"  # what stands on its buttons, and what they answer
_PHRASES = "phrases"
_ABOVE = "../"
_SHOWN = (str, bool, type(None), tuple, list, dict, Shown, Macro)
# What a mistake in a template can raise beside Jinja's own errors: text plus a number, a missing key, a zero.
_MISTAKES = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)


class _WordsOnly(SandboxedEnvironment):
    """Refuses whatever is not text, so that no template can reach an instant and print a time of its own."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return super().is_safe_attribute(obj, attr, value) and isinstance(value, _SHOWN)

    def join_path(self, template: str, parent: str) -> str:
        """Read `import "notices.txt.j2"` as the file beside the one that says so, "../" as the folder above it."""
        folder = parent.rpartition("/")[0]
        if template.startswith(_ABOVE):
            return f"{folder.rpartition('/')[0]}/{template.removeprefix(_ABOVE)}"
        return template if "/" in template else f"{folder}/{template}"


def _printed(value: object) -> object:
    """Let words through; Jinja would print anything, down to what Python calls a thing inside."""
    if isinstance(value, str | Phrase | Received | Undefined):
        return value
    raise SecurityError(f"{type(value).__name__} is not text")


class Templates:
    """The templates of an installation, by name: `en/acknowledgement.txt.j2` and so on.

    Raises BadInput, from the beginning, for a file that is not a template.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Compile `sources`: a name of the form language/file to the file's text."""
        self._sources = dict(sources)
        self._environment = _WordsOnly(
            loader=FunctionLoader(self._load),
            undefined=StrictUndefined,
            finalize=_printed,
            autoescape=False,  # the text goes out as text/plain
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals = {"nbsp": "\N{NO-BREAK SPACE}", "small_print": SMALL_PRINT}
        for name in self._sources:
            with _one_line(name):
                self._environment.get_template(name)

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        source = self._sources.get(name)
        return None if source is None else (source, name, lambda: True)

    def language(self, wanted: str) -> str:
        """Return `wanted`, or its first part ("de" of "de-AT"), or English: the first that has every template."""
        needed = self._files(FALLBACK)
        short = wanted.lower().replace("_", "-").partition("-")[0]
        return next((found for found in (wanted, short) if needed <= self._files(found)), FALLBACK)

    def _files(self, language: str) -> set[str]:
        folder = f"{language}/"
        own = (name.removeprefix(folder) for name in self._sources if name.startswith(folder))
        return {name for name in own if not name.startswith(f"{INTERNAL}/")} or {""}

    def render(self, letter: str, language: str, words: Mapping[str, object]) -> str:
        """Return the text of `letter` ("receipt"); raises BadInput with the template's file and line."""
        name = f"{language}/{letter}{ENDING}"
        with _one_line(name, known=words):
            return self._environment.get_template(name).render(words)

    def say(self, language: str, macro: str, *words: object) -> str:
        """Return what the macro of a language's phrases makes of `words`."""
        return self._said(_phrases(language), macro, *words)

    def on_button(self, language: str, macro: str, *words: object) -> str:
        """Return what the macro of a language's words for a chat makes of `words`: a button, or what one answers."""
        return self._said(f"{language}/{BUTTONS}{ENDING}", macro, *words)

    def _said(self, name: str, macro: str, *words: object) -> str:
        with _one_line(name):
            found = self._from(name, macro)
            if not isinstance(found, Macro):
                raise UndefinedError(f"the macro {macro!r} is undefined")
            return str(found(*words)).strip()

    def word(self, language: str, words: str, index: int) -> str:
        """Return one of the words that a language's phrases list, such as a weekday."""
        with _one_line(_phrases(language)):
            found = self._from(_phrases(language), words)
            if not isinstance(found, list) or len(found) <= index:
                raise UndefinedError(f"{words!r} is too short or no list")
            return str(found[index])

    def _from(self, file: str, name: str) -> object:
        return getattr(self._environment.get_template(file).module, name, None)


def _phrases(language: str) -> str:
    return f"{language}/{_PHRASES}{ENDING}"


@contextmanager
def _one_line(name: str, known: Mapping[str, object] | None = None) -> Iterator[None]:
    """Turn any mistake of a template into one line: file, line, what, what to do."""
    try:
        yield
    except TemplateSyntaxError as error:
        place = f"{error.name or name}, line {error.lineno}"
        raise BadInput(f"{place}: {_sentence(error)}; mend the template there") from error
    except TemplateNotFound as error:
        raise BadInput(f"{error.name}: this template is missing; add the file or restore the shipped one") from error
    except _MISTAKES as error:
        raise BadInput(f"{_place(name, error.__traceback__)}: {_sentence(error)}; {_mend(error, known)}") from error


def _sentence(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


def _mend(error: BaseException, known: Mapping[str, object] | None) -> str:
    if isinstance(error, SecurityError):
        return "a template sees words only, print the phrase as it is"
    if isinstance(error, UndefinedError):
        return f"write one of {', '.join(sorted(known))}" if known else "define it or restore the shipped file"
    return "a template can print words but not count with them"


def _place(name: str, trace: TracebackType | None) -> str:
    """Return file and line of the innermost template frame; Jinja marks them with the error in their globals."""
    place = name
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place = f"{trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
