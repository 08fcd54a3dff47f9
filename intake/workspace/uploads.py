"""Uploads: the bytes of files of ours, brought to where Slack has said that they go; no token goes with them."""

from intake.domain.slack import SlackAnswer
from intake.workspace.files import FileRules

_PATIENCE = 60.0  # seconds for a whole file
_NOT_NOW = SlackAnswer(ok=False, error="service_unavailable")


class Uploads:
    """Brings files to Slack's own hosts alone; see `domain.slack.PutsFiles`."""

    def __init__(self, rules: FileRules) -> None:
        """Bring them to hosts that the rules allow."""
        self._rules = rules

    async def put(self, url: str, content: bytes) -> SlackAnswer:
        """Bring bytes to an address; the answer says what to do next where they did not arrive."""
        import aiohttp

        if not self._rules.allows(url):
            return SlackAnswer(ok=False, error="no_host_of_slack")
        timeout = aiohttp.ClientTimeout(total=_PATIENCE)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
                session.post(url, data=content, allow_redirects=False) as response,
            ):
                return _said(response.status)
        except (aiohttp.ClientError, TimeoutError, OSError):
            return _NOT_NOW


def _said(status: int) -> SlackAnswer:
    if status == 200:
        return SlackAnswer(ok=True)
    return _NOT_NOW if status == 429 or status >= 500 else SlackAnswer(ok=False, error=f"upload_refused_{status}")
