"""The language that the bot speaks with a person: Slack's at first, then their own choice."""

from bot.domain.refusals import UnknownLanguage
from bot.outbox.work import Work
from bot.programme.people.results import LanguageChosen

SPOKEN = {
    "en": "en", "english": "en", "inglese": "en",
    "it": "it", "italian": "it", "italiano": "it",
}  # fmt: skip


def choose(work: Work, typed: str) -> LanguageChosen:
    """From now on this language, whatever Slack says; typed as a code or a name.

    Raises UnknownLanguage with what was typed.
    """
    language = SPOKEN.get(typed.strip().casefold())
    if language is None:
        raise UnknownLanguage(typed)
    before = work.me.language
    work.me.language, work.me.language_chosen = language, True
    return LanguageChosen(language, before)
