"""The language that the bot speaks with a person: Slack's at first, then their own choice."""

import pytest

from bot.store.tables import Person
from tests.flows.forged import dump
from tests.people import Colleague
from tests.world import NEW_YORK, World

NOW_ENGLISH = "From now on we'll write to you in English."


def language(one: Colleague) -> str:
    return str(one.world.one(Person, slack_id=one.id).language)


@pytest.mark.parametrize("typed", ["en", "EN", "English", "inglese", "«english».", "en "])
def test_a_code_or_a_name_is_understood(lite: World, typed: str) -> None:
    anna = lite.person("Anna")
    anna.types(f"language {typed}")
    assert NOW_ENGLISH in anna.answer
    assert language(anna) == "en"


def test_klingon_is_not_spoken(lite: World) -> None:
    anna = lite.person("Anna")
    anna.types("status")
    before = dump(lite)
    anna.types("lingua klingon")
    assert anna.says_text("refusal.unknown_language", text="klingon") in anna.answer
    assert anna.words.plain("button.verb.language") in anna.hands.sees.last.buttons
    assert dump(lite) == before


def test_without_a_word_it_is_asked_in_both(lite: World) -> None:
    """Who cannot read the one finds the other."""
    anna = lite.person("Anna")
    anna.types("language")
    assert "Which language shall we write to you in?" in anna.answer
    assert anna.says_text("language.choose") in anna.answer
    assert sorted(anna.hands.sees.last.buttons) == ["English", "Italiano"]
    anna.hands.presses("English")
    assert NOW_ENGLISH in anna.answer
    anna.types("status")
    assert "Learn from colleagues" in anna.answer


def test_the_way_back_is_written_in_the_language_before(lite: World) -> None:
    anna = lite.person("Anna")
    anna.types("language en")
    assert anna.hands.sees.last.buttons == [
        anna.words.also("it").plain("button.back_to_this_language")
    ]
    anna.hands.presses(anna.words.also("it").plain("button.back_to_this_language"))
    assert language(anna) == "it"
    assert anna.says_text("language.chosen") in anna.answer


def test_the_same_language_again_needs_no_way_back(lite: World) -> None:
    anna = lite.person("Anna")
    anna.types("language it")
    assert anna.says_text("language.chosen") in anna.answer
    assert anna.hands.sees.last.buttons == []


def test_a_choice_holds_against_slack(world: World) -> None:
    """Whatever Slack's locale is or becomes; the zone goes on following Slack."""
    anna, _ = world.joined()
    anna.types("language en")
    world.slack.change_person(anna.id, locale="it-IT", tz=NEW_YORK)
    anna.types("status")
    assert "We're looking for a pairing for you" in anna.answer
    assert world.one(Person, slack_id=anna.id).zone == NEW_YORK
    world.sends_round()
    world.lives_until("2026-11-23 18:00")
    assert "We thought of" in anna.reads("proposal.offer")


def test_without_a_choice_slack_is_followed(lite: World) -> None:
    """From the event on, before the person has typed anything."""
    anna, _ = lite.joined()
    lite.slack.change_person(anna.id, locale="en-GB")
    lite.sends_round()
    lite.lives_until("2026-11-23 18:00")
    assert "We thought of" in anna.reads("proposal.offer")


def test_a_locale_that_we_do_not_speak_changes_nothing(lite: World) -> None:
    anna, _ = lite.joined()
    lite.slack.change_person(anna.id, locale="fr-FR")
    assert language(anna) == "it"


def test_a_pair_that_has_no_language_in_common_any_more_reads_both(lite: World) -> None:
    anna, marco = lite.paired()
    assert "This conversation is yours" not in lite.group(anna, marco)[-1].text
    marco.types("language en")
    marco.proposes("2026-12-03 15:00")
    lite.tick()
    anna.confirms()
    lite.tick()
    said = lite.group(anna, marco)[-1].text
    assert "your meeting is set" in said
    assert "il vostro incontro è fissato" in said
