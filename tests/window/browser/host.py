"""The vendor's page: another origin than the desk's, with a policy and styles of its own."""

from dataclasses import dataclass, field
from html import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route


@dataclass
class Host:
    """A vendor's site. `desk` is the origin of the desk whose window is on its pages."""

    desk: str = ""
    language: str = "en"
    direction: str = "ltr"
    style: str = ""
    policy: str = ""
    tags: int = 1
    attributes: dict[str, str] = field(default_factory=dict)

    def page(self, request: Request) -> Response:
        del request
        given = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        tag = f'<script src="{self.desk}/window.js" async{given}></script>'
        html = (
            f'<!DOCTYPE html><html lang="{self.language}" dir="{self.direction}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Orders</title>'
            f"<style>{self.style}</style></head><body><main><h1>Orders</h1>"
            '<p>Twelve orders are open.</p><p><a href="/next">Next page</a></p></main>'
            f"{tag * self.tags}</body></html>"
        )
        headers = {"content-security-policy": self.policy.replace("DESK", self.desk)} if self.policy else {}
        return HTMLResponse(html, headers=headers)

    @property
    def app(self) -> Starlette:
        """Return the site as an application: each path is the same page."""
        return Starlette(routes=[Route("/{path:path}", self.page)])
