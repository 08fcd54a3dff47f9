"""Let a model serve: a person's act, on record with its reason."""

from sqlalchemy import Connection

from intake.storage import audit, promotions
from intake.storage.promotions import Promotion

TRAINED, PROMOTED = "model.trained", "model.promoted"


def trained(connection: Connection, entry: audit.Entry) -> None:
    """Put a challenger on record as it was written, so that no other can be promoted in its place."""
    audit.write(connection, entry)


def was_trained_here(connection: Connection, version: str, sha256: str, trial: str) -> bool:
    """Tell whether training has written this very model with this very trial."""
    wanted = {"version": version, "sha256": sha256, "trial": trial}
    found = audit.details(connection, TRAINED)
    return any(all(detail.get(name) == value for name, value in wanted.items()) for detail in found)


def promote(connection: Connection, promotion: Promotion) -> None:
    """Let a model serve, and put it on the trail; a bot that runs takes it within about a minute."""
    before = promotions.last(connection)
    promotions.add(connection, promotion)
    detail = {
        "version": promotion.version,
        "sha256": promotion.sha256,
        "before": None if before is None else before.version,
        "reason": promotion.reason,
        "accepted": list(promotion.accepted),
    }
    audit.write(connection, audit.Entry(at=promotion.at, actor=promotion.actor, event=PROMOTED, detail=detail))
