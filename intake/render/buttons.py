"""What stands on the buttons of a chat, and what pressing one answers: a language's own words, never a time."""

from intake.render.templates import Templates

# Every macro that a language's `chat/buttons` has to have, each with a try of what it is given.
MACROS: dict[str, tuple[object, ...]] = {
    "own_zone": (),
    "other_zone": (),
    "that_end": ("then",),
    "choose_level": (),
    "level": ("2", "Sample"),
    "level_by_phone": ("1", "Sample"),
    "got_worse": (),
    "agree": (),
    "refuse": (),
    "which_are_true": (),
    "all_users": (),
    "two_locations": (),
    "connectivity": (),
    "pressed": ("Sample", "Ann"),
    "tell_us_more": ("1042",),
    "told_already": (),
    "not_yours": (),
    "press_again": (),
    "is_closed": ("1042",),
    "is_decided": ("1042", "2"),
    "holds": ("1042", "2"),
    "is_an_emergency": ("1042",),
    "answered": (True,),
    "is_void": (),
    "not_known": (),
    "joined": ("1042",),
    "may_it_change": ("2",),
    "transcript": (),
    "unseen": (),
    "you": (),
    "not_mailed": (),
    "mailed": (),
    "nothing_to_mail": (),
    "link_mailed": ("4821",),
    "chose": ("2", "Sample"),
    "pressed_on": ("Sample",),
}


class Buttons:
    """The words of one language, laid out on one line each."""

    def __init__(self, templates: Templates, language: str) -> None:
        """`language` is the customer's; where it has no templates English stands in."""
        self._templates = templates
        self._language = templates.language(language)

    def say(self, macro: str, *words: object) -> str:
        """Return the words of one of `MACROS`; raises BadInput for a template that cannot be used."""
        return " ".join(self._templates.on_button(self._language, macro, *words).split())
