"""Who is who in the demo: the leads, everybody's habits, and pairs for the tour per language."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.actor.actor import Actor
from playground.server.serve import Running
from playground.story.characters.cast import (
    Cast,
    Circle,
    Member,
    first_who_reads,
    is_near,
    member_of,
)
from playground.story.characters.parts import Parts, near_pairs

ZONES = {"it": "Europe/Rome", "en": "Europe/London"}
TOURS = 2
"""How many tours, one after the other, have people of their own."""


@dataclass(frozen=True)
class Trio:
    """Whom the tour shows: ids. Mentor and mentee fit each other, and nobody else fits them."""

    mentor: str
    mentee: str
    lead: str


@dataclass(frozen=True)
class CastWithTrios(Cast):
    """Everybody who plays a part, and whom the tour shows, in each language: those of a second
    tour, or of one that begins late, join only by hand."""

    trios: Mapping[str, tuple[Trio, ...]]


def cast_of(running: Running, people: Sequence[str], seed: int, joining: int) -> CastWithTrios:
    """Among these people (ids of full members) `joining` join of themselves, besides the trios.

    Everybody but the leads has habits, in case the visitor lets them join.
    """
    dice = random.Random(seed)
    actors = [running.actor(one) for one in people]
    leads = first_who_reads(actors, "it"), first_who_reads(actors, "en")
    others = [one for one in actors if one not in leads]
    pairs = {language: _pairs(others, language) for language in ZONES}
    in_trios = [one for of_one in pairs.values() for pair in of_one for one in pair]
    rest = [one for one in others if one not in in_trios]
    dice.shuffle(rest)
    rest.sort(key=is_near, reverse=True)
    members = [_outer(number, one, dice, joining) for number, one in enumerate(rest)]
    members += [
        _inner(number, one, dice, joins=(pair is of_one[0]))
        for of_one in pairs.values()
        for pair in of_one
        for number, one in enumerate(pair)
    ]
    trios = {
        language: tuple(Trio(mentor.id, mentee.id, lead.id) for mentor, mentee in of_one)
        for (language, of_one), lead in zip(pairs.items(), leads, strict=True)
    }
    return CastWithTrios(leads, {member.id: member for member in members}, trios)


def give(members: Mapping[str, Member], proposed: Mapping[str, object]) -> Parts:
    """Parts for the pairs there are: one declines, one finds no time, one stays silent, one
    leaves, one moves a date. With few pairs some parts stay free; the trios get none."""
    pairs = [
        pair
        for pair in near_pairs(members, proposed)
        if Circle.INNER not in (pair.junior.circle, pair.senior.circle)
    ]
    declined, stalls, silent, leaving, moving = [*pairs, *[None] * 5][:5]
    if stalls:
        stalls.stalls = True
    return Parts(
        given=True,
        stalls=stalls,
        declines=declined.junior if declined else None,
        declined=(declined.junior, declined.senior) if declined else None,
        silent=silent.senior if silent else None,
        leaves=leaving.senior if leaving else None,
        moves=moving.junior if moving else None,
    )


def _pairs(actors: Sequence[Actor], language: str) -> list[tuple[Actor, Actor]]:
    found = (one for one in actors if _lives(one, language))
    return [(next(found), next(found)) for _ in range(TOURS)]


def _lives(actor: Actor, language: str) -> bool:
    person = actor.person
    return person.tz == ZONES[language] and person.locale.startswith(language)


def _outer(number: int, actor: Actor, dice: random.Random, joining: int) -> Member:
    member = member_of(number, actor, dice)
    member.circle = Circle.OUTER
    if number >= joining or not is_near(actor):
        member.joins_after = None
    return member


def _inner(number: int, actor: Actor, dice: random.Random, joins: bool) -> Member:
    """A mentor at the first level, and a mentee two levels below the top."""
    member = member_of(1 - number, actor, dice)
    member.circle, member.lazy = Circle.INNER, False
    member.role, member.band = (("mentor", 1), ("mentee", 4))[number]
    member.joins_after = number if joins else None
    return member
