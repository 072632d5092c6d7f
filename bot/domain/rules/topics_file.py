"""Reading the topics of a programme file: those it adds, and those it offers no longer."""

from collections.abc import Collection, Sequence
from typing import Any

from bot.domain.rules import checks
from bot.domain.rules.checks import Wrong
from bot.domain.rules.place import Place
from bot.domain.rules.topics import (
    AREAS,
    FEWEST_OFFERED,
    MOST_TOPICS,
    OwnTopic,
    Saying,
    TopicTexts,
)

REGISTERS = ("en", "it", "it_formal")
MOST_GOALS, MOST_PROMPTS = 3, 5
NOTHING: tuple[str, ...] = ()


def own_topics(
    place: Place, catalogue: Collection[str], languages: Sequence[str]
) -> tuple[OwnTopic, ...]:
    """The topics that a file adds, each named in all of `languages`."""
    found: dict[str, OwnTopic] = {}
    rows = place.rows("topics")
    for row in rows:
        one = _topic(row, catalogue, languages)
        row.finish()
        if one.id in found:
            row.note("id", "duplicate", id=one.id)
        found[one.id] = one
    if len(rows) > MOST_TOPICS:
        place.note("topics", "too_many_topics", n=len(rows), limit=MOST_TOPICS)
    return tuple(found.values())


def hidden_topics(
    place: Place, catalogue: Collection[str], own: Sequence[OwnTopic]
) -> tuple[str, ...]:
    """The ids of those that nobody can choose any more, the catalogue's or the file's own."""
    hidden = place.take("hidden_topics", checks.several(checks.text), NOTHING)
    known = [*catalogue, *(one.id for one in own)]
    for id_ in hidden:
        if id_ not in known:
            place.note("hidden_topics", "no_topic", id=id_, near=checks.nearest_few(id_, known))
    if hidden and len(set(known) - set(hidden)) < FEWEST_OFFERED:
        place.note("hidden_topics", "few_topics", fewest=FEWEST_OFFERED)
    return hidden


def _topic(row: Place, catalogue: Collection[str], languages: Sequence[str]) -> OwnTopic:
    return OwnTopic(
        _id(row, catalogue),
        _names(row, languages),
        _area(row),
        _texts(row),
    )


def _id(row: Place, catalogue: Collection[str]) -> str:
    def check(value: Any) -> str:
        if isinstance(value, str) and value in catalogue:
            raise Wrong("topic_exists", id=value)
        return checks.topic_id(value)

    if "id" not in row.left:
        row.note("id", "topic_id")
    return row.take("id", check, row.path)


def _names(row: Place, languages: Sequence[str]) -> dict[str, str]:
    spoken = [one for one in ("en", "it") if one in row.left]
    for language in languages:
        if language not in spoken:
            row.note(language, "topic_nameless", language=language)
    check = checks.unmarked(checks.LONGEST_NAME)
    return {language: row.take(language, check, "") for language in spoken}


def _area(row: Place) -> str:
    if "area" not in row.left:
        row.note("area", "choice", allowed=", ".join(AREAS))
    return row.take("area", checks.one_of(*AREAS), AREAS[0])


def _texts(row: Place) -> dict[str, TopicTexts]:
    inner = Place(row.at("text"), row.take("text", checks.table, {}), row.findings)
    texts = {register: _text(inner, register) for register in REGISTERS if register in inner.left}
    inner.known += REGISTERS
    inner.finish()
    return texts


def _text(place: Place, register: str) -> TopicTexts:
    inner = Place(place.at(register), place.take(register, checks.table, {}), place.findings)
    texts = TopicTexts(
        description=inner.take("description", checks.unmarked(110), ""),
        goals=inner.take("goals", checks.at_most(MOST_GOALS, checks.unmarked(110)), NOTHING),
        proof=inner.take("proof", checks.unmarked(120), ""),
        prompts=_sayings(inner),
    )
    inner.finish()
    return texts


def _sayings(place: Place) -> tuple[Saying, ...]:
    rows = place.rows("prompts")
    if len(rows) > MOST_PROMPTS:
        place.note("prompts", "too_many", limit=MOST_PROMPTS)
    return tuple(_saying(row) for row in rows)


def _saying(row: Place) -> Saying:
    for key in ("by", "says"):
        if key not in row.left:
            row.note(key, "saying")
    by = row.take("by", checks.one_of("mentor", "mentee"), "mentor")
    says = row.take("says", checks.unmarked(160), "")
    row.finish()
    return Saying(by, says)
