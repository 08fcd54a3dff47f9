"""The peers of `replies`, each given what it does best; run as a program, the time one takes for one large reply."""

import sys
import time
from collections.abc import Callable

import quotequail
from mailparser_reply import EmailReplyParser

from intake.parse.new_words.reply import split_reply

_LANGUAGES = ["en", "de", "cs", "da", "es", "fr", "it", "ja", "ko", "nl", "pl", "sv", "zh"]  # all the peer has
_LARGE = 767_000  # characters, as the reply that stopped others


def mail_parser_reply(text: str, language: str) -> str:
    """Return the newest words, its signature apart; the peer is told the language where it knows it."""
    languages = [language] if language in _LANGUAGES else list(_LANGUAGES)
    return EmailReplyParser(languages=languages).parse_reply(text) or ""


def quotequail_words(text: str, language: str) -> str:
    """Return what stands above and below the wrapped message, of a bare forward its text, else what it would show."""
    found = quotequail.unwrap(text)
    if found is None:
        return str(quotequail.quote(text, limit=sys.maxsize, quote_intro_line=True)[0][1])
    own = [found[part] for part in ("text_top", "text_bottom") if part in found]
    text = found.get("text", "") if found["type"] == "forward" else ""
    return str("\n".join(own) if own else text)


def ours(text: str, language: str) -> str:
    """Return our new words."""
    return split_reply(text).reply_text


PEERS: dict[str, Callable[[str, str], str]] = {
    "mail-parser-reply": mail_parser_reply,
    "quotequail": quotequail_words,
}


def large_reply() -> str:
    """A short answer above an older message of many short paragraphs: 767 KB."""
    head = "Thanks, it prints again.\n\nOn Tue, Mar 3, 2026 at 9:14 AM Kim Vale <kim@vendor.example> wrote:\n"
    paragraph = "> Please restart the queue on the second server and tell us what it said.\n>\n"
    return head + paragraph * (_LARGE // len(paragraph))


def _main() -> None:
    by = {**PEERS, "ours": ours}[sys.argv[1]]
    text = large_reply()
    start = time.perf_counter()
    by(text, "en")
    print(time.perf_counter() - start)


if __name__ == "__main__":
    _main()
