"""Joins the outbox to the words: facts from the programme, screens in the receiver's language."""

from collections.abc import Callable

from bot.outbox.operator import texts
from bot.outbox.ports import Owed, Rendered, Send, Verdict
from bot.outbox.work import Work
from bot.programme import messages
from bot.programme.administration.kinds import KINDS
from bot.programme.people.results import Reader
from bot.slack.kit.screen import SCREENS
from bot.slack.kit.topics import topics_of
from bot.slack.messages import message
from bot.texts.words import Words, words_for


class ScreenRenderer:
    """Answers the sender's last question about a row. Raises LookupError when a kind, or its later
    form, has no screen, or nobody has said what is still true of it."""

    def __init__(self, names: Callable[[str], str | None]) -> None:
        self._names = names
        if missing := KINDS.keys() - SCREENS.keys():
            raise LookupError(f"kinds without a screen: {sorted(missing)}")
        if unchecked := set(KINDS.unchecked) - {texts.TEXT.key}:
            raise LookupError(f"kinds of which nobody says what is true: {sorted(unchecked)}")

    def revalidate(self, work: Work, row: Owed) -> Verdict[Rendered]:
        """Still true, in hours, and in which words."""
        verdict = messages.revalidate(work, row)
        if not isinstance(verdict, Send):
            return verdict
        facts = verdict.content
        said = message(row.kind, facts.said, self._words(work, facts.readers))
        rendered = Rendered(said.text, said.blocks, said.file)
        return Send(rendered, verdict.channel, verdict.open_with, verdict.again_at)

    def _words(self, work: Work, readers: tuple[Reader, ...]) -> list[Words]:
        formal, topics = work.rules.formal, topics_of(work.rules)
        return [
            words_for(
                one.language,
                one.zone,
                formal=formal,
                names=self._names,
                topics=topics,
                also_in=one.also_in,
            )
            for one in readers
        ]
