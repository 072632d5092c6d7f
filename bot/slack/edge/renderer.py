"""Joins the outbox to the words: facts from the programme, screens in the receiver's language."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.outbox.ports import Apart, GoAhead, Never, NotNow, Owed, Rendered, Verdict
from bot.programme import messages
from bot.programme.people.hours import rules_now
from bot.programme.people.messages import Defer
from bot.programme.people.results import Reader
from bot.slack.messages import message
from bot.texts.words import Words, words_for


class ScreenRenderer:
    """Answers the sender's last question about a row."""

    def __init__(self, names: Callable[[str], str | None]) -> None:
        self._names = names

    def look(self, db: Db, row: Owed, now: datetime) -> Verdict:
        """Still true, in hours, and in which words."""
        told = messages.look(db, row, now)
        if isinstance(told, Defer):
            return NotNow(told.until, told.reason)
        if isinstance(told, messages.Cancel):
            return Never(told.reason)
        if isinstance(told, messages.Split):
            return Apart("no group")
        said = message(row.kind, told.facts, self._words(db, told.readers))
        rendered = Rendered(said.text, said.blocks)
        return GoAhead(rendered, told.channel, told.members)

    def _words(self, db: Db, readers: tuple[Reader, ...]) -> list[Words]:
        rules = rules_now(db)
        return [
            words_for(one.language, one.zone, formal=rules.formal, names=self._names)
            for one in readers
        ]
