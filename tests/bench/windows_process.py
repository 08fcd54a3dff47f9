"""`python -m tests.bench.windows_process echo FOLDER`: server-sent events as Starlette's documentation has them.

A talk is a queue in memory; what is said gets one sentence back. Nothing is checked, kept or bounded.
"""

import asyncio
import json
import secrets
import sys
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

_talks: dict[str, "asyncio.Queue[str]"] = {}


async def talk(request: Request) -> Response:
    """Begin a talk."""
    del request
    secret = secrets.token_urlsafe(32)
    _talks[secret] = asyncio.Queue()
    return JSONResponse({"secret": secret}, status_code=201)


async def say(request: Request) -> Response:
    """Say one sentence back."""
    words = await request.json()
    await _queue(request).put(json.dumps({"side": "desk", "text": f"We have it: {words['key']}"}))
    return JSONResponse({"line": 1}, status_code=202)


async def lines(request: Request) -> Response:
    """Stream what is said."""
    queue = _queue(request)

    async def events() -> AsyncIterator[str]:
        yield "retry: 2000\n\n"
        while True:
            yield f"event: line\ndata: {await queue.get()}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


def _queue(request: Request) -> "asyncio.Queue[str]":
    return _talks[request.headers["authorization"].removeprefix("Bearer ")]


async def main() -> None:
    """Print the port; then a number for each line that comes in."""
    routes = [
        Route("/window/talk", talk, methods=["POST"]),
        Route("/window/say", say, methods=["POST"]),
        Route("/window/lines", lines, methods=["GET"]),
    ]
    config = uvicorn.Config(Starlette(routes=routes), port=0, http="h11", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait for
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(len(_talks), flush=True)
    server.force_exit = server.should_exit = True
    await serving


if __name__ == "__main__":
    asyncio.run(main())
