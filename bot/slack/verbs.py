"""The table of verbs: one row each. Aliases, help and *did you mean* come from here."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.slack.listeners import commands as run
from bot.slack.visit import Visit


@dataclass(frozen=True)
class Verb:
    """`name` in English, `it` in Italian; both are always understood.

    `run` gets what was typed after the verb. `leads`: offered to leads only.
    """

    name: str
    it: str
    run: Callable[[Visit, str], None]
    leads: bool = False


VERBS = (
    Verb("help", "aiuto", run.help_),
    Verb("join", "iscrivimi", run.join),
    Verb("status", "stato", run.status),
    Verb("when", "quando", run.when),
    Verb("met", "fatto", run.met),
    Verb("profile", "profilo", run.profile),
    Verb("pause", "pausa", run.pause),
    Verb("resume", "riprendi", run.resume),
    Verb("language", "lingua", run.language),
    Verb("leave", "esci", run.leave),
    Verb("privacy", "privacy", run.privacy),
    Verb("stats", "statistiche", run.stats, leads=True),
    Verb("round", "giro", run.round_, leads=True),
    Verb("health", "salute", run.health, leads=True),
)
BY_WORD = {word: verb for verb in VERBS for word in (verb.name, verb.it)}
_QUOTES = "\"'“”‘’«»`"
_TRAILING = ".,;:!?…"
MOST_TYPED = 40


@dataclass(frozen=True)
class Typed:
    """What stood after the command: the verb if known, its argument, the word as it was typed."""

    verb: Verb | None
    argument: str
    word: str


def read(text: str) -> Typed:
    """Split at white space; quotes and a closing point are dropped; case does not matter."""
    words = [cleaned for part in text.split() if (cleaned := _cleaned(part))]
    if not words:
        return Typed(None, "", "")
    verb = BY_WORD.get(words[0].casefold())
    return Typed(verb, " ".join(words[1:]), words[0][:MOST_TYPED])


def nearest(word: str, *, lead: bool) -> Verb | None:
    """The verb that was probably meant; one of the leads' is offered to leads only."""
    known = [one for one, verb in BY_WORD.items() if lead or not verb.leads]
    close = get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return BY_WORD[close[0]] if close else None


def _cleaned(part: str) -> str:
    return part.strip(_QUOTES).rstrip(_TRAILING).strip(_QUOTES)


def named(name: str) -> Verb | None:
    """The verb that a button names."""
    return BY_WORD.get(name)
