"""The inputs that only the profile has: places, and people to avoid."""

from collections.abc import Mapping
from typing import Any

from bot.domain.due.plan import Plan
from bot.domain.enrolment.profile import MOST_AVOIDED, MOST_PLACES
from bot.domain.enrolment.step import SLACK_ID
from bot.domain.fit.people import Role
from bot.slack.kit import blocks, forms
from bot.slack.kit.blocks import Block, Choice, Field
from bot.slack.kit.tell import plan_facts
from bot.texts.words import Words

PLACES = ("places_mentor", "places_total")
AVOIDS = "avoids"
FIELDS = (*PLACES, AVOIDS)


def inputs(
    more: Mapping[str, Any],
    levels: Mapping[str, Any],
    role: str | None,
    plan: Plan,
    words: Words,
    turn: int,
) -> list[Block]:
    """What is kept in `more`, unless it was chosen anew in this window, which `levels` holds."""
    chosen = {**more, **{name: levels[name] for name in FIELDS if name in levels}}
    places = [name for name in PLACES if name != "places_mentor" or role != Role.MENTEE]
    return [
        *(_places(name, chosen, plan, words, turn) for name in places),
        _avoids(chosen, words, turn),
    ]


def _places(name: str, kept: Mapping[str, Any], plan: Plan, words: Words, turn: int) -> Block:
    """With what it costs: the total is what counts."""
    choices = [
        Choice(
            str(n),
            words.plain_plural("join.places", n),
            words.plain("join.places.cost", **plan_facts(plan, words, pairs=n))
            if name == "places_total"
            else None,
        )
        for n in range(1, MOST_PLACES + 1)
    ]
    return blocks.input_(
        Field(name, turn),
        words.plain(f"join.{name}"),
        blocks.radio(choices, forms.single(kept, name) or "1"),
        hint=words.plain(f"join.{name}.hint"),
    )


def _avoids(kept: Mapping[str, Any], words: Words, turn: int) -> Block:
    people = [one for one in forms.several(kept, AVOIDS) if SLACK_ID.fullmatch(one)]
    return blocks.input_(
        Field(AVOIDS, turn),
        words.plain("join.avoids"),
        blocks.multi_users_select(people, MOST_AVOIDED),
        optional=True,
        hint=words.plain("join.avoids.hint"),
    )
