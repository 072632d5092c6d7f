"""Who plays: names and zones from the workspace, the rest by a seeded die."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from playground.actor.actor import Actor
from playground.server.serve import Running
from playground.state.conversations import Message
from playground.story.errors import StoryFailed

PLANNED, PLANNED_ON_TRACK = 7, 3
"""The meetings of a pair's plan; nobody suggests another one after them."""
JUNIOR, SENIOR = "junior", "senior"
"""Juniors share what is new and learn how the company works, seniors the other way round."""


class Circle(Enum):
    """Which of the new topics somebody shares or learns. Two people of the inner circle can only
    be proposed to each other while everybody else is of the outer one."""

    WHOLE = "all of them"
    INNER = "those of the first group"
    OUTER = "all but those of the first group"


class Track(Enum):
    """Whether somebody takes part for the newcomers' track alone: three meetings of who is new in
    the company with who has been there for long. Those two fit nobody else."""

    NONE = "a programme like everybody's"
    NEW = "under a year in the company"
    LONG = "over three years, and shares with newcomers"


@dataclass(eq=False)
class Pairing:
    """Two people who have said yes. The senior proposes the times; `stalls` while neither does.
    `asked` are the meetings that they were asked about, and when first, of those `planned`;
    `suggestion` is the last message with a time. `is_keen`: every date is found and every
    question answered."""

    junior: "Member"
    senior: "Member"
    is_told: bool = False
    is_keen: bool = False
    planned: int = PLANNED
    stalls: bool = False
    has_moved: bool = False
    has_kept: bool = False
    asked: dict[str, datetime] = field(default_factory=dict)
    suggestion: Message | None = None

    @property
    def next_meeting(self) -> int:
        """Its number, from 1."""
        return len(self.asked) + 1


@dataclass(eq=False)
class Member:
    """Somebody who takes part: an actor to do things with, and habits."""

    actor: Actor
    kind: str
    role: str
    band: int
    dice: random.Random
    joins_after: int | None
    lazy: bool = False
    is_in: bool = False
    partner: str | None = None
    pairing: Pairing | None = None
    asked: set[str] = field(default_factory=set)
    circle: Circle = Circle.WHOLE
    track: Track = Track.NONE

    @property
    def id(self) -> str:
        return self.actor.id

    @property
    def name(self) -> str:
        return self.actor.person.real_name

    @property
    def reads_italian(self) -> bool:
        return _reads_italian(self.actor)


def pairing_of(one: Member, other: Member) -> Pairing:
    """The two of a pair; who stands higher in the company is the one who learns, but for the
    newcomers' track."""
    junior, senior = sorted((one, other), key=lambda member: (member.band, member.kind))
    if junior.track is Track.NEW:
        return Pairing(junior, senior, is_keen=True, planned=PLANNED_ON_TRACK)
    return Pairing(junior, senior)


@dataclass(frozen=True)
class Cast:
    """Two leads, one for each language, and everybody who will join; `contact` is whom concerns
    go to, if the programme names somebody."""

    leads: tuple[Actor, Actor]
    members: dict[str, Member]
    contact: Actor | None = field(default=None, kw_only=True)


def cast(running: Running, people: Sequence[str], seed: int, joining: int) -> Cast:
    """Who plays what among these people (ids of full members): `joining` of them join, the last
    two on the newcomers' track. Raises StoryFailed when too few read one of the two languages."""
    dice = random.Random(seed)
    actors = [running.actor(one) for one in people]
    leads = (first_who_reads(actors, "it"), first_who_reads(actors, "en"))
    others = [one for one in actors if one not in leads and is_near(one)]
    dice.shuffle(others)
    others.sort(key=_reads_italian)  # those who are fewer join first, so that pairs are mixed
    new, long, contact = [_last_who_reads(others, one) for one in ("it", "en", "en")]
    regular = others[: max(0, joining - 2)]
    members = [member_of(number, one, dice) for number, one in enumerate(regular)]
    members += [_on_track(Track.NEW, new, dice), _on_track(Track.LONG, long, dice)]
    return Cast(leads, {member.id: member for member in members}, contact=contact)


def is_near(actor: Actor) -> bool:
    """The programme begins with the sites in Europe, so that one look a day sees everybody."""
    return actor.person.tz.startswith("Europe/")


def first_who_reads(actors: Sequence[Actor], language: str) -> Actor:
    """The first of them with this language. Raises StopIteration when there is none."""
    return next(one for one in actors if one.person.locale.startswith(language))


def member_of(number: int, actor: Actor, dice: random.Random) -> Member:
    """Habits for somebody: a junior when `number` is odd, a senior when it is even."""
    kind = JUNIOR if number % 2 else SENIOR
    band = dice.choice((1, 1, 2, 2)) if kind == JUNIOR else dice.choice((3, 3, 4, 5))
    role = {JUNIOR: "mentor", SENIOR: "mentee"}[kind]
    return Member(
        actor=actor,
        kind=kind,
        role="both" if band in (2, 3) and dice.random() < 0.2 else role,
        band=band,
        dice=random.Random(dice.random()),
        joins_after=dice.randrange(13),
        lazy=dice.random() < 0.1,
    )


def _reads_italian(actor: Actor) -> bool:
    return actor.person.locale.startswith("it")


def _last_who_reads(actors: list[Actor], language: str) -> Actor:
    """Takes them out. Raises StoryFailed."""
    reading = [one for one in actors if one.person.locale.startswith(language)]
    if not reading:
        raise StoryFailed(f"Too few people read {language}: try more --people")
    actors.remove(reading[-1])
    return reading[-1]


def _on_track(track: Track, actor: Actor, dice: random.Random) -> Member:
    """Who is new learns, who has been there for long shares."""
    is_new = track is Track.NEW
    member = member_of(1 if is_new else 0, actor, dice)
    member.track, member.lazy = track, False
    member.role, member.band = ("mentee", 1) if is_new else ("mentor", 4)
    return member
