"""A visitor of the vendor's site, and how they find their way about the window: by names and roles, as people do."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, expect

PATIENCE = 20_000  # milliseconds: how long what should come may take on a busy machine
expect.set_options(timeout=PATIENCE)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@dataclass
class Site:
    """The vendor's site in a browser; `errors` is what its pages complained of."""

    browser: Browser
    origin: str
    errors: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def somebody(self, **context: Any) -> BrowserContext:
        """Return a browser of its own for one person."""
        settings: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/Berlin", **context}
        found = self.browser.new_context(**settings)
        found.set_default_timeout(PATIENCE)
        self.contexts.append(found)
        return found

    def visit(self, context: BrowserContext | None = None, path: str = "/", **settings: Any) -> "Window":
        """Return the window on a page of the site."""
        page = (context or self.somebody(**settings)).new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{self.origin}{path}")
        return Window(page)

    def leave(self) -> None:
        """Close everybody's browser; no page may have broken."""
        for context in self.contexts:
            context.close()
        assert self.errors == []


@dataclass
class Window:
    """The window on one page."""

    page: Page

    @property
    def launcher(self) -> Locator:
        return self.page.locator("intake-window .launcher")

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def field(self) -> Locator:
        return self.dialog.locator("textarea")

    @property
    def bubbles(self) -> Locator:
        return self.dialog.locator(".bubble")

    @property
    def own(self) -> Locator:
        return self.dialog.locator(".line.visitor .bubble > p")

    @property
    def metas(self) -> Locator:
        return self.dialog.locator(".line.visitor .meta")

    def open(self) -> "Window":
        """Press the button that opens it."""
        self.come_here().launcher.click()
        expect(self.dialog).to_be_visible()
        return self

    def write(self, *texts: str) -> "Window":
        """Write messages and send them."""
        self.come_here()
        for text in texts:
            self.field.fill(text)
            self.dialog.get_by_role("button", name="Send", exact=True).click()
        return self

    def come_here(self) -> "Window":
        """Turn to this tab; one in the background is drawn once a second."""
        self.page.bring_to_front()
        return self

    def button(self, name: str) -> Locator:
        return self.dialog.get_by_role("button", name=name, exact=True)

    def choose(self, *files: FilePayload) -> None:
        """Choose files to go with the next message."""
        self.page.locator("intake-window input[type=file]").set_input_files(files)

    def focused(self) -> str:
        """Return what has the focus, as a person would name it."""
        found: str = self.page.evaluate(
            "() => { const host = document.querySelector('intake-window');"
            " const at = document.activeElement === host ? host.shadowRoot.activeElement : document.activeElement;"
            " return at.ariaLabel || at.textContent.trim() || at.localName; }"
        )
        return found
