"""What the writer wrote, told from what a mail program quoted and from the signature. Linear in the text."""

import re
from dataclasses import dataclass, field
from itertools import compress, islice

from intake.domain.message import Forwarded
from intake.parse.new_words.attribution import loose_start, marked_end, run_in_at
from intake.parse.new_words.banner import banner_end
from intake.parse.new_words.boundaries import Boundary, boundary_at, is_quoted, may_introduce, next_text
from intake.parse.new_words.forward import read_forward
from intake.parse.new_words.own_marks import OwnMarks, own_marks
from intake.parse.new_words.phone_words import phone_notice
from intake.parse.new_words.signature import signature_start, signed_top, soft

_DEEPEST = 3  # forwards of forwards that are opened
_MOST_LOOKS = 20_000  # lines that are looked at for an introduction: more of them make a log, not a letter
_MOST_STRETCHES = 5_000  # answers between quotes that are searched for signatures
_LONGEST_ABOVE = 400  # characters of a line on which the writer's words end and an attribution begins
_NEAR_THE_END = 120  # lines of a stretch among which a phone's notice is looked for
_REPLY, _QUOTED, _SIGNATURE = range(3)
_LEAST_DOUBLED = 9  # lines, fewer of which do not show that line ends were doubled
_DIGIT_OR_AT = re.compile(r"[\d@]")
_STRETCH = re.compile(b"\0+")  # lines in a row that are the writer's


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A text taken apart. Each line of it is in one of the three texts; `forwarded` is None for no forward."""

    reply_text: str
    quoted_text: str = ""
    signature: str = ""
    forwarded: Forwarded | None = None


@dataclass(slots=True)
class _Letter:
    """The lines as they came and as they are read, a label for each; `turns`: where in a line quoted words begin."""

    own: list[str]
    lines: list[str]
    labels: bytearray
    turns: dict[int, int] = field(default_factory=dict)

    def mark(self, start: int, end: int, label: int) -> None:
        """Give the lines `start` to `end` (exclusive) one label."""
        self.labels[start:end] = bytes([label]) * (end - start)

    def head(self, end: int) -> "_Letter":
        """Return the letter's first lines."""
        return _Letter(self.own[:end], self.lines[:end], self.labels[:end])

    def written(self) -> bool:
        """Whether any line with words on it is the writer's."""
        return bool(self.turns) or any(line.strip() for line in compress(self.lines, self.of(_REPLY)))

    def of(self, label: int) -> list[bool]:
        """Whether each line has the label."""
        return [one == label for one in self.labels]


def split_reply(text: str, *, forwarding: bool = False, depth: int = 0) -> Split:
    """Return the text taken apart; `forwarding` says that its subject begins with Fwd:, WG:, TR: or the like."""
    own = text.split("\n")
    split = _split(own, forwarding=forwarding, depth=depth)
    if not _doubled(own):
        return split
    single = _split(own[::2], forwarding=forwarding, depth=depth)
    return single if len(single.quoted_text.split()) > len(split.quoted_text.split()) else split


def _split(own: list[str], *, forwarding: bool, depth: int) -> Split:
    letter = _Letter(own, _readable("\n".join(own)).split("\n"), bytearray(len(own)))
    cut, first = _label_quotes(letter)
    _label_wrapped(letter)
    _label_signatures(letter)
    written = letter.written()
    if first is not None and _forwards(first, written=written, forwarding=forwarding):
        return _forward(letter, first, depth)
    if not written and cut is not None and cut.kind == "attribution" and depth < _DEEPEST:
        return _below(letter, cut, depth)
    if not written:
        _give_back(letter)
    return _collect(letter)


def _doubled(lines: list[str]) -> bool:
    """Whether every other line is empty: a mailer may have doubled the line ends, so that nothing holds together."""
    return len(lines) >= _LEAST_DOUBLED and not any(line.strip() for line in islice(lines, 1, None, 2))


def _readable(text: str) -> str:
    """Return the text, sign for sign, with plain spaces for hard and invisible ones."""
    if text.isascii():
        return text
    for sign in "\xa0\u202f\ufeff\u200b":
        text = text.replace(sign, " ")
    return text


def _forwards(first: Boundary, *, written: bool, forwarding: bool) -> bool:
    if first.kind == "forward":
        return True
    # Outlook writes the same lines above a reply and a forward; the subject, or nothing above them, tells.
    return first.kind in {"header", "mark"} and (forwarding or not written)


def _label_quotes(letter: _Letter) -> tuple[Boundary | None, Boundary | None]:
    """Mark what is quoted. Returns the boundary that cuts the rest off, and the first boundary of all."""
    lines = letter.lines
    first: Boundary | None = None
    marks: OwnMarks | None = None
    done = looks = 0
    fenced = _fenced(lines)
    for index, line in enumerate(lines):
        if index < done or not line or fenced[index]:
            continue
        quoted = (is_quoted(line) and not _ends_link(letter, index)) or (marks is not None and marks.quoted(line))
        if quoted and (letter.labels[index - 1] == _QUOTED or not marked_end(line)):
            _label_quoted(letter, index)
            continue
        if not quoted and (looks > _MOST_LOOKS or not may_introduce(line)):
            continue
        looks += 1
        found = _run_in(letter, index) or boundary_at(lines, index)
        if found is None:
            letter.labels[index] = _QUOTED if quoted else _REPLY
            continue
        first = first or found
        below = next_text(lines, found.end)
        below_marks = own_marks(lines, below)
        marks = below_marks or marks
        marked = below_marks is not None or any(is_quoted(line) for line in lines[below : below + 1])
        prefixed = marked and found.kind != "above"
        done = found.end if prefixed else len(lines)
        letter.mark(found.start, done, _QUOTED)
        if not prefixed:
            return found, first
    return None, first


def _ends_link(letter: _Letter, index: int) -> bool:
    """Whether ">" only closes the link that the writer's line above opened: "<https://vendor.example/a"."""
    if not index or letter.labels[index - 1] != _REPLY:
        return False
    opened = letter.lines[index - 1][-_LONGEST_ABOVE:].rpartition("<")[2]
    return opened.startswith("http") and ">" not in opened


def _fenced(lines: list[str]) -> bytearray:
    """Return 1 for each line between two of "```": code, in which ">" is no quote mark."""
    inside = bytearray(len(lines))
    fences = [index for index, line in enumerate(lines) if "```" in line[:8] and line.lstrip().startswith("```")]
    for start, end in zip(fences[::2], fences[1::2], strict=False):
        inside[start : end + 1] = b"\1" * (end + 1 - start)
    return inside


def _label_quoted(letter: _Letter, index: int) -> None:
    """Mark a line with a quote mark, and where quoted lines begin, a line above that introduces them."""
    labels, lines = letter.labels, letter.lines
    labels[index] = _QUOTED
    above = index - 1
    while above >= max(0, index - 3) and not lines[above].strip():
        above -= 1
    if above < 0 or labels[above] != _REPLY or not _DIGIT_OR_AT.search(lines[above]):
        return
    start = loose_start(lines, above)
    if start is not None:
        letter.mark(start, above + 1, _QUOTED)


def _run_in(letter: _Letter, index: int) -> Boundary | None:
    """Find an attribution behind the writer's own words on one line."""
    column = run_in_at(letter.lines[index])
    if column is not None:
        letter.turns[index] = column
        return Boundary("attribution", index, index + 1)
    above = letter.lines[index - 1] if index and not letter.labels[index - 1] else ""
    if not above.strip() or len(above) > _LONGEST_ABOVE:
        return None
    column = run_in_at(f"{above} {letter.lines[index]}")
    if column is None or column >= len(above):
        return None
    letter.turns[index - 1] = column
    return Boundary("attribution", index - 1, index + 1)


def _label_wrapped(letter: _Letter) -> None:
    """Mark short lines between quoted ones: the ends of long quoted lines that a mailer broke."""
    lines, labels = letter.lines, letter.labels
    if _QUOTED not in labels:
        return
    for index in range(1, len(lines) - 1):
        line = lines[index]
        if labels[index] or labels[index - 1] != _QUOTED or len(line) > 40 or not line.strip():
            continue
        above, below = lines[index - 1], lines[index + 1]
        between = is_quoted(below) or labels[index + 1] == _QUOTED
        remnant = not any(char.isalnum() for char in line)
        broken = len(above) >= 60 and line[:1].islower() and above.rstrip()[-1] not in ".?!:"
        if between and is_quoted(above) and (remnant or broken):
            labels[index] = _QUOTED


def _label_signatures(letter: _Letter) -> None:
    lines, labels = letter.lines, letter.labels
    letter.mark(*signed_top(lines), _SIGNATURE)
    top = banner_end(lines)
    for index in range(top):
        if labels[index] == _REPLY:
            labels[index] = _SIGNATURE
    for stretch in islice(_STRETCH.finditer(bytes(labels)), _MOST_STRETCHES):
        start, end = max(stretch.start(), top), stretch.end()
        if end - start > 1:
            begins = signature_start(lines, start, end)
            if any(line.strip() for line in lines[begins:end]):
                letter.mark(begins, end, _SIGNATURE)
        for index in range(max(start, end - _NEAR_THE_END), end):
            if labels[index] == _REPLY and phone_notice(lines[index]):
                labels[index] = _SIGNATURE


def _below(letter: _Letter, cut: Boundary, depth: int) -> Split:
    """Nothing is written above the attribution: then the writer's words are those below it that have no quote marks."""
    above = _collect(letter.head(cut.end))
    below = split_reply("\n".join(letter.own[cut.end :]), depth=depth + 1)
    return Split(
        reply_text=below.reply_text,
        quoted_text=_joined([above.quoted_text, below.quoted_text]),
        signature=_joined([one for one in (above.signature, below.signature) if one]),
        forwarded=below.forwarded,
    )


def _give_back(letter: _Letter) -> None:
    """Nothing seems written: then what was only probably a signature is the writer's after all."""
    lines, labels = letter.lines, letter.labels
    kept = [index for index, label in enumerate(labels) if label == _SIGNATURE]
    if kept and soft(lines, kept[0], kept[-1] + 1):
        for index in kept:
            labels[index] = _REPLY


def _forward(letter: _Letter, first: Boundary, depth: int) -> Split:
    """Keep the comment above a forward; without one, what was forwarded is what the writer sends."""
    forwarded, head = read_forward(letter.own[first.start :])
    split = _collect(letter)
    if split.reply_text.strip() or not forwarded.text.strip():
        return Split(
            reply_text=split.reply_text, quoted_text=split.quoted_text, signature=split.signature, forwarded=forwarded
        )
    inner = Split(reply_text=forwarded.text)
    if depth < _DEEPEST:
        inner = split_reply(forwarded.text, depth=depth + 1)
    quoted = [line for line, label in zip(letter.own[: first.start], letter.labels, strict=False) if label == _QUOTED]
    return Split(
        reply_text=inner.reply_text if inner.reply_text.strip() else forwarded.text,
        quoted_text=_joined([*quoted, *head, inner.quoted_text if inner.reply_text.strip() else ""]),
        signature=_joined([split.signature, inner.signature if inner.reply_text.strip() else ""]),
        forwarded=forwarded,
    )


def _collect(letter: _Letter) -> Split:
    texts = [list(compress(letter.own, letter.of(label))) for label in (_REPLY, _QUOTED, _SIGNATURE)]
    if letter.turns:
        texts = _turned(letter)
    reply, quoted, signature = (_joined(text) for text in texts)
    return Split(reply_text=reply, quoted_text=quoted, signature=signature)


def _turned(letter: _Letter) -> list[list[str]]:
    """Take apart the lines too that begin with the writer's words and end with an attribution."""
    texts: list[list[str]] = [[], [], []]
    for index, (line, label) in enumerate(zip(letter.own, letter.labels, strict=True)):
        column = letter.turns.get(index)
        if column is None:
            texts[label].append(line)
        else:
            texts[_REPLY].append(line[:column])
            texts[_QUOTED].append(line[column:])
    return texts


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()
