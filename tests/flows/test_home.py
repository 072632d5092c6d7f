"""The Home tab: the right state and one primary button, in both languages, and always current."""

from collections.abc import Iterator

import pytest

from bot.texts.words import words_for
from playground import Fault
from playground.actor.screen import ShownView
from tests import databases
from tests.people import Colleague
from tests.world import World, living

LOCALES = {"it": "it-IT", "en": "en-GB"}
Shown = dict[str, tuple[ShownView, str]]
"""State → the Home tab then, and the label of the button that the state is for."""


def home(one: Colleague) -> ShownView:
    one.hands.opens_home()
    screen = one.hands.sees.home
    assert screen is not None
    return screen


def header(screen: ShownView) -> str:
    return next(str(one["text"]["text"]) for one in screen.blocks if one["type"] == "header")


def primary(screen: ShownView) -> list[str]:
    """Labels of the buttons that stand out."""
    buttons = [
        element
        for block in screen.blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("style") == "primary"
    ]
    return [str(one["text"]["text"]) for one in buttons]


HEADERS = {
    "stranger": ("standing.stranger", "button.join"),
    "draft": ("standing.draft", "button.continue"),
    "waiting": ("standing.waiting", "button.improve"),
    "proposal": ("standing.proposal", "button.yes"),
    "answered": ("standing.answered", ""),
    "paired": ("standing.paired", "button.find"),
    "date_asked": ("standing.date_asked", "button.confirm"),
    "date_sent": ("standing.date_sent", ""),
    "booked": ("standing.booked", "button.move"),
    "checkin": ("standing.checkin", "button.answer"),
    "on_a_break": ("standing.on_a_break", "button.verb.ideas"),
    "paused": ("standing.paused", "button.verb.resume"),
    "left": ("standing.left", "button.rejoin"),
}
STATES = [(language, state) for language in LOCALES for state in HEADERS]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """A story in each language, looked at from Home at each turn."""
    found: dict[str, Shown] = {}
    for language, locale in LOCALES.items():
        folder = tmp_path_factory.mktemp(language)
        with databases.database("sqlite", folder) as database, living(database, folder) as world:
            found[language] = dict(_lived(world, locale))
    return found


def _lived(world: World, locale: str) -> Iterator[tuple[str, tuple[ShownView, str]]]:
    anna, marco = world.person("Anna", locale=locale), world.person("Marco", locale=locale)

    def at(state: str) -> tuple[str, tuple[ShownView, str]]:
        wanted = HEADERS[state][1]
        return state, (home(anna), anna.words.plain(wanted) if wanted else "")

    yield at("stranger")
    anna.types("join mentor")
    anna.fills(band="2")
    anna.submits()
    anna.closes()
    yield at("draft")
    anna.joins("mentor")
    yield at("waiting")
    world.proposed()
    yield at("proposal")
    anna.says_yes()
    yield at("answered")
    marco.says_yes()
    world.tick()
    yield at("paired")
    anna.proposes("2026-12-02 15:00")
    world.tick()
    yield at("date_sent")
    marco.proposes("2026-12-03 15:00")
    world.tick()
    yield at("date_asked")
    anna.confirms()
    yield at("booked")
    world.lives_until("2026-12-03 18:00")
    yield at("checkin")
    world.lives_until("2026-12-11 09:00")
    marco.types("pause 2w")
    world.lives_until("2026-12-11 10:00")
    yield at("on_a_break")
    anna.types("pause 1w")
    yield at("paused")
    anna.leaves()
    yield at("left")


@pytest.mark.parametrize(("language", "state"), STATES)
def test_each_state_has_its_sentence_and_one_button(
    told: dict[str, Shown], language: str, state: str
) -> None:
    screen, button = told[language][state]
    words = words_for(language, "Europe/Rome", formal=False, names=lambda _: "Marco")
    pattern = words.plain(HEADERS[state][0], partner="Marco", when="@", date="@")
    for part in pattern.split("@"):
        assert part.strip() in header(screen)
    assert primary(screen) == ([button] if button else [])
    others = [one for other, (one, _) in told[language].items() if other != state]
    assert header(screen) not in [header(one) for one in others]


@pytest.mark.parametrize("language", LOCALES)
def test_home_offers_only_what_can_be_done(told: dict[str, Shown], language: str) -> None:
    """Leaving, pausing and reminders to who takes part; the profile too, once."""
    words = words_for(language, "Europe/Rome", formal=False, names=lambda _: "Marco")
    leave, pause = (words.plain(f"button.verb.{verb}") for verb in ("leave", "pause"))
    for state, (screen, _) in told[language].items():
        outside = state in ("stranger", "draft", "left")
        assert (leave in screen.buttons) is not outside, state
        assert (pause in screen.buttons) is (not outside and state != "paused"), state
        assert words.plain("button.verb.language") in screen.buttons
        assert words.plain("button.verb.privacy") in screen.buttons
        repeated = {one for one in screen.buttons if screen.buttons.count(one) > 1}
        assert not repeated, state


def test_home_is_drawn_anew_after_ones_own_action(lite: World) -> None:
    """Be it a command, a form or a button, on Home or elsewhere: nobody has to open it again."""
    anna, marco = lite.person("Anna"), lite.person("Marco")
    home(anna)

    def now() -> str:
        screen = anna.hands.sees.home
        assert screen is not None
        return header(screen)

    anna.joins_by_form("mentor")
    assert now() == anna.words.plain("standing.waiting")
    marco.joins("mentee")
    lite.proposed()
    assert now() == anna.words.plain("standing.waiting")
    anna.says_yes()
    assert now() == anna.words.plain("standing.answered", partner="Marco")
    marco.says_yes()
    anna.types("language en")
    assert now().startswith("Find a time with")
    anna.hands.presses("Take a break", "home")
    anna.submits()
    assert now().startswith("You're on a break until")
    anna.closes()
    anna.hands.presses("End my break", "home")
    assert now().startswith("Find a time with")
    anna.closes()
    anna.hands.presses("Leave the programme", "home")
    assert now().startswith("Your profile is kept until")


def test_home_stays_closed_for_who_never_opened_it(lite: World) -> None:
    anna = lite.person("Anna")
    anna.joins_by_form("mentor")
    assert anna.hands.sees.home is None


def test_an_old_home_answers_and_changes_nothing(lite: World) -> None:
    """The proposal has ended meanwhile; the button still stands there."""
    anna, _ = lite.proposed()
    home(anna)
    lite.lives_until("2026-12-01 12:00")
    before = lite.counts()
    anna.presses("button.yes", "home")
    assert anna.says_text("refusal.no_longer_open") in anna.answer
    after = lite.counts()
    assert {name: after[name] for name in after if name != "inbox_key"} == {
        name: before[name] for name in before if name != "inbox_key"
    }
    anna.closes()
    assert header(home(anna)) == anna.words.plain("standing.waiting")


def test_the_leads_block_stands_above_their_own_state(lite: World) -> None:
    """Of a drafted round, with the way into it; gone once it is approved."""
    lite.joined()
    lite.lead.joins("both")
    lite.drafts_round()
    screen = home(lite.lead)
    assert "Round of Monday 23 November: 1 pair ready, 1 person waiting" in screen.shown
    assert screen.shown.index("Round of Monday") < screen.shown.index(header(screen))
    assert header(screen) == lite.lead.words.plain("standing.waiting")
    lite.lead.presses("button.open_round", "home")
    lite.lead.approves()
    lite.lead.closes()
    assert "1 pair ready" not in home(lite.lead).shown
    assert "1 pair ready" not in home(lite.person("Anna")).shown


def test_others_see_nothing_of_what_leads_are_offered(lite: World) -> None:
    anna = lite.person("Anna", locale="en-GB")
    leads = lite.lead.words.plain("home.leads")
    assert leads in home(lite.lead).shown
    assert leads not in home(anna).shown


def test_a_home_that_cannot_be_drawn_says_so_and_offers_another_try(lite: World) -> None:
    anna = lite.person("Anna")
    faults = lite.slack.workspace.faults
    faults.add(Fault("error", method="users.info", code="fatal_error"))
    screen = home(anna)
    assert header(screen) == anna.words.plain("home.trouble")
    assert primary(screen) == [anna.words.plain("button.try_again")]
    anna.presses("button.try_again", "home")
    assert header(anna.hands.sees.home or screen) == anna.words.plain("standing.stranger")
    assert not anna.hands.notices


def test_who_is_unknown_as_long_as_slack_does_not_say_reads_the_programmes_language(
    lite: World,
) -> None:
    anna = lite.person("Anna")
    faults = lite.slack.workspace.faults
    faults.add(Fault("error", method="users.info", code="fatal_error", count=None))
    assert header(home(anna)) == lite.lead.words.plain("home.trouble")
    anna.hands.presses("Try again", "home")
    assert "R-" in anna.answer
    faults.clear()
    anna.closes()
    anna.hands.presses("Try again", "home")
    assert anna.says_text("standing.stranger") in (anna.hands.sees.home or home(anna)).shown


def test_the_messages_tab_is_left_alone(lite: World) -> None:
    anna = lite.person("Anna")
    anna.hands.opens_home(tab="messages")
    assert anna.hands.sees.home is None


def test_a_guest_reads_why_they_cannot_take_part(lite: World) -> None:
    guest = lite.person("Eva", is_restricted=True)
    assert guest.says_text("refusal.guests_cannot_join") in home(guest).shown


def test_home_with_questions_answered_and_questions_asked(lite: World) -> None:
    """Of three meetings one still waits for an answer: one button of a kind, not two."""
    anna, marco = lite.paired()
    lite.lives_until("2026-11-26 16:00")
    for day in ("23/11", "25/11"):
        anna.met(day)
        anna.closes()
        lite.tick()
    marco.met("23/11")
    marco.closes()
    marco.hands.opens_home()
    home = marco.hands.sees.home
    assert home is not None
    assert marco.says_text("standing.checkin", partner="Anna") in home.shown
