"""format=flowed (RFC 3676) unfolded, so that quotes are whole lines before they are looked at."""

# Put before a ">" that the writer typed: it joins words and is seen by nobody, so that no quote begins with it.
_TYPED = "\N{WORD JOINER}>"


def unfold(text: str, *, delete_space: bool) -> str:
    """Return the text with soft line breaks undone; `delete_space` is DelSp=yes. Quote depth is kept as '>' marks.

    A line of the writer's own that begins with ">", which its stuffing tells (section 4.4), is marked until `unmarked`.
    """
    out: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth, content = _quote(line)
        if open_depth == depth and content != "-- " and out:
            out[-1].append(content)
        elif depth:
            out.append([f"{'>' * depth} {content}"])
        else:
            out.append([_TYPED, content[1:]] if content.startswith(">") else [content])
        flows = content.endswith(" ") and content != "-- "
        if flows and delete_space:
            out[-1][-1] = out[-1][-1][:-1]
        open_depth = depth if flows else None
    return "\n".join("".join(pieces) for pieces in out)


def unmarked(text: str) -> str:
    """Return an unfolded text, or a piece of it, as its writer typed it: its quotes are told by now."""
    return text.replace(_TYPED, ">")


def _quote(line: str) -> tuple[int, str]:
    """Return the depth of the quote marks and the rest, without the one space that stuffing puts in front."""
    content = line.lstrip(">")
    return len(line) - len(content), content.removeprefix(" ")
