"""What gateways and firms put above a letter: "CAUTION: external sender", "Classification: Internal"."""

from intake.parse.new_words.disclaimer_words import BANNER, BANNER_MAIL, BANNER_MORE, BANNER_SURE, STAMP

_LONGEST = 300
_SHORT_BANNER = 2  # words that need not speak of mail: "[EXTERNAL]"
_MOST_BANNERS = 3  # warnings and stamps that stand on top of one another


def banner_end(lines: list[str]) -> int:
    """Where a warning that a gateway put on top ("CAUTION: external sender") ends; 0 when there is none."""
    end = 0
    for _ in range(_MOST_BANNERS):
        further = _stamped(lines, end) or _warned(lines, end)
        if not further:
            break
        end = further
    return end


def is_stamp(line: str) -> bool:
    """Whether the line is one that a firm stamps on every mail by rule: "Classification: Internal"."""
    return len(line) <= 80 and STAMP.fullmatch(line) is not None


def _stamped(lines: list[str], start: int) -> int:
    """Where a line "Classification: Internal" ends that stands alone, with words after it; 0 for none."""
    first = next((index for index in range(start, min(start + 5, len(lines))) if lines[index].strip()), None)
    if first is None or not is_stamp(lines[first]) or any(line.strip() for line in lines[first + 1 : first + 2]):
        return 0
    return first + 1 if any(line.strip() for line in lines[first + 1 :]) else 0


def _warned(lines: list[str], start: int) -> int:
    first = next((index for index in range(start, min(start + 5, len(lines))) if lines[index].strip()), None)
    if first is None or BANNER.match(lines[first]) is None:
        return 0
    end = first + 1
    while end < min(len(lines), first + 6) and lines[end].strip():
        said = " ".join(line[:_LONGEST] for line in lines[first:end])
        if _whole(lines[end - 1]) and BANNER_SURE.search(said) and BANNER_MORE.search(lines[end][:_LONGEST]) is None:
            break
        end += 1
    # A paragraph without words of the writer after it may be the writer's own, or the writer's is its last lines.
    if not any(line.strip() for line in lines[end:]):
        end = first + 1 if _whole(lines[first]) else end
    paragraph = " ".join(line[:_LONGEST] for line in lines[first:end])
    written_below = any(line.strip() for line in lines[end:])
    of_mail = BANNER_MAIL.search(paragraph) is not None or len(paragraph.split()) <= _SHORT_BANNER
    sure = of_mail and BANNER_SURE.search(paragraph) is not None
    return end if written_below and len(paragraph) < 800 and sure else 0


def _whole(line: str) -> bool:
    return line.rstrip(" \t*_]>)").endswith((".", "!", "。")) or line.rstrip().endswith(("]", "*", "-", "=", ">"))
