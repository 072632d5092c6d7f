"""The inputs of the join form's second step: topics, working style, hours, the notice."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.domain.enrolment import form
from bot.domain.fit.people import Role
from bot.domain.time.working_hours import DAY, EVENING, MORNING, WORKDAYS
from bot.slack.kit import blocks, forms
from bot.slack.kit.blocks import Block, Choice, Field, Group
from bot.texts.words import Words


def inputs(
    kept: Mapping[str, Any], role: str | None, areas: list[Group], words: Words, turn: int
) -> list[Block]:
    """All but the notice, with what was chosen before; `areas` are the topics to choose from."""
    return [
        *_offers_and_wishes(kept, role, areas, words, turn),
        *(_style(name, kept, words, turn) for name in form.STYLES),
        *hours(kept, words, turn),
    ]


def notice(kept: Mapping[str, Any], link: str, words: Words, turn: int) -> list[Block]:
    """The notice itself, above the box that says it was read; who takes part has done so."""
    read = [Choice("yes", words.plain("join.notice.yes"))]
    return [
        blocks.section(f"*{words('join.notice_text')}*\n{words('privacy.notice')}"),
        blocks.section(_kept(link, words)),
        blocks.input_(
            Field("notice", turn),
            words.plain("join.notice"),
            blocks.checkboxes(read, forms.several(kept, "notice")),
        ),
    ]


def areas(chosen: Collection[str], words: Words) -> list[Group]:
    """The topics to choose from, area by area; whoever has `chosen` one before may keep it."""
    found: dict[str, list[Choice]] = {}
    for topic in words.catalogue.choices(chosen):
        found.setdefault(topic.area, []).append(Choice(topic.id, words.topic(topic.id)))
    return [Group(words.plain(f"area.{area}"), tuple(choices)) for area, choices in found.items()]


def _offers_and_wishes(
    kept: Mapping[str, Any], role: str | None, areas: list[Group], words: Words, turn: int
) -> list[Block]:
    """The list that the role needs is required; the other one is for giving back."""
    shares, learns = role != Role.MENTEE, role != Role.MENTOR
    hint = words.plain("join.give_back")
    offers = _offers(kept, areas, words, turn, None if shares else hint)
    wishes = _wishes(kept, areas, words, turn, None if learns else hint)
    return [offers, *wishes] if shares else [*wishes, offers]


def _offers(
    kept: Mapping[str, Any], areas: list[Group], words: Words, turn: int, hint: str | None
) -> Block:
    """With a hint it may stay empty."""
    choice = blocks.grouped_multi_select(areas, forms.several(kept, "offers"), form.MOST_OFFERS)
    return blocks.input_(
        Field("offers", turn),
        words.plain("join.offers"),
        blocks.with_placeholder(choice, words.plain("join.choose")),
        optional=hint is not None,
        hint=hint,
    )


def _wishes(
    kept: Mapping[str, Any], areas: list[Group], words: Words, turn: int, hint: str | None
) -> list[Block]:
    """Three in order; the first is required unless there is a hint."""
    first = form.WISHES[0]
    return [
        blocks.input_(
            Field(name, turn),
            words.plain(f"join.{name}"),
            blocks.with_placeholder(
                blocks.grouped_select(areas, forms.single(kept, name)),
                words.plain("join.choose"),
            ),
            optional=hint is not None or name != first,
            hint=hint if name == first else None,
        )
        for name in form.WISHES
    ]


def _style(name: str, kept: Mapping[str, Any], words: Words, turn: int) -> Block:
    picks = [Choice(pick, words.plain(f"join.{name}.{pick}")) for pick in ("a", "b")]
    return blocks.input_(
        Field(name, turn),
        words.plain(f"join.{name}"),
        blocks.radio(picks, forms.single(kept, name)),
        optional=True,
    )


def hours(kept: Mapping[str, Any], words: Words, turn: int) -> list[Block]:
    """Days and hours of work: when we write, and what times are found by."""
    days = [Choice(str(day), words.weekday(day)) for day in range(7)]
    on = forms.several(kept, "days") if "days" in kept else [str(day) for day in sorted(WORKDAYS)]
    start, end = (
        forms.single(kept, "from") or str(MORNING),
        forms.single(kept, "to") or str(EVENING),
    )
    first, last = _half_hours(0, DAY - form.HALF_HOUR), _half_hours(form.HALF_HOUR, DAY)
    hint = words.plain("join.days.hint", zone=words.zone_name())
    elements = {
        "days": blocks.checkboxes(days, on),
        "from": blocks.select(first, start),
        "to": blocks.select(last, end),
    }
    return [
        blocks.input_(
            Field(name, turn),
            words.plain(f"join.{name}"),
            element,
            hint=hint if name == "days" else None,
        )
        for name, element in elements.items()
    ]


def _half_hours(first: int, last: int) -> list[Choice]:
    minutes = range(first, last + 1, form.HALF_HOUR)
    return [Choice(str(minute), f"{minute // 60:02}:{minute % 60:02}") for minute in minutes]


def _kept(link: str, words: Words) -> str:
    text = words("privacy.kept")
    return f"{text}\n{words('join.notice_link', link=link)}" if link else text
