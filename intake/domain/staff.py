"""The people of the desk, as its settings list them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEngineer:
    """A person who answers customers: the name they are told by, and the address that is warned and believed.

    `slack` is their member id in the desk's own workspace, "" where their address tells who they are there.
    """

    name: str
    address: str
    slack: str = ""
