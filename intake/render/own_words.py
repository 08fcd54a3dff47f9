"""A template read without rendering: the names it uses, the macros it has, and the times in its own words."""

from collections.abc import Collection, Iterator

from jinja2 import Environment, nodes
from jinja2.visitor import NodeVisitor

from intake.render.timelike import times_in

_READER = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701 - nothing is rendered
_SHOWN_LATER = "\N{MIDDLE DOT}"  # stands for what an expression will print
# The phrases put times together: these pieces of theirs are words for a time, and lists of names.
_LISTS = ("weekdays", "months")
_SAYS_A_TIME = ("end_of_day", "at_once")


class OwnWords:
    """One parsed template; `name` is of the form language/file."""

    def __init__(self, name: str, source: str) -> None:
        """Parse `source`; raises Jinja's TemplateSyntaxError."""
        self._name = name
        self._tree = _READER.parse(source, name)

    def macros(self) -> set[str]:
        """Return the names of its macros."""
        return {macro.name for macro in self._tree.find_all(nodes.Macro)}

    def unknown_names(self, known: Collection[str]) -> Iterator[tuple[int, str]]:
        """Yield line and name of what is used, but neither given nor made in the template."""
        names = list(self._tree.find_all(nodes.Name))
        made = {name.name for name in names if name.ctx in ("store", "param")} | self.macros()
        made |= {imported.target for imported in self._tree.find_all(nodes.Import)} | {"loop"}
        for name in names:
            if name.ctx == "load" and name.name not in made and name.name not in known:
                yield name.lineno, name.name

    def times(self) -> Iterator[tuple[int, str]]:
        """Yield line and words of each time that stands in the template's own text."""
        language, _, file = self._name.partition("/")
        texts = _Texts(of_phrases=file.startswith("phrases."))
        texts.visit(self._tree)
        for text, lines in texts.found:
            for offset, words in times_in(text, language):
                yield lines[offset], words


class _Texts(NodeVisitor):
    """Gathers what is printed together, each character with its line; strings of conditions are no text."""

    def __init__(self, *, of_phrases: bool) -> None:
        self.found: list[tuple[str, list[int]]] = []
        self._of_phrases = of_phrases

    def visit_Macro(self, node: nodes.Macro) -> None:  # noqa: N802 - Jinja's name for it
        if not (self._of_phrases and node.name in _SAYS_A_TIME):
            self.generic_visit(node)

    def visit_Assign(self, node: nodes.Assign) -> None:  # noqa: N802
        target = node.target
        if self._of_phrases and isinstance(target, nodes.Name) and target.name in _LISTS:
            return
        for const in node.node.find_all(nodes.Const):
            self._add([const])
        if isinstance(node.node, nodes.Const):
            self._add([node.node])

    def visit_Output(self, node: nodes.Output) -> None:  # noqa: N802
        self._add(node.nodes)
        for inner in node.nodes:
            if not isinstance(inner, nodes.TemplateData | nodes.Const):
                for const in inner.find_all(nodes.Const):
                    self._add([const])

    def _add(self, printed: list[nodes.Expr]) -> None:
        pieces = [_piece(node) for node in printed]
        text = "".join(text for text, _ in pieces)
        self.found.append((text, [line for _, lines in pieces for line in lines]))


def _piece(node: nodes.Expr) -> tuple[str, list[int]]:
    text = _SHOWN_LATER
    if isinstance(node, nodes.TemplateData):
        text = node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        text = node.value
    return text, [node.lineno + text.count("\n", 0, offset) for offset in range(len(text))]
