"""People for a workspace to start with: the same ones for the same seed."""

import json
import random
from pathlib import Path

from playground.state.people import Person


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",") if word.strip()]


ITALIAN = _words("""
Adele, Alba, Andrea, Anna, Beatrice, Bruno, Carlo, Caterina, Chiara, Claudia, Corrado, Dario
Davide, Diego, Elena, Elio, Emma, Fabio, Federica, Franca, Gaia, Giacomo, Giorgia, Giulia, Irene
Ivo, Lea, Livia, Luca, Marco, Marta, Matilde, Mirko, Nadia, Nino, Olga, Paolo, Pietro, Rita, Sara
Silvia, Simone, Teresa, Tommaso, Ugo, Vera, Viola
""")
ITALIAN_FAMILIES = _words("""
Albertini, Baldi, Barbieri, Bellini, Brambilla, Caruso, Castelli, Colombo, Conti, D'Angelo
De Luca, Esposito, Fabbri, Ferrari, Fontana, Galli, Gatti, Grassi, Greco, Leone, Lombardi, Longo
Mancini, Marini, Martini, Moretti, Negri, Neri, Orlandi, Pagani, Parisi, Pellegrini, Piras, Riva
Rizzo, Romano, Rossi, Sala, Sanna, Santoro, Serra, Testa, Valenti, Villa, Vitale, Zanetti
""")
ENGLISH = _words("""
Alex, Amelia, Arthur, Blake, Charlie, Daisy, Dylan, Edith, Eleanor, Ewan, Fiona, Freya, Grace
Harriet, Harry, Isla, Jack, Jamie, Kit, Leo, Lewis, Maeve, Megan, Noah, Oliver, Quinn, Robin
Rory, Rowan, Tess
""")
ENGLISH_FAMILIES = _words("""
Adams, Bailey, Baker, Bennett, Brooks, Carter, Clarke, Cole, Ellis, Evans, Foster, Grant, Gray
Hughes, Hunt, Lawson, Mason, Morris, O'Brien, Palmer, Parker, Reid, Shaw, Turner, Walsh, Ward
West, Wood
""")
TITLES = _words("Sales, Finance, Engineering, Operations, Marketing, Legal, Support, Design, Data")
PLACES = (
    ("Europe/Rome", "it-IT", 70),
    ("Europe/London", "en-GB", 20),
    ("America/New_York", "en-US", 10),
)


def people(count: int = 60, seed: int = 1) -> list[Person]:
    """`count` members, most in Italy, then those whom a programme must refuse: a bot, a guest,
    somebody deactivated, somebody of another workspace. Names are unique."""
    dice = random.Random(seed)
    zones = dice.choices(PLACES, [weight for *_, weight in PLACES], k=count)
    taken: set[str] = set()
    members = [_member(number, zone, dice, taken) for number, zone in enumerate(zones, start=1)]
    return [*members, *outsiders()]


def outsiders() -> list[Person]:
    """One account of every kind that is not an ordinary member."""
    return [
        Person("U0PGOTHER1", "standup", "Standup Bot", is_bot=True, locale="en-US"),
        Person("U0PGGUEST1", "guest.gatti", "Gina Gatti", is_restricted=True),
        Person("U0PGGONE01", "gone.gallo", "Gaspare Gallo", deleted=True),
        Person("U0PGALIEN1", "foreign.fox", "Fern Fox", team_id="T0ELSEWHER", is_stranger=True),
    ]


def load(path: Path) -> list[Person]:
    """People of a JSON file: a list of objects with the fields of Person.

    Raises TypeError for an unknown field, ValueError for something else than a list."""
    given = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(given, list):
        raise ValueError(f"{path} must hold a list of people")
    found = [Person(**one) for one in given]
    return [one.changed(teams=tuple(one.teams)) for one in found]  # JSON has no tuples


def _member(
    number: int, place: tuple[str, str, int], dice: random.Random, taken: set[str]
) -> Person:
    zone, locale, _ = place
    first, family = _fresh_name(locale, dice, taken)
    handle = f"{first}.{family}".lower().replace(" ", "").replace("'", "")
    return Person(
        id=f"U0PG{number:06d}",
        name=handle,
        real_name=f"{first} {family}",
        display_name=first,
        title=dice.choice(TITLES),
        tz=zone,
        locale=locale,
        is_admin=number == 1,
        is_owner=number == 1,
        is_primary_owner=number == 1,
    )


def _fresh_name(locale: str, dice: random.Random, taken: set[str]) -> tuple[str, str]:
    firsts, families = _names(locale)
    while True:
        first, family = dice.choice(firsts), dice.choice(families)
        if f"{first} {family}" not in taken:
            taken.add(f"{first} {family}")
            return first, family


def _names(locale: str) -> tuple[list[str], list[str]]:
    if locale != "it-IT":
        return ENGLISH, ENGLISH_FAMILIES
    return ITALIAN, ITALIAN_FAMILIES
