"""How the bot words things, as rules: what a good colleague would not say."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_FACT = re.compile(r"\{\w+\}")
_CODE = re.compile(r"`[^`]*`")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»")
OWN_WORDS = ("band.", "button.", "checkin.", "join.", "level.", "title.")
"""Texts in which a person speaks: choices, labels of their own form, buttons."""
FOR_OPERATORS = ("health.", "rules.", "undelivered.", "without_lead", "accounts_gone")
SAYS_SO_ONCE = ("round.decided.",)
"""A click on a decision: that it changed nothing is news."""
MESSAGES = (
    "accounts_gone", "checkin.answered", "checkin.ask", "checkin.edited", "checkin.kept",
    "checkin.not_yet", "checkin.reminder", "checkin.still_open", "ended.", "introduction.",
    "language.chosen", "left.", "needs_a_hand.", "not_understood.", "nudge.", "pair_paused.",
    "pair_rests.", "pair_resumed.", "pause_over.", "paused.", "profile.", "proposal.",
    "refusal.", "reminders.", "resumed.", "round.last_word", "round.no_pairs", "round.ready",
    "round.still_waiting", "session.", "standing.", "trouble", "undone.", "unknown.",
    "welcome.", "without_lead",
)  # fmt: skip
"""Lines that somebody reads as a message, or on their Home."""
LABELS = (
    "proposal.my_answer", "proposal.not_again", "proposal.word.", "standing.completed",
    "standing.draft", "standing.lead", "standing.paired", "without_lead.how",
)  # fmt: skip
"""Beside them: what stands above or beside something."""


def _not_in(*starts: str) -> Callable[[str], bool]:
    return lambda key: not key.startswith(starts)


@dataclass(frozen=True)
class Rule:
    """What must not stand in a text; `where` says in which, by their keys."""

    pattern: str
    where: Callable[[str], bool] = field(default=lambda _: True)


ENGLISH = {
    "future": Rule(
        r"(?<!person )(?<!shall )\bwe (propose|delete|look|tell|stop|write|remind|send)\b"
    ),
    "contraction": Rule(
        r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|will|can) ?not\b"
        r"|\b(we|you|they|I) (will|are|am|would)\b(?! not\b)(?!\.)"
        r"|(?<!as )\b(it|that|there) is\b(?! now\b| one\b|\.)|\bthat you are\b(?! on)",
        lambda key: key != "pause.partners_learn",
    ),
    "date": Rule(r"\bdat(e|es|ing)\b", _not_in("rules.")),
    "I": Rule(r"\bI\b", _not_in(*OWN_WORDS)),
    "stamp": Rule(r"nothing (has|is) changed|everything stays as it is", _not_in(*SAYS_SO_ONCE)),
    "two words": Rule(
        r"\b(paus(e[ds]?|ing)|resum\w+|sessions?|trade|works? autonomously)\b"
        r"|\bpropos\w+ (a|another|the|this) time",
        _not_in("verb."),
    ),
    "bare button": Rule(
        r"^(Open|Move|Stop|Postpone|Propose|Resume|Pause|Change)$",
        lambda key: key.startswith("button."),
    ),
}
_ALLOWED_DATES = re.compile(r"closing date|birth date|out of date|up to date", re.IGNORECASE)
ITALIAN = {
    "io": Rule(r"\b(io|conosco|capisco|parlo|riesco)\b|\bnon so\b", _not_in(*OWN_WORDS)),
    "stamp": Rule(r"non è cambiato nulla|tutto resta com", _not_in(*SAYS_SO_ONCE)),
    "two words": Rule(
        r"\b(responsabil[ei]|sessione|argoment[io]|cruscott[io]|forma di gruppo|diffus[io]"
        r"|intesa|fare coppia|quarter|both)\b",
        lambda key: key != "verb.when",
    ),
    "impersonal": Rule(
        r"\b(si|se ne) (può|deve|aspetta)\b|\bprepararsi\b", _not_in(*FOR_OPERATORS)
    ),
    "masculine": Rule(r"(?<!colleghe e )\bcolleghi\b|\b(gli|ad) altri\b|\bproprietario\b"),
    "bare button": Rule(
        r"^(Apri|Sposta|Ferma|Rinvia|Proponi|Aprire|Spostare|Fermare|Rinviare|Proporre)$",
        lambda key: key.startswith("button."),
    ),
}
_CLITIC = re.compile(r"\b\w{2,}[ai](?:lo|la|li|le|ne|mi|ci)\b")
ORDINARY = frozenset({
    "dalle", "della", "delle", "felici", "personale", "possibile", "profilo", "quale", "settimane",
    "ultimi", "utile",
})  # fmt: skip
"""Words that end as an order with a pronoun does (*dimenticale*), and are none."""
_FIRST_WORD = re.compile(r"(?:^|[.?] |\n)([A-Z]\w*(?<!rs)i)\b")
NO_VERB = frozenset({"Chi", "Gli", "Lei", "Mai", "Oggi", "Passati", "Poi", "Quelli", "Qui", "Si"})
"""Words in -i at the beginning of a sentence that are no verb."""
NEXT_STEP = re.compile(
    r"`/revmentor|\bplease\b|\byou can\b|\btry\b|\btell us\b|\bshows\b|\bwe'll\b"
    r"|\bcan (tell|name)\b|\bwait for\b",
    re.IGNORECASE,
)
LONGEST_SENTENCE = 27
"""Words; a listener has forgotten the beginning of a longer one."""


def plain(text: str) -> str:
    """Without commands, quotations and facts."""
    return _FACT.sub("…", _QUOTED.sub("“…”", _CODE.sub("`…`", text)))


def offences(key: str, text: str, language: str) -> Iterator[str]:
    """The names of the rules that a text breaks."""
    read = plain(text)
    if language == "en":
        read = _ALLOWED_DATES.sub("", read)
    rules = ENGLISH if language == "en" else ITALIAN
    for name, rule in rules.items():
        flags = re.IGNORECASE if name != "I" else 0
        if rule.where(key) and re.search(rule.pattern, read, flags):
            yield name
    if any(len(sentence.split()) > LONGEST_SENTENCE for sentence in re.split(r"[.?:;]\s", text)):
        yield "length"


def formal_offences(text: str) -> Iterator[str]:
    """What in a text with *Lei* may be read as *tu*: such words."""
    read = plain(text)
    yield from (found[1] for found in _FIRST_WORD.finditer(read) if found[1] not in NO_VERB)
    yield from (word for word in _CLITIC.findall(read) if word.lower() not in ORDINARY)


def is_message(key: str) -> bool:
    return key.startswith(MESSAGES) and not key.startswith(LABELS)


_FINITE_ENGLISH = re.compile(
    r"\b(am|is|are|was|were|isn't|aren't|has|have|had|does|do|did|don't|doesn't|can|can't|could|may"
    r"|will|won't|would|\w+'(?:m|re|ll|ve|d)|(?:it|that|there|here)'s"
    r"|asks|begins|came|closed|comes?|ends|follows|gets|goes|helps|keeps|knows?|lasts|learn|meet|needs|read"
    r"|said|shows|starts|stay|stays|suggests|suggested|takes|thought|types|waits|works|you"
    r"|choose|confirm|find|look|press|say|take|tell|try|write)\b",
    re.IGNORECASE,
)
_FINITE_ITALIAN = re.compile(
    r"(?<!\w)(è|sono|ha|hai|hanno|ho|abbiamo|avete|siamo|siete|sei|sta|stiamo|può|puoi|possono"
    r"|potete|potrete|vuoi|vuole|va|c'è|c'era|era|erano|dà"
    r"|\w+(?:iamo|remo|rete|ebbe|resti|rà|rai|ranno)"
    r"|apri|arriva|arrivano|arrivi|aspetta|aspetti|aspetta|bastano|capiamo|chieda|chiedi|cambia"
    r"|comincia|compaiono|condivide|condividi|conferma|continua|conviene|dice|dipende|dura|durano|ecco"
    r"|faccelo|faccia|fa|fai|finisce|funzionano|funziona|impara|impari|incontrate|iscriviti|lavora"
    r"|lascia|lasciano|leggi|mancano|manca|parte|partono|partecipa|partecipi|piace|premi|prema|prenda|prenditi"
    r"|propone|proponga|proponi|prova|puoi|resta|restano|riguarda|riparte|riprende|riprenda"
    r"|riposa|riprendi|riprova|risponde|scelga|scegli|scegline|scrive|scrivetevi|serve|spetta|succede"
    r"|tace|trova|trovi|vale|valgono|vede|vedi|vi|vivono)(?!\w)",
    re.IGNORECASE,
)


def has_finite_verb(text: str, language: str) -> bool:
    """Whether it says something, by the verbs that the bot uses; add yours."""
    finite = _FINITE_ENGLISH if language == "en" else _FINITE_ITALIAN
    return bool(finite.search(plain(text)))
