"""Slack's limits, in characters and pieces, and words cut to them.

https://docs.slack.dev/reference/block-kit/blocks; all blocks of a message together are refused well before the sum of
theirs, at some 13,200 characters (slackapi/bolt-js#2509), so we stop earlier.
"""

SECTION = 3000
BLOCKS = 50
BUDGET = 10_000
BUTTON = 75
OPTION = 75
CONTEXT = 10


def cut(text: str, longest: int) -> str:
    """Return words within a limit, with an ellipsis where some are left out."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
