"""What the writer wrote, told from what a mail program quoted and from the signature. Linear in the text."""

from dataclasses import dataclass
from enum import IntEnum

from intake.domain.message import Forwarded
from intake.parse.boundaries import Boundary, boundary_at, is_quoted, next_text
from intake.parse.forward import read_forward
from intake.parse.signature import banner_end, phone_notice, signature_start, soft

_DEEPEST = 3  # forwards of forwards that are opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A text taken apart. Each line of it is in one of the three texts; `forwarded` is None for no forward."""

    reply_text: str
    quoted_text: str = ""
    signature: str = ""
    forwarded: Forwarded | None = None


class _Label(IntEnum):
    REPLY = 0
    QUOTED = 1
    SIGNATURE = 2


def split_reply(text: str, *, forwarding: bool = False, depth: int = 0) -> Split:
    """Return the text taken apart; `forwarding` says that its subject begins with Fwd:, WG:, TR: or the like."""
    lines = text.split("\n")
    labels = [_Label.REPLY] * len(lines)
    cut, first = _label_quotes(lines, labels)
    _label_wrapped(lines, labels)
    _label_signatures(lines, labels)
    written = any(label is _Label.REPLY and line.strip() for line, label in zip(lines, labels, strict=True))
    if first is not None and _forwards(first, written=written, forwarding=forwarding):
        return _forward(lines, labels, first, depth)
    if not written:
        _give_back(lines, labels, cut)
    return _collect(lines, labels)


def _forwards(first: Boundary, *, written: bool, forwarding: bool) -> bool:
    if first.kind == "forward":
        return True
    # Outlook writes the same lines above a reply and a forward; the subject, or nothing above them, tells.
    return first.kind in {"header", "mark"} and (forwarding or not written)


def _label_quotes(lines: list[str], labels: list[_Label]) -> tuple[Boundary | None, Boundary | None]:
    """Mark what is quoted. Returns the boundary that cuts the rest off, and the first boundary of all."""
    first: Boundary | None = None
    index = 0
    while index < len(lines):
        if not lines[index]:
            index += 1
            continue
        if is_quoted(lines[index]):
            labels[index] = _Label.QUOTED
            index += 1
            continue
        found = boundary_at(lines, index)
        if found is None:
            index += 1
            continue
        first = first or found
        below = next_text(lines, found.end)
        prefixed = below < len(lines) and is_quoted(lines[below]) and found.kind != "above"
        end = found.end if prefixed else len(lines)
        labels[found.start : end] = [_Label.QUOTED] * (end - found.start)
        if not prefixed:
            return found, first
        index = found.end
    return None, first


def _label_wrapped(lines: list[str], labels: list[_Label]) -> None:
    """Mark short lines between quoted ones: the ends of long quoted lines that a mailer broke."""
    for index in range(1, len(lines) - 1):
        line = lines[index]
        if labels[index] is not _Label.REPLY or not line.strip() or len(line) > 40:
            continue
        above, below = lines[index - 1], lines[index + 1]
        between = is_quoted(below) or labels[index + 1] is _Label.QUOTED
        remnant = not any(char.isalnum() for char in line)
        if is_quoted(above) and between and (remnant or (len(above) >= 70 and line[:1].islower())):
            labels[index] = _Label.QUOTED


def _label_signatures(lines: list[str], labels: list[_Label]) -> None:
    top = banner_end(lines) if lines else 0
    for index in range(top):
        if labels[index] is _Label.REPLY:
            labels[index] = _Label.SIGNATURE
    start = top
    while start < len(lines):
        if labels[start] is not _Label.REPLY:
            start += 1
            continue
        end = start
        while end < len(lines) and labels[end] is _Label.REPLY:
            if lines[end] and phone_notice(lines[end]):
                labels[end] = _Label.SIGNATURE
            end += 1
        begins = signature_start(lines, start, end) if end - start > 1 else end
        if any(line.strip() for line in lines[begins:end]):
            labels[begins:end] = [_Label.SIGNATURE] * (end - begins)
        start = end


def _give_back(lines: list[str], labels: list[_Label], cut: Boundary | None) -> None:
    """Nothing seems written: then what was only probably a signature or a quote is the writer's after all."""
    kept = [index for index, label in enumerate(labels) if label is _Label.SIGNATURE]
    if kept and soft(lines, kept[0], kept[-1] + 1):
        for index in kept:
            labels[index] = _Label.REPLY
    elif cut is not None and cut.kind == "attribution":
        below = [_Label.QUOTED if is_quoted(line) else _Label.REPLY for line in lines[cut.end :]]
        labels[cut.end :] = below


def _forward(lines: list[str], labels: list[_Label], first: Boundary, depth: int) -> Split:
    """Keep the comment above a forward; without one, what was forwarded is what the writer sends."""
    forwarded, head = read_forward(lines[first.start :])
    split = _collect(lines, labels)
    if split.reply_text.strip() or not forwarded.text.strip():
        return Split(
            reply_text=split.reply_text, quoted_text=split.quoted_text, signature=split.signature, forwarded=forwarded
        )
    inner = Split(reply_text=forwarded.text)
    if depth < _DEEPEST:
        inner = split_reply(forwarded.text, depth=depth + 1)
    quoted = [line for line, label in zip(lines[: first.start], labels, strict=False) if label is _Label.QUOTED]
    return Split(
        reply_text=inner.reply_text if inner.reply_text.strip() else forwarded.text,
        quoted_text=_joined([*quoted, *head, inner.quoted_text if inner.reply_text.strip() else ""]),
        signature=_joined([split.signature, inner.signature if inner.reply_text.strip() else ""]),
        forwarded=forwarded,
    )


def _collect(lines: list[str], labels: list[_Label]) -> Split:
    texts = {label: [line for line, own in zip(lines, labels, strict=True) if own is label] for label in _Label}
    return Split(
        reply_text=_joined(texts[_Label.REPLY]),
        quoted_text=_joined(texts[_Label.QUOTED]),
        signature=_joined(texts[_Label.SIGNATURE]),
    )


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
