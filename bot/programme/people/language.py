"""The language that the bot speaks with a person: Slack's at first, then their own choice."""

from datetime import datetime

from sqlalchemy.orm import Session as Db

from bot.domain.refusals import UnknownLanguage
from bot.programme.people.results import LanguageChosen
from bot.store.tables import Person

SPOKEN = {
    "en": "en", "english": "en", "inglese": "en",
    "it": "it", "italian": "it", "italiano": "it",
}  # fmt: skip


def choose(db: Db, person: Person, typed: str, now: datetime) -> LanguageChosen:
    """From now on this language, whatever Slack says; typed as a code or a name.

    Raises UnknownLanguage with what was typed.
    """
    language = SPOKEN.get(typed.strip().casefold())
    if language is None:
        raise UnknownLanguage(typed)
    before = person.language
    person.language, person.language_chosen = language, True
    return LanguageChosen(language, before)
