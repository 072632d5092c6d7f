"""The story that two worlds share, with somebody in every situation; and its moments.

From Monday 2 November 2026. Fabio and Gaia, Ivo and Lea are pairs since 23 November; Gaia and
Fabio met on 10 December, Ivo and Lea have no date. The round of 7 December proposes Anna and
Marco, Bea and Giulia (who runs the programme and takes part), Carlo and John (in New York, so
that his offer leaves when theirs have been read); Wanda waits. Nora and Otto were a pair, too,
until Otto left on 1 December; Nora has not said what she would like now. Pia joins on 10 December,
and fits Wanda best, but Anna, too. Offers end on 15 December at 18:00, and the next round is
drafted on the 21st. Nives is a stranger, and Petra another one, whom concerns go to.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.store.tables import Pair
from tests import databases
from tests.flows.cohort import TOPICS
from tests.people import Colleague
from tests.privacy import deeds
from tests.privacy.town import Town, founded, in_small_chunks
from tests.world import NEW_YORK, World, moment, slack_id_of

RULES = f'contact = "{slack_id_of("Petra")}"\n[round]\nrepeat_weeks = 2\n'
PAIRS = (("Fabio", "Gaia"), ("Ivo", "Lea"))
PARTED = ("Nora", "Otto")
PROPOSED = (("Anna", "Marco"), ("Bea", "Giulia"), ("Carlo", "John"))
EXPIRY = "2026-12-15 18:00"
NEXT_ROUND = "2026-12-21 09:00"
END = "2026-12-21 10:00"


def _begins(world: World) -> None:
    """Three pairs of the first round."""
    for number, (mentor, mentee) in zip((0, 1, 8), (*PAIRS, PARTED), strict=True):
        world.person(mentor)
        world.person(mentee, locale="en-US")
        world.joined(mentor, mentee, topic=TOPICS[number], back=TOPICS[-1 - number])
    world.sends_round()
    for name in (*PAIRS[0], *PAIRS[1], *PARTED):
        world.cast[name].says_yes()
    world.tick()


def _goes_on(world: World) -> None:
    """Two agree on a date; others join."""
    world.lives_until("2026-11-24 11:00")
    world.cast["Gaia"].proposes("2026-12-10 11:00")
    world.tick()
    world.cast["Fabio"].confirms()
    world.lives_until("2026-12-01 10:00")
    world.cast["Otto"].leaves()
    world.lives_until("2026-12-02 10:00")
    world.person("Marco", locale="en-US")
    world.person("John", NEW_YORK, "en-US")
    for number, (mentor, mentee) in enumerate(PROPOSED, len(PAIRS)):
        world.joined(mentor, mentee, topic=TOPICS[number], back=TOPICS[-1 - number])
    world.person("Wanda").joins("mentor", topic=TOPICS[6], back=TOPICS[-7])
    world.person("Nives")
    world.person("Petra")


def _comes_to_the_draft(world: World) -> None:
    world.lives_until("2026-12-04 10:00")


def _is_drafted(world: World) -> None:
    world.lives_until("2026-12-07 09:05")


def _is_approved(world: World) -> None:
    world.lead.opens_round()
    world.lead.approves()
    world.lead.closes()


def _is_offered(world: World) -> None:
    world.lives_until("2026-12-07 09:20")


def _reaches_everybody(world: World) -> None:
    world.lives_until("2026-12-07 16:00")


def _is_near(world: World) -> None:
    """Gaia and Fabio have been reminded of their meeting of the next day."""
    world.lives_until("2026-12-09 12:00")


def _has_met(world: World) -> None:
    """Both were asked, and Gaia has said that they met."""
    world.lives_until("2026-12-10 13:00")
    _joins_late(world.person("Pia"))
    world.lives_until("2026-12-10 14:00")
    world.cast["Gaia"].answers_to("checkin.ask", "button.yes")
    world.cast["Gaia"].closes()
    world.tick()


def _joins_late(pia: Colleague) -> None:
    """With a wish for what Wanda shares, and another for what Anna does."""
    pia.joins("mentee", topic=TOPICS[6], back=TOPICS[-7])
    deeds.edits(
        topics={"wish2": pia.words.topic(TOPICS[2])},
        levels={f"level.now.{TOPICS[2]}": "0", f"level.wanted.{TOPICS[2]}": "2"},
    )(pia)


def _is_reminded(world: World) -> None:
    world.lives_until("2026-12-11 10:00")


def _nears_its_end(world: World) -> None:
    world.lives_until("2026-12-15 17:00")


def _ends_soon(world: World) -> None:
    """Fabio and Gaia, whose pair ends on 18 December at noon here, are asked what comes next."""
    world.lives_until("2026-12-16 09:00")
    with world.db() as db:
        pair = db.get_one(Pair, world.pair_of(*couple(world, "Fabio")).id)
        pair.ends_at, pair.choice_at = moment("2026-12-18 12:00"), world.now
    world.lives_until("2026-12-16 12:00")


def _has_ended(world: World) -> None:
    world.lives_until("2026-12-18 15:00")


CHAPTERS: dict[str, Callable[[World], None]] = {
    "before the draft": _comes_to_the_draft,
    "drafted": _is_drafted,
    "approved": _is_approved,
    "offered": _is_offered,
    "delivered": _reaches_everybody,
    "reminded of a meeting": _is_near,
    "asked": _has_met,
    "reminded": _is_reminded,
    "last hour": _nears_its_end,
    "ends soon": _ends_soon,
    "has ended": _has_ended,
}
"""The moments at which worlds may part; each goes on where the one before it ended."""


@contextmanager
def told(backend: str, folder: Path) -> Iterator[dict[str, Town]]:
    """The story up to each of its moments: towns to make twins of, and to leave alone."""
    with ExitStack() as ends:
        database = ends.enter_context(databases.database(backend, folder))
        town = ends.enter_context(founded(database, folder, RULES))
        moments = {}
        with in_small_chunks():
            _begins(town)
            _goes_on(town)
            for name, chapter in CHAPTERS.items():
                chapter(town)
                moments[name] = ends.enter_context(town.twin())
        yield moments


def couple(world: World, one: str) -> tuple[Colleague, Colleague]:
    """This person and the other of the two."""
    two = next(two for two in (*PAIRS, *PROPOSED) if one in two)
    (other,) = (name for name in two if name != one)
    return world.cast[one], world.cast[other]
