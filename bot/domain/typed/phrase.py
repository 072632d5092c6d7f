"""What people type about time, in one form: lower case, plain dashes, letters without accents."""

import re
import unicodedata

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u2032`´]")
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "a an one un uno una", "two due", "three tre", "four quattro", "five cinque",
            "six sei", "seven sette", "eight otto", "nine nove", "ten dieci",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_AMOUNT = re.compile(r"(\d{1,3}) ?([a-z]+)\.?")
_UNITS = {
    "d": "d day days g gg giorno giorni",
    "w": "w week weeks wk wks s sett settimana settimane",
    "m": "month months mese mesi",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}


def plain(text: str) -> str:
    """The same words without what a phone or a keyboard adds: accents, dashes, blanks."""
    marked = _APOSTROPHES.sub("'", _DASHES.sub("-", text.casefold()))
    letters = unicodedata.normalize("NFD", marked)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split())


def without(openings: tuple[str, ...], phrase: str) -> str:
    """The phrase without the first of these openings that it has, such as "until "."""
    found = next((one for one in openings if phrase.startswith(one)), "")
    return phrase[len(found) :].strip()


def amount(phrase: str) -> tuple[int, str] | None:
    """How many, and of what: "d" days, "w" weeks, "m" months; None if it says no such thing."""
    first, _, rest = phrase.partition(" ")
    found = _AMOUNT.fullmatch(f"{_NUMBERS.get(first, first)} {rest}".strip())
    if found is None or found[2] not in _UNIT_OF:
        return None
    return int(found[1]), _UNIT_OF[found[2]]
