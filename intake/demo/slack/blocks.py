"""Block Kit as lines on a terminal: what stands in a message or a modal, and what can be pressed there."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from intake.demo.slack.words import Reader

Block = Mapping[str, Any]


def shown(blocks: Sequence[Block], reader: Reader) -> list[Text]:
    """Return blocks as their reader sees them, a paragraph each; what can be pressed stands in [brackets]."""
    return [line for block in blocks for line in _SHOWN.get(block["type"], _unknown)(block, reader)]


def pressable(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Yield what can be pressed, chosen or written in, with its block."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
        yield from ((block, one) for one in inside if one and one.get("action_id"))


def label(element: Block) -> str:
    """Return what stands on a button or in an empty menu."""
    return str((element.get("text") or element.get("placeholder") or {}).get("text", ""))


def _section(block: Block, reader: Reader) -> Iterator[Text]:
    if block.get("text"):
        yield reader.sees(block["text"])
    yield from (reader.sees(field) for field in block.get("fields") or ())
    if block.get("accessory"):
        yield _element(block["accessory"], reader)


def _header(block: Block, reader: Reader) -> Iterator[Text]:
    text = reader.sees(block["text"])
    text.stylize("bold")
    yield text


def _context(block: Block, reader: Reader) -> Iterator[Text]:
    for element in block["elements"]:
        text = reader.sees(element)
        text.stylize("dim")
        yield text


def _actions(block: Block, reader: Reader) -> Iterator[Text]:
    yield Text("  ").join(_element(element, reader) for element in block["elements"])


def _input(block: Block, reader: Reader) -> Iterator[Text]:
    line = reader.sees(block["label"])
    line.stylize("bold")
    yield line.append("  ").append_text(_element(block["element"], reader))
    if block.get("hint"):
        yield reader.sees(block["hint"])


def _rich_text(block: Block, reader: Reader) -> Iterator[Text]:
    for part in block["elements"]:
        mark = "| " if part["type"] == "rich_text_quote" else ""
        items = part["elements"] if part["type"] == "rich_text_list" else [part]
        for item in items:
            mark = "• " if item is not part else mark
            text = Text().join(_run(one, reader) for one in item["elements"])
            yield Text("\n").join(Text(mark).append_text(line) for line in text.split("\n"))


def _run(element: Block, reader: Reader) -> Text:
    """Return a run of a rich text; what is no text is a person, a channel, a link or an emoji."""
    style = " ".join(name for name in ("bold", "italic", "strike") if (element.get("style") or {}).get(name))
    named = reader.name(element.get("user_id") or element.get("channel_id") or "")
    return Text(element.get("text") or named or element.get("url") or element.get("name") or "", style=style)


def _divider(block: Block, reader: Reader) -> Iterator[Text]:
    del block, reader
    yield Text("- - -", style="dim")


def _unknown(block: Block, reader: Reader) -> Iterator[Text]:
    del reader
    yield Text(f"({block['type']})", style="dim")


def _element(element: Block, reader: Reader) -> Text:
    chosen = element.get("initial_option")
    if element["type"] in ("checkboxes", "radio_buttons"):
        marked = element.get("initial_options") or [chosen]
        marks = (f"[{'x' if option in marked else ' '}] {option['text']['text']}" for option in element["options"])
        return Text("\n".join(marks))
    if element["type"] == "plain_text_input":
        return Text(f"[{element.get('initial_value') or '...'}]", style="cyan")
    text = reader.sees(chosen["text"] if chosen else element.get("text") or element.get("placeholder") or {})
    mark = "" if element["type"] == "button" else " v"
    style = {"primary": "bold green", "danger": "bold red"}.get(str(element.get("style")), "cyan")
    return Text("[ ", style=style).append(text.plain).append(f"{mark} ]")


_SHOWN = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": _divider,
    "rich_text": _rich_text,
}
