"""HTML nested thousands deep, told before a tree is built: that costs quadratic time, and no one writes it."""

import re
from itertools import accumulate
from operator import sub

_DEEPEST = 2000
_TAG = re.compile(r"<(/?[a-zA-Z]\w*)")
_NESTING = (
    "a", "address", "article", "aside", "b", "big", "blockquote", "center", "details", "dir", "div", "dl", "em",
    "fieldset", "figure", "font", "footer", "form", "header", "i", "main", "menu", "nav", "ol", "pre", "s", "section",
    "small", "span", "strong", "table", "u", "ul",
)  # fmt: skip
_STEPS = dict.fromkeys(_NESTING, 1) | {f"/{name}": -1 for name in _NESTING}


def too_deep(html: str) -> bool:
    """Tell whether more than 2,000 elements are open at once, counting the kinds that nest."""
    if html.count("<") <= _DEEPEST:
        return False
    names = map(str.lower, _TAG.findall(html))
    depths = list(accumulate(step for step in map(_STEPS.get, names) if step is not None))
    # An end without its beginning ends nothing, so that depth counts from the least before it.
    return max(map(sub, depths, accumulate(depths, min, initial=0)), default=0) > _DEEPEST
