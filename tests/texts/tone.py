"""The bot's tone as rules: each finds what must not stand in a text."""

import re
from collections.abc import Iterator

ENGLISH = {
    "age": r"\b(age[ds]?|young\w*|old|older|elder\w*)\b",
    "generation": r"\b(boomers?|millennials?|gen ?[xyz])\b",
    "rank": r"\b(juniors?|seniors?)\b",
    "exclamation": r"!",
    "anonymous": r"\banonym\w*",
    "reproach": r"\b(still have not|you have not|failed)\b",
    "American spelling": r"\bprograms?\b",
    "emoji": r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|:[a-z_]+:",
}
_PARTICIPLE = r"(\w+(at|it|ut)|pront|iscritt)[oaie]"
ITALIAN = {
    "gendered slash": r"\w/[aeio]\b",
    "gender asterisk": r"\b[^\W\d_]{2,}\*(?=[\s.,;:]|$)",
    "schwa": r"[əɜ]",
    "participle after essere": rf"\b(sei|siete)(\s+stat\w)?\s+{_PARTICIPLE}\b",
    "gendered welcome": r"\b(benvenut|bentornat)[oaie]\b",
    "masculine for all": r"\b(i partecipanti|i colleghi|gli utenti|a tutti|entrambi siete)\b",
    "age": r"\b(età|giovan\w+|anzian\w+|vecch\w+)\b",
    "generation": r"\b(nativ\w+ digital\w+|boomers?|millennials?)\b",
    "rank": r"\b(junior|senior)\b",
    "exclamation": r"!",
    "anonymous": r"\banonim\w*",
    "check-in": r"\bcheck-?in\b",
    "reproach": r"\bnon hai ancora\b",
    "emoji": r"[\U0001F300-\U0001FAFF\u2600-\u27BF]|:[a-z_]+:",
}
TU = re.compile(
    r"\b(ti|te|tu|tuo|tua|tuoi|tue|hai|puoi|vuoi|vorresti|vai|fai|scegli|scegline|prova|proponi|"
    r"leggi|premi|riprendi|torna|lascia|lascialo|condividi|rispondi|userai|saresti|"
    r"partecipi|ritrovi|preferisci|conosci|apri|iscriviti|chiudi|riprova|volevi|dirti|"
    r"racconta|faccelo|proporti|farti|scriverti|averti|spunta|togli|sospendi|arricchisci|"
    r"riduci|riattiva|rivedi|prenditi|concludi|escludi|rimetti|condivideresti)\b",
    re.IGNORECASE,
)
"""Forms that can only be *tu*; some that are also something else (sei, trovi) are left out."""
LEI = re.compile(r"\b(Lei|Le|La|Suo|Sua|Suoi|Sue)\b")


CODE = re.compile(r"`[^`]*`")
"""A command is typed as it is, whatever the tone."""
BOLD = re.compile(r"(?<!\w)\*(?=\S)([^*\n]+)(?<=\S)\*(?!\w)")
"""Slack's bold, around whole words; what stands after half a word is no bold."""


def said(text: str) -> str:
    """The text without its commands."""
    return CODE.sub("", text)


def offences(text: str, language: str) -> Iterator[str]:
    """The names of the rules that a text breaks."""
    rules = ITALIAN if language.startswith("it") else ENGLISH
    text = BOLD.sub(r"\1", text)
    for name, pattern in rules.items():
        if re.search(pattern, text, re.IGNORECASE):
            yield name


def words_in(text: str) -> int:
    """Words, without bullets and signs."""
    return sum(any(letter.isalnum() for letter in part) for part in text.split())
