"""The words of the web pages tried before they are used: every language has every word, and every name is defined."""

from collections.abc import Iterator, Mapping

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError

from intake.render.own_words import OwnWords

WEB = "web"
_PAGE = f"{WEB}/page.html.j2"
_WORDS = (f"{WEB}/words_", ".html.j2")
_FALLBACK = "en"
_TABLES = ("titles", "texts", "buttons", "once")
# Engineers read English: what only they see is there in no other language.
_CALLS = frozenset({"call", "taken", "ended"})
_FOR_ENGINEERS = {
    "titles": _CALLS,
    "texts": _CALLS,
    "buttons": frozenset({"take"}),
    "once": frozenset({"call"}),
}
_GIVEN = {_PAGE: frozenset({"page", "said", "language", "token", "style", "message"})}
_NUMBER = "%s"

Words = Mapping[str, Mapping[str, str]]


def check_web(sources: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is wrong with the web templates (`web/words_de.html.j2` and so on to their text), with file and line.

    Looked for: files that are no templates, names that do not exist, words that one language has and another lacks,
    and titles that do not name the case as they do elsewhere.
    """
    broken = tuple(_unparsed(sources)) or tuple(_unknown(sources))
    if broken:
        return broken
    found = {name: _tables(name, sources) for name in sorted(sources) if _language(name)}
    said = {name: words for name, words in found.items() if isinstance(words, Mapping)}
    wrong = [words for words in found.values() if isinstance(words, str)]
    return (*wrong, *_lacking(said), *_without_number(said))


def _language(name: str) -> str:
    """Return the language that a file has the words of, "" for another file."""
    before, behind = _WORDS
    return name.removeprefix(before).removesuffix(behind) if name.startswith(before) and name.endswith(behind) else ""


def _unparsed(sources: Mapping[str, str]) -> Iterator[str]:
    for name, source in sources.items():
        try:
            OwnWords(name, source)
        except TemplateSyntaxError as error:
            yield f"{name}, line {error.lineno}: {error.message}; mend the template there"


def _unknown(sources: Mapping[str, str]) -> Iterator[str]:
    for name, source in sources.items():
        given = _GIVEN.get(name, frozenset())
        mend = f"write one of {', '.join(sorted(given))}" if given else "write the word itself"
        for line, word in OwnWords(name, source).unknown_names(given):
            yield f"{name}, line {line}: {word!r} is undefined; {mend}"


def _tables(name: str, sources: Mapping[str, str]) -> Words | str:
    """Return a language's tables of words, or what is wrong with them."""
    loader = FunctionLoader(sources.get)
    try:
        module = Environment(loader=loader, undefined=StrictUndefined, autoescape=True).get_template(name).module
    except (TemplateError, TypeError, ValueError, LookupError) as error:
        return f"{name}: {error}; mend the template or restore the shipped file"
    found = {table: getattr(module, table, None) for table in _TABLES}
    lost = [table for table, words in found.items() if not isinstance(words, dict)]
    if lost:
        return f"{name}: the table {lost[0]!r} is missing; restore it from the shipped file"
    return {table: {str(key): str(word) for key, word in words.items()} for table, words in found.items() if words}


def _lacking(said: Mapping[str, Words]) -> Iterator[str]:
    """Yield each word that another language has: a page would fail when it is asked for it."""
    for table in _TABLES:
        known = dict.fromkeys(_FOR_ENGINEERS[table], _PAGE)
        known |= {word: name for name, words in said.items() for word in words.get(table, ())}
        for name, words in said.items():
            for word in sorted(known.keys() - words.get(table, {}).keys()):
                if _language(name) == _FALLBACK or word not in _FOR_ENGINEERS[table]:
                    yield f"{name}: {table} has no {word!r}, which {known[word]} uses; add it"


def _without_number(said: Mapping[str, Words]) -> Iterator[str]:
    """Yield each title that names the case where others do not, or the other way round."""
    titles = {name: words.get("titles", {}) for name, words in said.items()}
    for name, own in titles.items():
        for word, title in own.items():
            wanted = {other[word].count(_NUMBER) for other in titles.values() if word in other}
            if len(wanted) > 1 and title.count(_NUMBER) != max(wanted):
                yield f'{name}: the title {word!r} has to hold "{_NUMBER}" once, which becomes the case number'
            elif title.count("%") != title.count(_NUMBER) or title.count(_NUMBER) > 1:
                yield f'{name}: the title {word!r} may hold "{_NUMBER}" once and no other "%"'
