"""How somebody joins: the three windows of the form, filled by hand."""

from collections.abc import Callable
from typing import Any

from playground.actor.screen import ShownView
from playground.state.errors import CannotDo, Json
from playground.state.forms.fields import options_of
from playground.story.characters.cast import SENIOR, Circle, Member, Track

GIVING_BACK = 2
"""The last groups of topics are what seniors share; all before them is what juniors share."""


def joins(member: Member, before_submitting: Callable[[], None] = lambda: None) -> str:
    """Enrols through the form, and says how it was opened. Raises CannotDo when refused."""
    how = _opens(member)
    actor = member.actor
    for fill in (_you, _topics, _levels):
        screen = _window(member)
        actor.fills(fill(member, screen))
        before_submitting()
        actor.submits()
    left = actor.sees.view
    if left is not None:
        raise CannotDo(f"{member.name} could not join: {left.errors or left.shown}")
    return f"{how}, and chooses the newcomers' track" if member.track is Track.NEW else how


def _opens(member: Member) -> str:
    if member.dice.random() < 0.5:
        member.actor.types("/revmentor join")
        return "types /revmentor join"
    member.actor.opens_home()
    member.actor.presses("join.open", "home")
    return "opens the app's Home and presses the button there"


def _window(member: Member) -> ShownView:
    screen = member.actor.sees.view
    if screen is None or screen.errors:
        raise CannotDo(f"{member.name} cannot go on with the form: {screen and screen.errors}")
    return screen


def _you(member: Member, screen: ShownView) -> dict[str, Any]:
    dice, blocks = member.dice, _by_field(screen)
    is_both = dice.random() < 0.6 or member.track is not Track.NONE
    languages: set[str] = {"it", "en"} if is_both else set()
    if member.circle is Circle.INNER:
        languages.clear()
    languages.add("it" if member.reads_italian else "en")
    filled: dict[str, Any] = {
        "role": member.role,
        "band": str(member.band),
        "function": dice.choice(_values(blocks["function"])),
        "site": dice.choice(_values(blocks["site"])),
        "tenure": "over_3" if member.kind == SENIOR else dice.choice(("under_1", "1_to_3")),
        "languages": sorted(languages),
    }
    if member.track is Track.NEW:
        filled |= {"tenure": "under_1", "newcomer": ["yes"]}
    return _by_block(filled, blocks)


def _topics(member: Member, screen: ShownView) -> dict[str, Any]:
    dice, blocks = member.dice, _by_field(screen)
    new, old = _two_halves(blocks["offers"], member.circle)
    shares, learns = (old, new) if member.kind == SENIOR else (new, old)
    wishes = dice.sample(learns, 3) if member.track is not Track.NEW else learns[:3]
    offers = dice.sample(shares, 5) if member.track is not Track.LONG else shares[:5]
    filled: dict[str, Any] = {"offers": offers, "notice": ["yes"]}
    filled |= {f"wish{n}": wish for n, wish in enumerate(wishes, start=1)}
    filled |= {f"style{n}": dice.choice("ab") for n in (1, 2, 3)}
    return _by_block(filled, blocks)


def _levels(member: Member, screen: ShownView) -> dict[str, Any]:
    dice = member.dice
    chosen = {}
    for name, block in _by_field(screen).items():
        kind = name.split(".")[1] if name.startswith("level.") else ""
        if kind:
            level = {"offer": dice.choice("334"), "now": dice.choice("001"), "wanted": "3"}[kind]
            chosen[block["block_id"]] = level
    return chosen


def _by_field(screen: ShownView) -> dict[str, Json]:
    inputs = [block for block in screen.blocks if block["type"] == "input"]
    return {block["block_id"].partition("#")[0]: block for block in inputs}


def _by_block(filled: dict[str, Any], blocks: dict[str, Json]) -> dict[str, Any]:
    """Under the ids that the fields have now: they change when a form is opened again."""
    return {blocks[name]["block_id"]: value for name, value in filled.items()}


def _values(block: Json) -> list[str]:
    return [str(option["value"]) for option in options_of(block["element"])]


def _two_halves(block: Json, circle: Circle) -> tuple[list[str], list[str]]:
    groups = [
        [str(option["value"]) for option in group["options"]]
        for group in block["element"]["option_groups"]
    ]
    first, *rest = groups[:-GIVING_BACK]
    new = {Circle.WHOLE: [first, *rest], Circle.INNER: [first], Circle.OUTER: rest}[circle]
    return _flat(new), _flat(groups[-GIVING_BACK:])


def _flat(groups: list[list[str]]) -> list[str]:
    return [value for group in groups for value in group]
