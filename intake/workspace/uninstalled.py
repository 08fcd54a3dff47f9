"""What follows when an app is taken off a workspace: its tokens are forgotten; what waits for it is set aside."""

from datetime import UTC, datetime

from intake.domain.slack import SlackEvent
from intake.stages.desk import Run
from intake.storage import audit
from intake.storage.slack import installations

UNINSTALLED = ("app_uninstalled", "tokens_revoked")


def uninstalled(run: Run, event: SlackEvent) -> None:
    """Forget a workspace's tokens; a handler of the clerk's for the two types of UNINSTALLED.

    Tokens of people are none of ours, and an event from before the app was installed again changes nothing.
    """
    installed = next((one for one in installations.every(run.connection) if one.key == event.team), None)
    if installed is None or not installed.secret or _is_older(event, installed.installed_at):
        return
    said = event.body.get("event", {})
    if said.get("type") == "tokens_revoked" and installed.bot_user not in said.get("tokens", {}).get("bot", ()):
        return
    installations.drop(run.connection, installed.key)
    detail = {"workspace": installed.key, "how": str(said.get("type"))}
    audit.write(run.connection, audit.Entry(at=run.now, actor="bot", event="slack.uninstalled", detail=detail))


def _is_older(event: SlackEvent, moment: datetime) -> bool:
    seconds = event.body.get("event_time")
    return isinstance(seconds, int) and datetime.fromtimestamp(seconds, UTC) < moment.replace(microsecond=0)
