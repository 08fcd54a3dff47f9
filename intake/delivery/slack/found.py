"""Whether a card was posted, though no answer came: looked for in the channel by the mark that it carries."""

from collections.abc import Mapping
from typing import Any

from intake.domain.slack import CallsSlack
from intake.storage.slack.cards import Card

_MOST_PAGES = 5
_EARLIER = 120  # seconds that Slack's clock may be behind ours


async def posted_before(slack: CallsSlack, card: Card, event: str, payload: Mapping[str, str]) -> str | None:
    """Return the `ts` of a card that is in its channel, "" where it is not there, None where Slack does not say."""
    asked: dict[str, object] = {
        "channel": card.place.channel,
        "oldest": f"{card.begun_at.timestamp() - _EARLIER:.6f}",
        "include_all_metadata": True,
        "limit": 100,
    }
    for _ in range(_MOST_PAGES):
        answer = await slack.call(card.place.team, "conversations.history", asked)
        found = answer.data.get("messages")
        if not answer.ok or not isinstance(found, list):
            return None
        ts = next((str(one.get("ts")) for one in found if _is_it(one, event, payload)), "")
        following = (answer.data.get("response_metadata") or {}).get("next_cursor")
        if ts or not following:
            return ts
        asked = {**asked, "cursor": following}
    return ""


def _is_it(message: Any, event: str, payload: Mapping[str, str]) -> bool:
    marked = message.get("metadata") if isinstance(message, Mapping) else None
    if not isinstance(marked, Mapping) or marked.get("event_type") != event:
        return False
    return dict(marked.get("event_payload") or {}) == dict(payload)
