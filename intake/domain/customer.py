"""The companies the desk serves, and who wrote."""

from dataclasses import dataclass

from intake.domain.identity import Degree


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A company: its contract, plan and how to speak to it. `id` is 0 before it is stored.

    `slack` are its workspaces there (`T1`), and channels of a workspace that the app is installed in (`T1/C1`).
    """

    name: str
    contract: str
    plan: str | None = None
    language: str = "en"
    zone: str
    telephone: str | None = None
    domains: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    slack: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who a message is from, as far as it is known.

    `address` is where an answer may go ("" for nowhere). `customer` is None for a stranger and for a forged mail,
    whatever address it bears; `how` says what the identity rests on, `degree` how sure it is, and `why` what was found
    ("" for nothing). `doubt` says why there is to be no answer, "" where nothing forbids one.
    """

    address: str
    name: str
    customer: Customer | None
    how: str
    degree: Degree = Degree.UNKNOWN
    why: str = ""
    doubt: str = ""
