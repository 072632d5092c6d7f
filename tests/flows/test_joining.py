"""Joining by the windows: refused, corrected, kept, undone."""

from bot.store.tables import Draft, Participation, Person
from tests.people import AI, LEAD, form
from tests.world import World


def test_a_refused_form_corrected_enrols_once(world: World) -> None:
    """A wrong level is refused beside its field; the corrected form enrols, once."""
    anna = world.person("Anna")
    whole = form("mentor")
    anna.types("iscrivimi")
    anna.fills(**whole["you"])
    anna.submits()
    anna.fills(**whole["topics"])
    anna.submits()
    anna.fills(**whole["levels"] | {f"level.wanted.{LEAD}": "1", f"level.now.{LEAD}": "3"})
    anna.submits()
    (sentence,) = anna.view.errors.values()
    assert "livello" in sentence
    assert not world.rows(Participation)
    anna.fills(**whole["levels"])
    anna.submits()
    assert anna.hands.sees.view is None
    world.tick()
    assert anna.takes_part
    assert anna.heard == ["welcome"]
    assert len(world.rows(Participation)) == 1


def test_what_cannot_work_is_refused_at_once_and_nothing_typed_is_lost(lite: World) -> None:
    """Top management as mentor only: said on the first page, with the role that works."""
    marco = lite.person("Marco", locale="en-US")
    marco.types("join mentor")
    assert marco.shows("role") == "mentor: I share what I know"
    marco.fills(band="5", languages=["it"], function="sales", tenure="over_3")
    marco.submits()
    (sentence,) = marco.view.errors.values()
    assert "mentee" in sentence
    marco.closes()
    marco.types("join")
    kept = {name: marco.shows(name) for name in ("band", "function", "tenure")}
    assert kept == {
        "band": "I'm part of the company's leadership",
        "function": "Sales",
        "tenure": "for more than three years",
    }
    assert marco.shows("languages") == ["Italian"]


def test_a_window_closed_after_the_first_step_loses_nothing(lite: World) -> None:
    anna = lite.person("Anna", locale="en-US")
    anna.types("join")
    anna.fills(**form("mentor")["you"] | {"site": "branch"})
    anna.submits()
    anna.closes()
    anna.hands.opens_home()
    home = anna.hands.sees.home
    assert home is not None
    assert "Your form is waiting" in home.shown
    anna.hands.presses("Continue", "home")
    assert anna.shows("site") == "Branch office"
    anna.submits()
    anna.fills(**form("mentor")["topics"])
    anna.hands.presses("Back")
    assert anna.shows("site") == "Branch office"
    anna.submits()
    assert anna.shows("offers") == [anna.words.topic(AI)]


def test_a_topic_in_both_lists_and_a_missing_notice_are_refused_beside_their_fields(
    lite: World,
) -> None:
    anna = lite.person("Anna", locale="en-US")
    anna.types("join")
    anna.fills(**form("mentor")["you"])
    anna.submits()
    anna.fills(offers=[AI], wish1=AI, notice=["yes"])
    anna.submits()
    (field,) = anna.view.errors
    assert field.startswith("wish1")
    assert anna.shows("offers") == [anna.words.topic(AI)]


def test_undo_of_joining_is_as_if_never_joined_and_keeps_the_draft(world: World) -> None:
    anna, marco = world.person("Anna", locale="en-US"), world.person("Marco")
    anna.joins_by_form("mentor")
    marco.joins_by_form("mentee")
    world.tick()
    anna.answers_to("welcome", "button.undo_join")
    assert not world.rows(Participation, person_id=_person(world, anna.id))
    assert anna.reads("welcome").startswith("*Done: you're no longer in the programme")
    anna.types("join")
    assert anna.shows("band") == "I work independently"
    anna.closes()
    world.passes(minutes=11)
    marco.answers_to("welcome", "button.undo_join")
    assert marco.says_text("refusal.undo_over") in marco.answer
    assert marco.takes_part


def test_a_draft_is_forgotten_when_joining_can_no_longer_be_undone(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins_by_form("mentor")
    lite.tick()
    assert lite.rows(Draft)
    lite.passes(minutes=10)
    lite.tick()
    assert not lite.rows(Draft)


def test_who_joins_again_after_undoing_is_welcomed_again(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins_by_form("mentor")
    lite.tick()
    anna.answers_to("welcome", "button.undo_join")
    anna.joins_by_form("mentor")
    lite.tick()
    assert anna.heard == ["welcome", "welcome"]


def test_guests_bots_and_people_of_elsewhere_are_refused_kindly(lite: World) -> None:
    before = lite.counts()
    guest = lite.person("Gina", locale="en-US", is_restricted=True)
    guest.types("join")
    assert "full members" in guest.answer
    app = lite.person("Robby", locale="en-US", is_workflow_bot=True)
    app.types("join")
    assert "your own account" in app.answer
    stranger = lite.person("Fern", locale="en-US", team_id="T0ELSEWHER", is_stranger=True)
    stranger.types("join")
    assert "people of this workspace" in stranger.answer
    assert lite.counts() == before


def test_an_unknown_zone_or_locale_is_the_programmes(lite: World) -> None:
    anna = lite.person("Anna", zone="Mars/Olympus", locale="tlh-KX")
    anna.types("status")
    assert "Learn from colleagues" in anna.answer
    known = lite.one(Person, slack_id=anna.id)
    assert (known.zone, known.language) == ("Europe/Rome", "en")


def _person(world: World, slack_id: str) -> int:
    return world.one(Person, slack_id=slack_id).id


def test_only_what_owes_a_message_wakes_the_sender(lite: World) -> None:
    def woken() -> int:
        return lite.process.background.pulse["woken"]

    anna = lite.person("Anna")
    before = woken()
    anna.types("help")
    anna.types("language en")
    assert woken() == before
    anna.joins("mentor")
    assert woken() == before + 1, "the welcome leaves at once"
