"""Whether what a person wrote as a reason says anything."""

import unicodedata

# Letters and signs by their category, blank to whoever reads them: the fillers of Hangul, and Braille without a dot.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def says_something(text: str) -> bool:
    """Tell whether a text has a letter, a digit or a sign that can be seen.

    Spaces of any kind, what has no width, controls and bare punctuation say nothing.
    """
    return any(_is_seen(char) for char in text)


def _is_seen(char: str) -> bool:
    category = unicodedata.category(char)
    return (category[0] in "LN" or category == "So") and char not in _BLANK
