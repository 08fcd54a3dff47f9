"""Files that go with a message: chosen, pasted, dropped; and what is not taken."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.visitor import Site, Window

LOG: FilePayload = {"name": "server.log", "mimeType": "text/plain", "buffer": b"it fails"}
PICTURE: FilePayload = {"name": "empty page.png", "mimeType": "image/png", "buffer": b"\x89PNG"}


def carried(window: Window, event: str, selector: str) -> None:
    """Let files arrive as the browser brings them when somebody pastes or drops."""
    window.page.evaluate(
        """([kind, selector]) => {
          const carrier = new DataTransfer();
          carrier.items.add(new File(["x"], "pasted.png", {type: "image/png"}));
          const more = {bubbles: true, cancelable: true, composed: true};
          const made = kind === "paste"
            ? new ClipboardEvent("paste", {...more, clipboardData: carrier})
            : new DragEvent("drop", {...more, dataTransfer: carrier});
          document.querySelector("intake-window").shadowRoot.querySelector(selector).dispatchEvent(made);
        }""",
        [event, selector],
    )


def test_chosen_files_go_with_the_message(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open()
    window.choose(PICTURE, LOG)
    window.write("See the pictures.")
    expect(window.metas).to_contain_text(":")
    assert [(text, files) for _, text, files in desk.said] == [("See the pictures.", ["empty page.png", "server.log"])]
    expect(window.dialog.locator(".files li")).to_have_text(["empty page.png (1 kB)", "server.log (1 kB)"])


def test_files_alone_are_a_message_too(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open()
    window.choose(LOG)
    window.write("")
    expect(window.metas).to_contain_text(":")
    assert [files for _, _, files in desk.said] == [["server.log"]]


@pytest.mark.parametrize(("event", "selector"), [("paste", "textarea"), ("drop", ".panel")])
def test_files_are_pasted_and_dropped(site: Site, event: str, selector: str) -> None:
    window = site.visit().open()
    carried(window, event, selector)
    expect(window.button("Remove pasted.png")).to_be_visible()


def test_a_file_is_taken_off_again(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open()
    window.choose(LOG, PICTURE)
    window.button("Remove server.log").click()
    window.write("One picture.")
    expect(window.metas).to_contain_text(":")
    assert [files for _, _, files in desk.said] == [["empty page.png"]]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param({**LOG, "name": "run.exe"}, "run.exe was not attached. We take png, txt, log.", id="another kind"),
        pytest.param({**LOG, "buffer": b"x" * 1_000_001}, "All files together may have 1 MB.", id="too large"),
    ],
)
def test_what_is_not_taken_is_said_before_it_is_sent(site: Site, file: FilePayload, said: str) -> None:
    window = site.visit().open()
    window.choose(file)
    expect(window.dialog.get_by_text(said)).to_be_visible()
    expect(window.dialog.locator(".chips li")).to_have_count(0)


def test_a_message_with_files_waits_offline_too(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("first")
    expect(window.metas).to_contain_text(":")
    window.page.context.set_offline(True)
    window.choose(LOG)
    window.write("with a file")
    window.write("and one without")
    expect(window.metas.nth(2)).to_contain_text("Kept")
    window.page.context.set_offline(False)
    expect(window.metas.nth(2)).to_contain_text(":")
    assert [(text, files) for _, text, files in desk.said] == [
        ("first", []),
        ("with a file", ["server.log"]),
        ("and one without", []),
    ]
