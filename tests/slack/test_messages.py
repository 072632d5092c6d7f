"""Every kind has what is still true of it and a screen, and the two fit: mypy says so."""

from pathlib import Path

import pytest

from bot.outbox.kinds import Budget, Kinds
from bot.outbox.operator import texts
from bot.programme import messages
from bot.programme.administration.kinds import KINDS
from bot.programme.meetings import kinds
from bot.slack import messages as screens
from bot.slack.kit.screen import SCREENS
from tests.slack.typed import checked

IMPORTS = """
from bot.outbox.enqueue import enqueue
from bot.outbox.kinds import Leaving
from bot.outbox.work import Work
from bot.programme.meetings.kinds import NO_DATE, NoDate
from bot.programme.pairs.kinds import ENDED, PAUSED_LATER, PairEnded
from bot.slack.kit.screen import screen
from bot.slack.meetings.screens import nudges
from bot.store.tables import Pair, Person, Round
"""
PLANTED = {
    "another kind's screen": ("screen(ENDED)(nudges.no_date)", "has incompatible type"),
    "a screen that wants more": (
        "from bot.slack.rounds.screens import proposals\nscreen(NO_DATE)(proposals.answered)",
        "has incompatible type",
    ),
    "another subject": (
        "@ENDED.still_true\n"
        "def ended(work: Work, of: Round, leaving: Leaving) -> PairEnded:\n"
        '    return PairEnded("U0ANNA", None)',
        "has incompatible type",
    ),
    "facts of another kind": (
        "@ENDED.still_true\n"
        "def ended(work: Work, pair: Pair, leaving: Leaving) -> NoDate:\n"
        '    return NoDate(pair.id, "U0ANNA")',
        "has incompatible type",
    ),
    "another kind's later form": (
        "from bot.slack.meetings.screens import dates\nscreen(PAUSED_LATER)(dates.date_now)",
        "has incompatible type",
    ),
    "facts of the message instead of its later form": (
        "@PAUSED_LATER.still_true\n"
        "def later(work: Work, pair: Pair, leaving: Leaving) -> PairEnded:\n"
        '    return PairEnded("U0ANNA", None)',
        "has incompatible type",
    ),
    "a later form of another subject": (
        "from bot.programme.meetings.kinds import NEAR\nNEAR.later = PAUSED_LATER",
        "Incompatible types in assignment",
    ),
    "enqueued about something else": (
        "def owes(work: Work, of: Round, to: Person) -> None:\n"
        '    enqueue(work, ENDED, of, to=to, occasion="once")',
        'type parameter "S" of "enqueue"',
    ),
}


def test_every_kind_is_checked_and_shown() -> None:
    unchecked = [kind for kind in KINDS.values() if not kind.is_checked]
    assert unchecked == [texts.TEXT]
    assert set(KINDS) == set(SCREENS)


def test_a_later_form_is_one_of_the_kinds_and_has_both() -> None:
    """The start refuses a kind without its later form, without a check or without a screen."""
    later = {kind.later.key for kind in KINDS.values() if kind.later is not None}
    assert later == {key for key, kind in KINDS.items() if kind.budget is Budget.EDIT}
    near = kinds.NEAR
    assert set(Kinds(near)) == {"session.near", "session.near.later"}
    with pytest.raises(ValueError, match="two kinds have one key"):
        Kinds(near, kinds.NEAR_LATER)


@pytest.mark.parametrize("key", sorted(KINDS.conditional))
def test_what_depends_on_a_private_act_is_not_edited(key: str) -> None:
    """Its row is emptied, and an edit would tell that there was one."""
    assert KINDS[key].later is None
    with pytest.raises(ValueError, match="has no later form"):
        KINDS[key].becomes(str)


def test_where_they_are_is_imported_by_name() -> None:
    """Else a kind would have its screen only as long as somebody else imports the module."""
    of_screens = {build.__module__ for build in SCREENS.values()} - {screens.__name__}
    assert {module.__name__ for module in screens.MODULES} == of_screens
    said_in = {f"{chapter.__name__.rpartition('.')[0]}.kinds" for chapter in messages.CHAPTERS}
    assert {f"bot.programme.{chapter}.kinds" for chapter in chapters_with_kinds()} == said_in


def chapters_with_kinds() -> list[str]:
    return [path.parent.name for path in Path(messages.__file__).parent.glob("*/kinds.py")]


@pytest.mark.parametrize(("code", "says"), PLANTED.values(), ids=PLANTED)
def test_what_does_not_fit_is_a_type_error(code: str, says: str, tmp_path: Path) -> None:
    assert says in checked(IMPORTS + code, tmp_path)


def test_what_fits_is_none(tmp_path: Path) -> None:
    fits = "print(screen(NO_DATE)(nudges.no_date))"
    assert checked(IMPORTS + fits, tmp_path) == ""
