"""Everything that a person can read or press, as looks: each with what came of it.

What is pressed is pressed aside, in a copy, so that looking changes nothing. On PostgreSQL, whose
copies take long, all looks of a person are had in one copy, one after the other: the same in both
worlds.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from playground.actor.finding import presses_of
from playground.actor.screen import ShownView
from playground.state.conversations import Message
from playground.state.errors import CannotDo, Json
from playground.state.views import View
from tests.people import Colleague, Lead
from tests.privacy.journal import Journal
from tests.privacy.town import Town
from tests.world import World

VERBS = (
    *("", "help", "status", "profile", "pause", "when", "met", "ideas", "language", "privacy"),
    *("health", "round", "stats"),
)
"""Each is typed by everybody: who may not is told so, in both worlds alike."""
PERIODS = ("today", "week", "month", "quarter", "year", "all", "2026-11", "2026-12")
ALWAYS = (
    *("home", "status", "ideas", "the profile saved unchanged", "health", "round", "stats"),
    "all the figures",
)
"""Looks that are had whenever somebody looks at all."""


@dataclass(frozen=True)
class Look:
    name: str
    act: Callable[[], object]


@dataclass(frozen=True)
class Share:
    """Which looks are had of all there are: every so many, from this one on."""

    every: int = 1
    first: int = 0

    def holds(self, number: int, name: str) -> bool:
        return name in ALWAYS or number % self.every == self.first % self.every


ALL = Share()
FEW = Share(10**6, 10**6 - 1)
"""Those that are always had."""


def _copy_of(world: World) -> AbstractContextManager[None]:
    """Aside, where a world can be copied; over HTTP looks are had one after the other."""
    return world.aside() if isinstance(world, Town) else nullcontext()


def settles_in(town: World, observers: tuple[str, ...]) -> None:
    """Everybody who looks has opened their Home tab, which is then drawn anew for them."""
    for name in observers:
        if name in town.cast:
            town.cast[name].hands.opens_home()


def battery(
    world: World, journal: Journal, who: Colleague, share: Share, without: str = ""
) -> Iterator[tuple[str, list[str]]]:
    """All looks of one person now, or a share of them; each with what came up on their screen.

    Looks whose name begins with `without` are not had: what they show may differ.
    """
    in_one_copy = world.database.is_postgresql
    with _copy_of(world) if in_one_copy else nullcontext():
        for number, look in enumerate(list(looks_of(world, who))):
            left_out = without and look.name.startswith(without)
            if share.holds(number, look.name) and not left_out:
                with nullcontext() if in_one_copy else _copy_of(world):
                    yield look.name, came(world, journal, who, look.act)


def looks_of(world: World, who: Colleague) -> Iterator[Look]:
    yield Look("home", who.hands.opens_home)
    for verb in VERBS:
        yield Look(verb or "(bare)", _types(who, verb))
    yield Look("the profile saved unchanged", lambda: saves_unchanged(who))
    yield from _buttons(world, who)
    if isinstance(who, Lead):
        yield Look("all the figures", who.reads_all_figures)
        for period in PERIODS:
            yield Look(f"stats {period}", _types(who, f"stats {period}"))
        with _copy_of(world):
            lead_sees = _in_the_round(who)
        yield from lead_sees


def came(world: World, journal: Journal, who: Colleague, act: Callable[[], object]) -> list[str]:
    """What came up before this person's eyes meanwhile; windows are closed afterwards."""
    since = len(journal.entries)
    try:
        act()
    except CannotDo as cannot:
        return [f"cannot: {cannot}"]
    finally:
        seen = journal.seen_by(who.id, since)
        world.slack.workspace.views.close_all(who.id)
        del journal.entries[since:]
    return seen


def _types(who: Colleague, text: str) -> Callable[[], object]:
    return lambda: who.types(text)


def saves_unchanged(who: Colleague) -> None:
    who.types("profile")
    for _ in range(3):
        who.submits()


def _in_the_round(lead: Lead) -> list[Look]:
    """Everything to press in the round's window, its pages among it, and each order."""
    lead.opens_round()
    view = lead.hands.sees.view
    presses = list(presses_of(view.blocks)) if view else []
    orders = lead.hands.choices("round.order", "view") if _has_orders(view) else []
    lead.closes()
    found = [Look(f"the round {name}", _opens_and_sorts(lead, name)) for name in orders]
    for press in presses:
        value = str((press.option or press.element).get("value"))
        name = f"the round's {press.element['action_id']} {value}"
        wanted = value if press.option else str(press.element["action_id"])
        found.append(Look(name, _opens_and_presses(lead, wanted)))
    return found


def _has_orders(view: ShownView | None) -> bool:
    return view is not None and '"round.order"' in json.dumps(view.blocks)


def _opens_and_sorts(lead: Lead, order: str) -> Callable[[], object]:
    def act() -> None:
        lead.opens_round()
        lead.hands.chooses("round.order", order, "view")

    return act


def _opens_and_presses(lead: Lead, wanted: str) -> Callable[[], object]:
    def act() -> None:
        lead.opens_round()
        lead.hands.presses(wanted, "view")

    return act


def _buttons(world: World, who: Colleague) -> Iterator[Look]:
    """Each button of each message and of Home, as it stands now and as it stood; once each."""
    done = set()
    for place, blocks in _places(world, who):
        for press in presses_of(blocks):
            action = press.action()
            carried = (press.option or press.element).get("value")
            key = (str(action["action_id"]), str(carried))
            if key not in done:
                done.add(key)
                yield Look(" ".join(key), _presses(world, who, place, action))


def _places(world: World, who: Colleague) -> Iterator[tuple[Message | View, list[Json]]]:
    ws = world.slack.workspace
    for room in ws.rooms.of_person(who.id):
        for message in room.visible_to(who.id):
            yield message, message.blocks
            for version in reversed(message.earlier):
                yield message, version.blocks
    if who.id in ws.views.homes:
        yield ws.views.homes[who.id], ws.views.homes[who.id].blocks


def _presses(
    world: World, who: Colleague, place: Message | View, action: Json
) -> Callable[[], object]:
    """On the same message or Home tab of the copy that is looked at then."""

    def act() -> None:
        ws = world.slack.workspace
        there = (
            ws.rooms.by_id[place.conversation].by_ts[place.ts]
            if isinstance(place, Message)
            else ws.views.homes[who.id]
        )
        who.hands.acts(there, action)

    return act
