"""Every verb, without and with an argument, right or wrong, as each language reads it."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.slack.verbs import VERBS
from tests import databases
from tests.people import Colleague
from tests.world import World, living

ARGUMENTS = {
    "help": ("", "please"),
    "join": ("", "mentor", "boss"),
    "status": ("", "please"),
    "when": ("", "tomorrow"),
    "ideas": ("", "please"),
    "met": ("", "2026-11-24", "2026-12-24", "whenever"),
    "profile": ("", "please"),
    "pause": ("", "yesterday", "31/02", "99w", "2w"),
    "resume": ("", "now"),
    "language": ("", "klingon"),
    "notify": ("", "none"),
    "concern": ("", "Marco is rude"),
    "leave": ("next month", ""),
    "swap": ("", "please"),
    "privacy": ("", "please"),
    "stats": ("", "30d", "quarter", "2026-Q4", "forever"),
    "round": ("", "preview", "7"),
    "health": ("",),
}
LOCALES = {"it": "it-IT", "en": "en-GB"}
Told = dict[tuple[str, str], dict[str, str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What each verb answered, by verb and language."""
    answers: Told = {}
    for language, locale in LOCALES.items():
        folder = tmp_path_factory.mktemp(language)
        with databases.database("sqlite", folder) as database, living(database, folder) as world:
            _everything_is_said(world, language, locale, answers)
    return answers


def _everything_is_said(world: World, language: str, locale: str, answers: Told) -> None:
    stranger = world.person("Eva", locale=locale)
    anna = world.person("Anna", locale=locale)
    world.person("Marco", locale=locale)
    world.slack.change_person(world.lead.id, locale=locale)
    world.lead.types("status")
    world.paired()
    world.goes_to("2026-11-25 10:00")
    for verb in sorted(VERBS, key=lambda verb: verb.name == "leave"):  # who has left can do little
        asked = {"stranger": stranger, "paired": anna, "lead": world.lead}
        answers[verb.name, language] = {
            f"{who}: {verb.name if language == 'en' else verb.it} {argument}".strip(): _says(
                one, f"{verb.name if language == 'en' else verb.it} {argument}".strip()
            )
            for who, one in asked.items()
            for argument in ARGUMENTS[verb.name]
            if who == "lead" or not verb.leads or argument == ""
        }


def _says(one: Colleague, text: str) -> str:
    one.types(text)
    answer = one.answer
    one.closes()
    return answer


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_what_a_verb_says(
    told: Told, verb: str, language: str, snapshot: SnapshotAssertion
) -> None:
    said = told[verb, language]
    assert "\n\n".join(f"### {asked}\n{answer}" for asked, answer in said.items()) == snapshot
