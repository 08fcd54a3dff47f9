"""Files of ours at our own fake of Slack's web API: where their bytes go, and the message that shows them."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from tests.slack.fake import Call, FakeSlack


class FakeUploads:
    """What was uploaded, by Slack's id for it: id, name, size and, once the bytes came, the content.

    `FakeSlack.will("upload", Breaks(413))` refuses bytes.
    """

    def __init__(self, slack: "FakeSlack") -> None:
        self.files: dict[str, dict[str, Any]] = {}
        self._slack = slack

    async def take(self, request: web.Request) -> web.Response:
        """Take the bytes of a file where getUploadURLExternal said that they go."""
        status = getattr(self._slack.wanted("upload"), "status", 200)
        if status == 200:
            self.files[request.match_info["id"]]["content"] = await request.read()
        return web.Response(status=status, text="OK")

    def _files_getUploadURLExternal(self, call: "Call") -> dict[str, Any]:  # noqa: N802 - Slack's own name
        number = f"F{len(self.files) + 1:05d}"
        told = {"name": call.arguments["filename"], "size": int(call.arguments["length"])}
        self.files[number] = {"id": number, **told}
        return {"upload_url": self._slack.url.replace("/api/", f"/upload/{number}"), "file_id": number}

    def _files_completeUploadExternal(self, call: "Call") -> dict[str, Any]:  # noqa: N802 - Slack's own name
        shown = [{**self.files[one["id"]], "title": one["title"]} for one in call.arguments["files"]]
        if any(len(one.get("content", b"")) != one["size"] for one in shown):
            return {"ok": False, "error": "file_not_found"}
        files = [{name: value for name, value in one.items() if name != "content"} for one in shown]
        place = {"channel": call.arguments["channel_id"], "thread_ts": call.arguments.get("thread_ts")}
        self._slack._chat_postMessage(replace(call, arguments={**place, "text": "", "files": files}))
        return {"files": files}
