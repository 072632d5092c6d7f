"""Forged ids and forms: Slack signs whatever a client sends, so nothing in it is trusted.

One scene serves all tests, since none of them may change it.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.slack.register import BUTTONS, WINDOWS
from tests import databases
from tests.flows.forged import LEFT_OUT, presses, submits, types
from tests.flows.scene import Scene
from tests.flows.watch import DRAFTS, Watch, clear, shut, watching


@pytest.fixture(scope="module", params=databases.BACKENDS)
def watch(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Watch]:
    folder = tmp_path_factory.mktemp("scene")
    with (
        databases.database(request.param, folder) as database,
        watching(database, folder) as watched,
    ):
        yield watched


@pytest.fixture
def scene(watch: Watch) -> Scene:
    return watch.scene


# --- forged ids -----------------------------------------------------------------------------------

FEW: tuple[object, ...] = ("very private", "9" * 18, "1\x00", {"id": 1}, LEFT_OUT)
JUNK = (
    *FEW, "0", "-1", str(10**30), "²", "٣", "later:²", "hold:²", "ask:²", "drop:1;--",
    "restore:-1", "", None, 7, ["1"],
)  # fmt: skip
OF_THE_PRESSER = (
    *("after_pair.find_someone", "after_pair.turn", "after_pair.wait"),
    *("reminders.fewer", "reminders.more", "language.choose", "home.again", "calendar.open"),
    *("after_pair.find_someone", "after_pair.wait"),
)  # fmt: skip
"""What these do, they do to whoever presses them: they carry no id that could be forged."""
WITH_AN_ID = [action for action in BUTTONS if action not in OF_THE_PRESSER]
READS_ITS_OWN_WAY = {"proposal.yes": JUNK, "proposal.more": JUNK, "round.pair": JUNK}
"""A number, and a word with a number, twice; all others read what they carry like the first."""


def names_of(action: str) -> tuple[str, ...]:
    return ("verb.", "verb.nonsense", "verb.\x00") if action == "verb" else (action,)


@pytest.mark.parametrize("action", WITH_AN_ID)
def test_no_forged_id_does_anything(watch: Watch, scene: Scene, action: str) -> None:
    """By somebody who waits; of the round, by the lead, who may decide about a true one."""
    who = scene.lead if action.startswith("round") else scene.wanda
    with watch.unchanged():
        for value in READS_ITS_OWN_WAY.get(action, FEW):
            clear(presses(who, names_of(action)[0], value), who)
        for name in (*names_of(action), f"{action}.x"):
            clear(presses(scene.wanda, name, "1"), scene.wanda)
        shut(who, scene.wanda)


@pytest.mark.parametrize("action", WITH_AN_ID)
def test_no_button_in_a_window_trusts_its_value(watch: Watch, scene: Scene, action: str) -> None:
    """Another window of ours, forged or emptied."""
    views = scene.world.slack.workspace.views
    with watch.unchanged(*DRAFTS):
        for window, value in (("round", "1"), ("join.topics", None)):
            view = views.open(scene.will.id, dict(scene.windows[window]))
            clear(presses(scene.will, names_of(action)[0], value, view=view), scene.will)
        shut(scene.will)


NOT_YOURS, NO_UNDO = "refusal.not_yours", "refusal.undo_over"
ANSWERS = "proposal.yes proposal.no proposal.why proposal.mine"
UNDO = "join.undo leave.undo pause.undo resume.undo profile.undo"
THEIRS = {
    "the offer of others": ("anna", "proposal", "dora elio", ANSWERS, NOT_YOURS),
    "one's own pair, not sent yet": ("fabio", "proposal", "fabio gaia", ANSWERS, NOT_YOURS),
    "an offer that has been answered": ("anna", "proposal", "anna marco",
                                        "proposal.no proposal.mine", "refusal.no_longer_open"),
    "the end of a pair of others": ("dora", "pair", "anna marco",
                                    "end.together end.new end.other_role end.not_now end.mine",
                                    NOT_YOURS),
    "the date of others": ("bea", "session", "",
                           "date.confirm date.other met.yes met.moved met.notyet checkin.answer "
                           "calendar.add date.keep date.keep_yes",
                           NOT_YOURS),
    "the pair of others": ("bea", "pair", "anna marco",
                           "swap.open swap.undo swap.find_someone swap.wait", NOT_YOURS),
    "an end that nobody asked for": ("anna", "pair", "anna marco",
                                     "swap.undo swap.find_someone swap.wait",
                                     "refusal.nothing_to_undo"),
    "the worksheet of others": ("bea", "session", "", "learning.worksheet", NOT_YOURS),
    "one's own date": ("marco", "session", "", "date.confirm", "session.answer.waits"),
    "a meeting that has not been": ("anna", "session", "", "met.yes", "refusal.date_in_future"),
    "the round, by no lead": ("anna", "round", "",
                              "round.open round.approve round.stop round.postpone round.page",
                              "refusal.not_a_lead"),
    "a pair of the round, by no lead": ("fabio", "decide", "fabio gaia", "round.pair",
                                        "refusal.not_a_lead"),
    "the welcome of others": ("nives", "participation", "wanda", UNDO, "refusal.nothing_to_undo"),
    "a welcome of long ago": ("wanda", "participation", "wanda", "join.undo", NO_UNDO),
    "a break and a change that never were": ("wanda", "participation", "wanda",
                                             "pause.undo resume.undo profile.undo",
                                             "refusal.nothing_to_undo"),
    "a leave of long ago": ("olga", "participation", "olga", "leave.undo", NO_UNDO),
}  # fmt: skip


FACTS = {
    "refusal.not_a_lead": {"leads": "@Giulia Rossini"},
    "session.answer.waits": {
        "partner": "Anna", "when": "Wednesday 16 December at 15:00 (Rome time)",
    },
}  # fmt: skip


@pytest.mark.parametrize(("who", "thing", "whose", "actions", "key"), THEIRS.values(), ids=THEIRS)
def test_what_is_not_yours_or_long_over_is_said_and_stays(
    watch: Watch, scene: Scene, who: str, thing: str, whose: str, actions: str, key: str
) -> None:
    person, value = getattr(scene, who), id_of(scene, thing, whose)
    facts = FACTS.get(key, {})
    with watch.unchanged():
        for action in actions.split():
            came = presses(person, action, value)
            clear(came, person)
            if action != "round.page":  # it takes the round from the window that it stands in
                assert person.says_text(key, **facts) in came.text
            assert not any(other in came.text for other in ("Dora", "Elio", "Gaia"))


def id_of(scene: Scene, thing: str, whose: str) -> str:
    people = [getattr(scene, name) for name in whose.split()]
    if thing in ("proposal", "decide"):
        number = scene.world.proposal_of(*people).id
        return f"drop:{number}" if thing == "decide" else str(number)
    if thing == "pair":
        return str(scene.world.pair_of(*people).id)
    if thing == "participation":
        return str(people[0].participation.id)
    return str(scene.proposed.id if thing == "session" else scene.round.id)


# --- forged forms ---------------------------------------------------------------------------------

METADATA: tuple[object, ...] = (
    "", "[]", "7", '{"session": 0}', '{"session": -1}', '{"pair": "²"}', '{"pair": [1]}',
    '{"session": 999999999999999999999}', '{"session": 2}', '{"pair": 1}', '{"proposal": 1}',
    '{"proposal": 2}', '{"proposal": -1}', '{"proposal": "²"}', '{"proposal": [3]}',
    '{"pair": 1, "met_on": "very private"}', '{"pair": 1, "met_on": "2026-12-31"}',
    "[" * 2_900, LEFT_OUT, None, 7,
)  # fmt: skip


@pytest.mark.parametrize("view", WINDOWS)
def test_no_window_trusts_what_it_carries(watch: Watch, scene: Scene, view: str) -> None:
    """Sent by Bea, whose are pair 2 and session 1; others carry nothing that counts."""
    assert (scene.asked.id, scene.proposed.id) == (1, 2)
    assert scene.world.pair_of(scene.anna, scene.marco).id == 1
    alone = view.startswith(("join", "profile"))
    who, carried = (scene.nick, METADATA[-4:]) if alone else (scene.bea, METADATA)
    with watch.unchanged(*DRAFTS):
        for metadata in carried:
            window = scene.windows[view]
            clear(submits(who, window, private_metadata=metadata, values=FILLED), who)


FILLED: dict[str, Any] = {
    "starts_at": {"value": {"type": "datetimepicker", "selected_date_time": 1_797_000_000}},
    **{
        name: {"value": {"type": "radio_buttons", "selected_option": {"value": "1"}}}
        for name in ("useful", "open", "applied", "balance")
    },
    "after": {"value": {"type": "radio_buttons", "selected_option": {"value": "new"}}},
    "word": {"value": {"type": "radio_buttons", "selected_option": {"value": "yes"}}},
    "tried": {"value": {"type": "plain_text_input", "value": "very private"}},
}
WRONG: dict[str, object] = {
    "no value": {"value": {}},
    "nothing chosen": {"value": {"selected_option": None, "selected_options": None}},
    "no list": {"value": {"selected_options": "very private"}},
    "numbers": {"value": {"selected_options": [1, None, {"value": 2}], "selected_option": 3}},
    "not on the list": {"value": {"selected_option": {"value": "very private"}}},
    "too high": {"value": {"selected_option": {"value": str(10**30)}}},
    "over-long": {"value": {"selected_option": {"value": "9" * 20_000}}},
    "controls": {"value": {"selected_option": {"value": "1\x00\u202e"}}},
    "another shape": {"value": {"type": "plain_text_input", "value": "very private"}},
    "another action": {"very private": {"selected_option": {"value": "1"}}},
    "a text": "very private",
    "a date without end": {"value": {"selected_date_time": 10**400}},
}


@pytest.mark.parametrize("view", WINDOWS)
def test_a_forged_or_missing_value_is_refused(watch: Watch, scene: Scene, view: str) -> None:
    """Every field of the window at once, by somebody who may send it."""
    window = scene.windows[view]
    may = {
        "when": scene.anna, "checkin": scene.bea, "proposal": scene.dora,
        "learning.worksheet": scene.carlo, "end": scene.bea,
    }  # fmt: skip
    who = may.get(view, scene.nick)
    fields = [block["block_id"] for block in window["blocks"] if block["type"] == "input"]
    states: list[object] = [None, {}, [], "very private", {"values": None}, {"values": [1]}]
    states += [{"values": dict.fromkeys(fields, wrong)} for wrong in WRONG.values()]
    states += [LEFT_OUT]
    with watch.unchanged(*DRAFTS):
        for state in states:
            clear(submits(who, window, state=state), who)


NEVER_RIGHT = ("not on the list", "too high", "over-long", "controls")


@pytest.mark.parametrize("view", [view for view in WINDOWS if view.startswith("profile")])
def test_no_forged_profile_is_saved(watch: Watch, scene: Scene, view: str) -> None:
    """By somebody who has one; the next look at it shows what can be shown."""
    window = scene.windows[view]
    fields = [block["block_id"] for block in window["blocks"] if block["type"] == "input"]
    with watch.unchanged(*DRAFTS):
        for name in NEVER_RIGHT:
            state = {"values": dict.fromkeys(fields, WRONG[name])}
            clear(submits(scene.wanda, window, state=state), scene.wanda)
        clear(types(scene.wanda, "profile"), scene.wanda)
        shut(scene.wanda)


@pytest.mark.parametrize("view", WINDOWS)
def test_a_window_without_its_parts_is_answered(watch: Watch, scene: Scene, view: str) -> None:
    """What is right as it stands, and would be done, is sent by somebody who does not take part."""
    people = (
        [scene.nick]
        if view.startswith(("profile", "pause", "swap"))
        else [scene.wanda, scene.anna, scene.bea]
    )
    with watch.unchanged(*DRAFTS):
        for part in ("blocks", "state", "private_metadata", "hash", "id"):
            gone: dict[str, Any] = {part: LEFT_OUT}
            clear(submits(people[0], scene.windows[view], **gone), people[0])
        for who in people:
            clear(submits(who, scene.windows[view], blocks=["very private", 7], state={}), who)


@pytest.mark.parametrize("part", ["type", "callback_id"])
def test_a_window_that_does_not_say_which_it_is_is_400(
    watch: Watch, scene: Scene, part: str
) -> None:
    with watch.unchanged():
        for value in (LEFT_OUT, None, 7, ["very private"]):
            changes: dict[str, Any] = {part: value}
            assert submits(scene.nick, scene.windows["when"], **changes).reply.status == 400
        for whole in (LEFT_OUT, None, "", [], "very private", {}):
            came = submits(scene.nick, scene.windows["when"], whole={"view": whole})
            assert came.reply.status == 400
