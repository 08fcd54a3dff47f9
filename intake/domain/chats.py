"""Chats: places in which words are answered where they were said, and how each is called in the store."""

from intake.domain.slack import PREFIX as SLACK
from intake.domain.slack import Place
from intake.domain.window import PREFIX as WEB
from intake.domain.window import Talk

CHATS = (SLACK, WEB)  # begin what stands in the place of a mail address, and a lane

Where = Place | Talk


def where(address: str) -> Where | None:
    """Return the place in a chat behind an address, None for a mail address."""
    return Place.read(address) or Talk.read(address)


def is_chat(address: str) -> bool:
    """Tell whether an address is a place or a person in a chat: no mail can be written to it."""
    return address.startswith(CHATS)
