"""What the gate looks at: the headers, the parts, the envelope and who we are."""

from dataclasses import dataclass, field

from intake.domain.message import Address
from intake.parse.decode.headers import Headers
from intake.parse.machines.own import OwnAddresses
from intake.parse.tree.mime import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`mail_from` is "" for the null sender and None when nobody knows; `senders` is all that From names."""

    root: Part
    senders: tuple[Address, ...]
    mail_from: str | None
    rcpt_to: tuple[str, ...] | None
    recipients: tuple[Address, ...]
    message_id: str | None
    subject: str
    text: str
    own: OwnAddresses = field(default_factory=OwnAddresses)

    @property
    def headers(self) -> Headers:
        """The message's own headers."""
        return self.root.headers

    @property
    def local_parts(self) -> tuple[str, ...]:
        """The local parts of From and of the envelope sender."""
        addresses = [one.address for one in self.senders] + [self.mail_from or ""]
        return tuple(address.rpartition("@")[0] or address for address in addresses if address)
