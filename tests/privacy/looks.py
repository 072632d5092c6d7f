"""Everything that a person can read or press, as looks: each with what came of it.

What is pressed is pressed aside, in a copy, so that looking changes nothing.
"""

from collections.abc import Callable, Iterator

from playground.conversations import Message
from playground.errors import CannotDo
from playground.finding import Press, presses_of
from playground.views import View
from tests.people import Colleague, Lead
from tests.privacy.town import Town

VERBS = (
    *("", "help", "status", "profile", "pause", "when", "met", "language", "privacy"),
    *("health", "round", "stats"),
)
"""Each is typed by everybody: who may not is told so, in both worlds alike."""
PERIODS = ("today", "week", "month", "quarter", "year", "all", "2026-11", "2026-12")
Seen = tuple[str, list[str]]


def settles_in(town: Town, observers: tuple[str, ...]) -> None:
    """Everybody who looks has opened their Home tab, which is then drawn anew for them."""
    for name in observers:
        if name in town.cast:
            town.cast[name].hands.opens_home()


def battery(town: Town, who: Colleague) -> Iterator[Seen]:
    """All looks of one person, now."""
    with town.aside():
        yield "home", came(who, lambda: who.hands.opens_home())
        for verb in VERBS:
            yield f"`{verb}`", came(who, lambda verb=verb: who.types(verb))
        if isinstance(who, Lead):
            for period in PERIODS:
                yield f"`stats {period}`", came(who, lambda p=period: who.types(f"stats {p}"))
            yield from _round(who)
    yield from _pressed(town, who)
    with town.aside():
        yield "the profile saved unchanged", came(who, lambda: saves_unchanged(who))
        yield "and where one stands then", came(who, lambda: who.types("status"))


def came(who: Colleague, act: Callable[[], object]) -> list[str]:
    """What came up before this person's eyes meanwhile; windows are closed afterwards."""
    journal = who.world.journal  # type: ignore[attr-defined]
    since = len(journal.entries)
    try:
        act()
    except CannotDo as cannot:
        return [f"cannot: {cannot}"]
    finally:
        seen = journal.seen_by(who.id, since)
        who.world.slack.workspace.views.close_all(who.id)
        del journal.entries[since:]
    return seen


def saves_unchanged(who: Colleague) -> None:
    who.types("profile")
    for _ in range(3):
        who.submits()


def _round(lead: Lead) -> Iterator[Seen]:
    """Every page of the round's window."""
    lead.opens_round()
    view = lead.hands.sees.view
    pages = [one for one in (view.buttons if view else ())]
    lead.closes()
    for label in dict.fromkeys(pages):
        def look(label: str = label) -> None:
            lead.opens_round()
            lead.hands.presses(label, "view")

        with lead.world.aside():  # type: ignore[attr-defined]
            yield f"the round, {label}", came(lead, look)


def _pressed(town: Town, who: Colleague) -> Iterator[Seen]:
    """Each button of each message and of Home, as it stands now and as it stood."""
    done = set()
    for place, blocks in _places(town, who):
        for press in presses_of(blocks):
            action = press.action()
            key = (str(action["action_id"]), str(action.get("value") or action.get("selected_option")))
            if key in done:
                continue
            done.add(key)
            with town.aside():
                yield f"{press.label} ({key[0]})", came(who, lambda p=press, o=place: _press(who, o, p))


def _places(town: Town, who: Colleague) -> Iterator[tuple[Message | View, list]]:
    ws = town.slack.workspace
    for room in ws.rooms.of_person(who.id):
        for message in room.visible_to(who.id):
            yield message, message.blocks
            for version in message.earlier:
                yield message, version.blocks
    if who.id in ws.views.homes:
        yield ws.views.homes[who.id], ws.views.homes[who.id].blocks


def _press(who: Colleague, place: Message | View, press: Press) -> None:
    ws = who.world.slack.workspace
    if isinstance(place, Message):
        place = ws.rooms.by_id[place.conversation].by_ts[place.ts]
    else:
        place = ws.views.homes[who.id]
    who.hands.acts(place, press.action())
