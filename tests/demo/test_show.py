"""What the demo prints: links can be clicked and copied whole, and no button is broken."""

import io

from rich.console import Console

from intake.demo.show import Show
from intake.demo.sink import Caught

SIGN_IN = f"http://127.0.0.1:41234/portal/in/{'q' * 60}"
PAGE = f"http://127.0.0.1:41234/page/page-1010-{'3' * 60}"


def shown(*lines: str) -> list[str]:
    """Return what is printed of a letter that the desk has sent, line by line."""
    screen = io.StringIO()
    text = "\r\n".join(("To: ruth@alderfreight.example", "Subject: Sign in", "", *lines, ""))
    caught = Caught(mail_from="", rcpt_to=("ruth@alderfreight.example",), raw=text.encode())
    Show(Console(file=screen, width=80)).mail(caught)
    return screen.getvalue().splitlines()


def test_a_link_stands_whole_on_a_line_of_its_own_below_the_box() -> None:
    lines = shown("Open this link:", "", SIGN_IN, "", "It works once.")
    assert lines[-1] == SIGN_IN
    assert any("(the link below)" in line for line in lines)
    assert not any("qqq" in line for line in lines[:-1])


def test_several_links_stand_there_in_order_without_the_stop_behind_them() -> None:
    lines = shown(f"Take it: {PAGE}.", f"Or sign in ({SIGN_IN}).")
    assert lines[-2:] == [PAGE, SIGN_IN]
    inside = " ".join(lines)
    assert ("(link 1 below)." in inside, "(link 2 below)" in inside) == (True, True)


def test_a_letter_without_a_link_is_a_box_alone() -> None:
    assert shown("We have your message.")[-1].startswith("╰")


def test_no_button_is_broken_inside_its_brackets() -> None:
    screen, offered = io.StringIO(), ["1: Critical business impact", "2: Significant business impact", "3: Minimal one"]
    Show(Console(file=screen, width=80)).answered_there("Thank you.\n\nMore.", [*offered, "This got worse"])
    lines = screen.getvalue().splitlines()
    for one in offered:
        assert sum(f"[{one}]" in line for line in lines) == 1
