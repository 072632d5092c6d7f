"""Samples are facts that use cases can return: every word in them is one that the code knows."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

from bot.domain import refusals
from bot.domain.enrolment.notifications import Notifications
from bot.domain.figures.disclosure import Metric
from bot.domain.fit import scoring
from bot.domain.fit.people import Role
from bot.domain.lifecycle import ProposalState, RoundState, Undoable
from bot.domain.matching.outcome import Waiting
from bot.domain.rules import default_rules
from bot.domain.words import Fit, Word
from bot.outbox.codes import Fate
from bot.programme import standing
from bot.programme.administration.kinds import Undelivered
from bot.programme.administration.results import Health
from bot.programme.enrolment.kinds import Welcome
from bot.programme.enrolment.results import Undone
from bot.programme.figures.results import Published, Stats
from bot.programme.meetings.kinds import DateNow, KeepNow, Keeps, ProposalNow, Stands
from bot.programme.meetings.results import (
    Afterwards,
    Ahead,
    DateAnswered,
    DateOutcome,
    KeepAnswered,
    KeepOutcome,
    NextDate,
)
from bot.programme.pairs.kinds import HandNow, Introduction, Since
from bot.programme.pairs.results import LivePair
from bot.programme.people.results import LanguageChosen, Reader
from bot.programme.rounds.kinds import StillLooking
from bot.programme.rounds.results import (
    Categories,
    Common,
    DraftedPair,
    MyAnswer,
    Offered,
    ProposalAnswered,
    RoundNow,
    RoundReady,
    RoundView,
    WaitingPerson,
    WhyUs,
)
from bot.programme.standing import Place, Standing
from bot.serve import web
from bot.slack.kit.tell import LEAD_VERBS
from bot.slack.verbs import VERBS
from bot.store.queries.round_window import DROPPED
from bot.texts.catalogue import LANGUAGES
from bot.texts.topics import topics
from tests.slack.screens.samples import SCREENS, Sample

CHAPTERS = ("administration", "enrolment", "figures", "meetings", "pairs", "people", "rounds")
FREE = frozenset({
    *("partner", "mentor", "mentee", "slack_id", "decided_by", "me"),  # Slack ids
    *("text", "value", "version", "period", "zone", "also_in", "uid"),
    *("link", "video_link", "contact", "receiver", "author", "owner"),
})  # fmt: skip
"""Fields of text that hold no word of a closed list."""


def literals(module: ModuleType) -> set[str]:
    """The words written out in a module, and the names of its arguments."""
    tree = ast.walk(ast.parse(inspect.getsource(module)))
    return {
        str(node.value if isinstance(node, ast.Constant) else node.arg)
        for node in tree
        if isinstance(node, ast.Constant | ast.keyword)
    }


ROLES, ONE_ROLE = set(Role), {Role.MENTOR, Role.MENTEE}
WAITING, FATES, TOPICS = set(Waiting), set(Fate), set(topics())
POSSIBLE: Mapping[tuple[type, str], Iterable[object]] = {
    (Reader, "language"): LANGUAGES,
    (Notifications, "language"): LANGUAGES,
    (Welcome, "role"): ROLES,
    (Offered, "partner_role"): ONE_ROLE,
    (Offered, "partner_shares"): TOPICS,
    (Offered, "languages"): default_rules().languages,
    (Introduction, "mentor_shares"): TOPICS,
    (Introduction, "mentee_shares"): {*TOPICS, None},
    (LivePair, "my_role"): ONE_ROLE,
    (WhyUs, "my_role"): ONE_ROLE,
    (WhyUs, "they_share"): TOPICS,
    (WhyUs, "i_share"): TOPICS,
    (StillLooking, "category"): WAITING,
    (Undelivered, "by_reason"): FATES,
    (RoundReady, "waiting_why"): {*WAITING, DROPPED},
    (RoundView, "waiting_why"): {*WAITING, DROPPED},
    (RoundView, "state"): set(RoundState),
    (RoundNow, "state"): {*RoundState, None},
    (DateNow, "stands"): {Stands.AGREED, Stands.CALLED_OFF, Stands.OVER},
    (ProposalNow, "stands"): set(Stands),
    (HandNow, "since"): set(Since),
    (WaitingPerson, "category"): {*WAITING, DROPPED, None},
    (Common, "topics_fit"): {*literals(scoring), None},
    (DraftedPair, "state"): {*ProposalState, "sent", "not_sent", "impossible"},
    (Categories, "topics_fit"): literals(scoring),
    (Published, "metric"): set(Metric),
    (Published, "relation"): {"=", ">=", "<="},
    (Stats, "roles"): ROLES,
    (Standing, "state"): set(Place),
    (Standing, "can"): {verb.name for verb in VERBS},
    (ProposalAnswered, "outcome"): {"paired", "already", *Word},
    (MyAnswer, "word"): {*Word, None},
    (NextDate, "stands"): set(Ahead),
    (Afterwards, "said"): {*Fit, None},
    (DateAnswered, "outcome"): set(DateOutcome),
    (KeepAnswered, "outcome"): set(KeepOutcome),
    (KeepNow, "stands"): set(Keeps),
    (Undone, "what"): set(Undoable),
    (Health, "checks"): {one.name for one in fields(web.Health)},
    (Health, "given_up_by_reason"): FATES,
    (LanguageChosen, "language"): LANGUAGES,
    (LanguageChosen, "before"): LANGUAGES,
    (refusals.AlreadyEnrolled, "role"): ROLES,
}
"""Of each field what it may hold: its value, each of its elements, or each of its keys."""


def facts_in(thing: Any) -> Iterator[Any]:
    """Every object of facts in what a screen was given."""
    if is_dataclass(thing) and not isinstance(thing, type):
        yield thing
        yield from facts_in([getattr(thing, one.name) for one in fields(thing)])
    elif isinstance(thing, Mapping):
        yield from facts_in(list(thing.values()))
    elif isinstance(thing, list | tuple):
        for inner in thing:
            yield from facts_in(inner)


def test_no_sample_says_what_the_code_cannot_say() -> None:
    for name, screen in SCREENS.items():
        if isinstance(screen, Sample):
            for facts in facts_in(screen.given):
                for field, said in words_of(facts):
                    assert said <= set(POSSIBLE[type(facts), field]), (name, field)


def words_of(facts: Any) -> Iterator[tuple[str, set[object]]]:
    for kind, field in POSSIBLE:
        if kind is type(facts):
            value = getattr(facts, field)
            yield field, set(value if isinstance(value, Mapping | tuple) else (value,))


def test_every_field_that_holds_a_word_is_looked_at() -> None:
    chapters = [standing, *(import_module(f"bot.programme.{one}.results") for one in CHAPTERS)]
    results = [kind for module in chapters for kind in vars(module).values()]
    kinds = [*results, *refusals.Refusal.__subclasses__()]
    words = {
        (kind, name)
        for kind in kinds
        if isinstance(kind, type) and is_dataclass(kind)
        for name, hint in get_type_hints(kind).items()
        if hint in (str, str | None) and name not in FREE
    }
    assert words - POSSIBLE.keys() == set()


def test_every_verb_is_offered_to_somebody() -> None:
    """To people by where they stand, to leads in a list of their own."""
    tree = ast.walk(ast.parse(inspect.getsource(standing)))
    offered = {node.value for node in tree if isinstance(node, ast.Constant)}
    assert [verb.name for verb in VERBS if not (verb.leads or verb.name in offered)] == []
    assert {verb.name for verb in VERBS if verb.leads} == set(LEAD_VERBS)
