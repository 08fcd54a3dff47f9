"""Tags of thousands of attributes cut short before an HTML parser sees them: each is compared with all before it."""

import re

_SHORT = 30_000  # characters; below that no tag can cost much
_LONGEST = 10_000  # of a tag that is left as it is
# Comments, raw text and tags as HTML's own tokenizer takes them apart (WHATWG HTML, 13.2.5); possessive, so linear.
_PIECE = re.compile(
    r"<!--(?:-?>|(?:(?!--!?>).)*+(?:--!?>)?)"
    r"|<(?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)\b[^>]*+>(?:(?!</(?P=raw)).)*+"
    r"|(?P<tag></?+[a-z][^\s/>]*+)"
    r"(?:[\s/]++|[^\s/>][^\s/>=]*+(?>\s*=\s*(?>\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)?+)*+",
    re.IGNORECASE | re.DOTALL,
)


# A value may be in quotes only behind "=". Where none holds a bracket, a tag ends at the first one that closes.
_BRACKET_IN_VALUE = re.compile(r"=\s*+(?:\"[^\"<>]*+[<>]|'[^'<>]*+[<>])")


def short_tags(html: str) -> str:
    """Return the HTML with every tag longer than 10,000 characters bare of its attributes. Linear in its length."""
    if len(html) < _SHORT or _has_no_long_tag(html):
        return html
    return _PIECE.sub(_cut, html)


def _has_no_long_tag(html: str) -> bool:
    """Tell at a glance what most HTML shows: that it has no tag so long; False where a closer look is needed."""
    return max(map(len, html.split(">"))) < _LONGEST and _BRACKET_IN_VALUE.search(html) is None


def _cut(piece: re.Match[str]) -> str:
    tag = piece["tag"]
    return piece.group() if tag is None or len(piece.group()) <= _LONGEST else tag
