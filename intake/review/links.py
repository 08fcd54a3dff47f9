"""What one-time links lead to: a question of consent for the customer, a call for whoever is on duty."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from intake.database.engine import Database
from intake.domain.case import Case
from intake.domain.paging import Page
from intake.domain.question import Answer, Given, How, Question
from intake.domain.webpage import Block, PageKind, WebPage
from intake.render.letter import ConsentLinks
from intake.render.write import consent
from intake.review.answers import CUSTOMER, settle
from intake.review.paging import acknowledge_call, page_of_call
from intake.stages.ask import About, question_letter, stands
from intake.stages.desk import Desk, Run
from intake.storage import cases, links
from intake.thread.link import Link, Opens, read

UNKNOWN = WebPage(kind=PageKind.UNKNOWN)
TAKE = "take"
_NO_LINKS = ConsentLinks(agree=None, refuse=None)
_ANSWERED = {Answer.YES: PageKind.AGREED, Answer.NO: PageKind.REFUSED, Answer.VOID: PageKind.VOID}
_EMPTY_LINES = re.compile(r"\n[ \t]*\n+")
_ITEM = re.compile(r"^- ", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentLink:
    """The link in a letter that asks for agreement: looked at as often as one likes, acted on once.

    `wake` is called when an answer has been recorded: there may be mail to deliver.
    """

    database: Database
    desk: Desk
    now: Callable[[], datetime]
    wake: Callable[[], None]

    def look(self, token: str) -> WebPage:
        """Return what the link shows; nothing is written."""
        with self.database.read() as connection:
            return self._page(connection, read(self.desk.signer, Opens.CONSENT, token))

    def act(self, token: str, choice: str) -> WebPage:
        """Record the answer that was pressed, and return what is then on record."""
        link = read(self.desk.signer, Opens.CONSENT, token)
        page = self.look(token)
        if link is None or choice not in page.choices:
            return page
        with self.database.write() as connection:
            question = links.find(connection, link.question)
            if question is not None:
                run = Run(connection=connection, desk=self.desk, now=self.now())
                settle(run, question, Given(agreed=choice == Answer.YES, actor=CUSTOMER, how=How.LINK))
            page = self._page(connection, link)
        self.wake()
        return page

    def _page(self, connection: Connection, link: Link | None) -> WebPage:
        # A forged token is looked up too, so that it takes as long as one whose question is not there.
        question = links.find(connection, 0 if link is None else link.question)
        case = None if question is None else cases.find(connection, question.case_id)
        if link is None or question is None or case is None or case.id != link.case_id:
            return UNKNOWN
        seen = WebPage(kind=PageKind.UNKNOWN, language=self._language(case), case_number=case.id)
        if question.answer is not Answer.OPEN:
            return replace(seen, kind=_ANSWERED[question.answer])
        if not stands(connection, question, case):
            return replace(seen, kind=PageKind.VOID)
        if self.now() >= link.until:
            return replace(seen, kind=PageKind.EXPIRED)
        choices = (str(Answer.YES), str(Answer.NO))
        blocks = self._what_would_hold(connection, case, question)
        return replace(seen, kind=PageKind.CONSENT, blocks=blocks, choices=choices, suggested=link.choice)

    def _language(self, case: Case) -> str:
        return self.desk.templates.language(case.language)

    def _what_would_hold(self, connection: Connection, case: Case, question: Question) -> tuple[Block, ...]:
        """Return the letter's own words without what is only for its reader: no name, no subject, no closing."""
        contract = self.desk.contract_of(case)
        if contract is None:
            return ()
        run = Run(connection=connection, desk=self.desk, now=self.now())
        about = question_letter(run, case, About(question=question, contract=contract))
        nameless = replace(about, contact_name=None, customer_name=None, subject="")
        return blocks_of(consent(nameless, self.desk.templates, _NO_LINKS).body)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLink:
    """The link in a call to somebody on duty: whoever presses takes the case in the name that was called."""

    database: Database
    desk: Desk
    now: Callable[[], datetime]

    def look(self, token: str) -> WebPage:
        """Return what the link shows; nothing is written."""
        link = read(self.desk.signer, Opens.PAGE, token)
        with self.database.read() as connection:
            found = page_of_call(connection, 0 if link is None else link.case_id, 0 if link is None else link.question)
        return UNKNOWN if link is None or found is None else self._page(link, found[0])

    def act(self, token: str, choice: str) -> WebPage:
        """Take the page, and return who has it then."""
        link = read(self.desk.signer, Opens.PAGE, token)
        page = self.look(token)
        if link is None or choice not in page.choices:
            return page
        with self.database.write() as connection:
            run = Run(connection=connection, desk=self.desk, now=self.now())
            taken = acknowledge_call(run, link.case_id, link.question)
        return UNKNOWN if taken is None else self._page(link, taken)

    def _page(self, link: Link, page: Page) -> WebPage:
        seen = WebPage(kind=PageKind.CALL, language="en", case_number=page.case_id)
        if page.acknowledged_at is not None:
            return replace(seen, kind=PageKind.TAKEN, blocks=(Block(f"{page.acknowledged_by} has it."),))
        if page.closed_at is not None or self.now() >= link.until:
            return replace(seen, kind=PageKind.ENDED)
        return replace(seen, blocks=tuple(Block(cause.why, item=True) for cause in page.causes), choices=(TAKE,))


def blocks_of(body: str) -> tuple[Block, ...]:
    """Return a letter's text up to the end of its last list, which says what would hold, as paragraphs and items."""
    pieces = [piece for block in _EMPTY_LINES.split(body) if block.strip() for piece in _pieces(block)]
    last = max((number for number, piece in enumerate(pieces) if piece.item), default=len(pieces) - 1)
    return tuple(pieces[: last + 1])


def _pieces(block: str) -> Iterator[Block]:
    items = _ITEM.split(block) if block.startswith("- ") else [block]
    for text in items:
        if text.strip():
            lines = (line.strip(" ") for line in text.strip().splitlines())  # a no-break space stays
            yield Block(" ".join(lines), item=block.startswith("- "))
