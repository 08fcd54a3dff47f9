"""What somebody filled in: the fields of a modal as Slack sends them, whatever is in them."""

import re
from collections.abc import Mapping
from typing import Any

from intake.review.slack import press_names as names


def chosen_level(state: Mapping[str, Any]) -> str:
    """Return the level that was picked, "" for none."""
    option = _field(state, names.LEVEL_BLOCK, names.LEVEL).get("selected_option")
    value = option.get("value") if isinstance(option, Mapping) else None
    return value if isinstance(value, str) else ""


def written_reason(state: Mapping[str, Any]) -> str:
    """Return the reason that was written, "" for none."""
    return _words(state, names.REASON_BLOCK, names.REASON)


def written_text(state: Mapping[str, Any]) -> str:
    """Return the answer that was written, "" for none."""
    return _words(state, names.TEXT_BLOCK, names.TEXT)


def chosen_files(state: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the numbers of the files that stand ticked, as the modal has named them; none for what are no numbers."""
    options = _field(state, names.FILES_BLOCK, names.FILES).get("selected_options")
    values = [one.get("value") for one in options if isinstance(one, Mapping)] if isinstance(options, list) else []
    return tuple(int(one) for one in values if isinstance(one, str) and re.fullmatch(r"[0-9]{1,12}", one))


def _words(state: Mapping[str, Any], block: str, action: str) -> str:
    value = _field(state, block, action).get("value")
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def _field(state: Mapping[str, Any], block: str, action: str) -> Mapping[str, Any]:
    fields = state.get(block)
    found = fields.get(action) if isinstance(fields, Mapping) else None
    return found if isinstance(found, Mapping) else {}
