"""Whatever arrives: a clear answer in the person's language, and nothing changes.

One scene serves all tests, since none of them may change it; each compares the whole database
and reads what was logged meanwhile.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.slack.edge.guard import MAX_BODY
from playground.server.requests import JSON
from tests import databases
from tests.databases import Database
from tests.flows.forged import LEFT_OUT, Came, presses, submits, types
from tests.flows.scene import Scene
from tests.flows.watch import DRAFTS, Watch, clear, shut, watching
from tests.people import Colleague
from tests.world import living


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


# --- at the door ----------------------------------------------------------------------------------


def test_unsigned_foreign_or_stale_is_401(watch: Watch, scene: Scene) -> None:
    slack, body = scene.world.slack, b"command=%2Frevmentor&text=leave&user_id=U0"
    with watch.unchanged():
        assert slack.raw(body, sign=False).status == 401
        assert slack.raw(body, secret="very private").status == 401
        assert slack.raw(body, timestamp="1700000000").status == 401
        assert slack.raw(body, timestamp="never").status == 401
        assert slack.raw(body, headers={"X-Slack-Signature": "v0="}).status == 401


MALFORMED = {
    "nothing": (b"", JSON),
    "half of it": (b'{"type": "block_actions", ', JSON),
    "no object": (b'["very private"]', JSON),
    "no JSON in the form": (b"payload=very+private", "application/x-www-form-urlencoded"),
    "no command": (b"text=very+private", "application/x-www-form-urlencoded"),
    "no UTF-8": (b"command=%2Frevmentor&text=%ff%fe", "application/x-www-form-urlencoded"),
    "half a character": (b'{"type": "event_callback", "x": "\\ud83d"}', JSON),
    "very deep": (b'{"a":' * 50_000, JSON),
}


@pytest.mark.parametrize(("body", "content_type"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_is_400(watch: Watch, body: bytes, content_type: str) -> None:
    with watch.unchanged():
        assert watch.scene.world.slack.raw(body, content_type=content_type).status == 400


def test_more_than_one_mebibyte_is_413(watch: Watch, scene: Scene) -> None:
    with watch.unchanged():
        assert scene.world.slack.raw(b"text=" + b"x" * MAX_BODY).status == 413
        text = "x" * (MAX_BODY - 2_000)
        clear(types(scene.nick, text), scene.nick)


@pytest.mark.parametrize("field", ["text", "channel_name", "team_domain", "user_name"])
def test_the_word_payload_is_just_a_word(watch: Watch, scene: Scene, field: str) -> None:
    with watch.unchanged():
        text = "payload status" if field == "text" else "stato"
        came = types(scene.anna, text, **({} if field == "text" else {field: "payload=payload"}))
        clear(came, scene.anna)
        assert ("payload" in came.text) == (field == "text")


def test_somebody_of_another_workspace_is_refused_politely(watch: Watch, scene: Scene) -> None:
    """Be it a command, a button, a window or Home."""
    team = {"id": "T0ELSEWHER", "domain": "elsewhere"}
    with watch.unchanged():
        for came in (
            types(scene.nick, "join", team_id="T0ELSEWHER"),
            presses(scene.nick, "join.open", "join", team=team),
            submits_from(scene.nick, scene.windows["join.you"], team),
        ):
            clear(came, scene.nick)
            assert scene.nick.says_text("refusal.foreign_team") in came.text


def submits_from(who: Colleague, window: dict[str, Any], team: dict[str, str]) -> Came:
    return submits(who, window, whole={"team": team})


# --- people who cannot take part ------------------------------------------------------------------

OUTSIDERS: dict[str, tuple[dict[str, Any], str]] = {
    "guest": ({"is_restricted": True}, "refusal.guests_cannot_join"),
    "single-channel guest": ({"is_ultra_restricted": True}, "refusal.guests_cannot_join"),
    "invited": ({"is_invited_user": True}, "refusal.guests_cannot_join"),
    "bot": ({"is_bot": True}, "refusal.bots_cannot_join"),
    "workflow": ({"is_workflow_bot": True}, "refusal.bots_cannot_join"),
    "stranger": ({"is_stranger": True}, "refusal.foreign_team"),
}


@pytest.mark.parametrize("kind", OUTSIDERS)
@pytest.mark.parametrize("locale", ["it-IT", "en-GB"])
def test_who_cannot_take_part_hears_why_wherever_they_knock(
    watch: Watch, scene: Scene, kind: str, locale: str
) -> None:
    flags, key = OUTSIDERS[kind]
    who = scene.world.person(f"{kind} {locale}", locale=locale, **flags)
    with watch.unchanged("inbox_key"):
        answers = [types(who, "join"), types(who, "status"), types(who, "leave")]
        answers += [presses(who, "join.open", "join"), presses(who, "proposal.yes", "1")]
        answers += [submits(who, scene.windows["join.you"])]
        for came in answers:
            clear(came, who)
            assert who.says_text(key) in came.text
        who.hands.opens_home()
        home = who.hands.sees.home
        assert home is not None
        assert who.says_text(key) in home.shown


def test_an_account_that_is_gone_or_unknown_changes_nothing(watch: Watch, scene: Scene) -> None:
    gone = scene.world.person("Absent", locale="en-GB", deleted=True)
    with watch.unchanged():
        for came in (types(gone, "leave"), types(gone, "join"), presses(gone, "verb.leave", "x")):
            clear(came, gone)
        for slack_id in ("", "U0NOBODY99", "W" * 300, "USLACKBOT", "U1\x00"):
            came = types(scene.nick, "leave", user_id=slack_id)
            clear(came, scene.nick)
            assert scene.nick.says_text("refusal.bots_cannot_join") in came.text


# --- what is typed --------------------------------------------------------------------------------

TYPED = {
    "long": "join " + "very private " * 9_000,
    "long word": "stauts" * 4_000,
    "marks": "met <!channel> *very* `private` <https://x.it|y>",
    "controls": "met \x00\x01\u202e\u2066 very private",
    "only controls": "\x00\x07",
    "quotes": '"stats" «very private»',
    "period": "stats 0001-Q1",
    "days": "stats 999999999999999999999d",
    "digits": "met ¹²/³",
    "other digits": "met ٢٠٢٦-١١-٣١",
    "no day": "met 31/11",
    "future": "met 9999-12-31",
    "past": "met 0001-01-01",
    "format": "round {0.__class__} %s %(x)s",
    "format of a verb": "{typed}",
    "mention": "join <@U0PGOTHER1|standup>",
    "emoji": "🦊" * 200,
}


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED)
def test_whatever_is_typed_is_answered_and_changes_nothing(
    watch: Watch, scene: Scene, text: str
) -> None:
    """By somebody with a pair, in Italian, and by the lead, in English."""
    with watch.unchanged():
        for who in (scene.anna, scene.lead):
            came = types(who, text)
            clear(came, who)
            assert len(came.text) < 2_500
            for mark in ("<!channel>", "<http", "\\u0000", "\\u0007", "\\u202e", "\\u2066"):
                assert mark not in came.reply.text
            shut(who)


def test_a_date_in_the_past_or_beyond_all_is_refused_beside_its_field(
    watch: Watch, scene: Scene
) -> None:
    moments = {
        0: "refusal.date_in_past",
        1_700_000_000: "refusal.date_in_past",
        -86_400: "refusal.date_in_past",
        1_900_000_000: "refusal.date_too_far",
        253_402_300_799: "refusal.date_too_far",
        10**30: None,
        -(10**30): None,
    }
    with watch.unchanged():
        for seconds, key in moments.items():
            values = {"starts_at": {"value": {"selected_date_time": seconds}}}
            came = submits(scene.anna, scene.windows["when"], values=values)
            clear(came, scene.anna)
            assert key is None or scene.anna.words.plain(key) in came.text


# --- requests of another shape --------------------------------------------------------------------

NO_ACTION: dict[str, object] = {
    "no actions": LEFT_OUT,
    "empty actions": [],
    "actions of another kind": "very private",
    "an action that is a text": ["very private"],
    "an action without an id": [{"type": "button"}],
    "a number for an id": [{"type": "button", "action_id": 7}],
}


@pytest.mark.parametrize("actions", NO_ACTION.values(), ids=NO_ACTION)
def test_a_click_on_nothing_is_400(watch: Watch, scene: Scene, actions: object) -> None:
    with watch.unchanged():
        assert presses(scene.wanda, "x", "1", actions=actions).reply.status == 400


EVENTS: tuple[object, ...] = (
    None, "very private", [], {}, {"type": 7}, {"type": "app_home_opened"},
    {"type": "app_home_opened", "user": None, "tab": ["home"]},
    {"type": "app_home_opened", "user": "", "tab": "home"},
    {"type": "message", "text": "very private"},
)  # fmt: skip


@pytest.mark.parametrize("event", EVENTS)
def test_a_forged_event_breaks_nothing(watch: Watch, scene: Scene, event: object) -> None:
    body = {"type": "event_callback", "event_id": "Ev1", "event": event}
    with watch.unchanged():
        said = scene.world.slack.raw(json.dumps(body).encode(), content_type=JSON)
        assert said.status in (200, 400)


SHAPES: dict[str, dict[str, Any]] = {
    "an unknown action": {"actions": [{"type": "button", "action_id": "x", "block_id": "b"}]},
    "no message": {"message": LEFT_OUT, "container": LEFT_OUT, "channel": LEFT_OUT},
    "no response URL": {"response_url": LEFT_OUT},
    "no trigger": {"trigger_id": LEFT_OUT},
    "neither": {"response_url": LEFT_OUT, "trigger_id": LEFT_OUT},
    "no user": {"user": LEFT_OUT},
    "a user that is a text": {"user": "very private"},
    "an unknown type": {"type": "very private"},
}


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES)
def test_a_request_of_another_shape_breaks_nothing(
    watch: Watch, scene: Scene, changes: dict[str, Any]
) -> None:
    """Slack sends none of these: never a 5xx, never an effect."""
    with watch.unchanged(*DRAFTS):
        for action in ("leave.undo", "join.back", "date.find", "proposal.yes", "verb.status"):
            came = presses(scene.wanda, action, "1", **changes)
            assert came.reply.status in (200, 404), came.reply
            shut(scene.wanda)


def test_an_old_button_or_window_is_answered_visibly(watch: Watch, scene: Scene) -> None:
    """One that no version draws any more, in a message, on Home and in a window."""
    with watch.unchanged():
        for who in (scene.anna, scene.lead):
            clear(presses(who, "once.upon.a.time", "1"), who)
            view = scene.world.slack.workspace.views.open(who.id, dict(scene.windows["round"]))
            clear(presses(who, "once.upon.a.time", "1", view=view), who)
            clear(submits(who, scene.windows["when"], callback_id="once"), who)


def test_a_fourth_window_takes_the_place_of_the_third(watch: Watch, scene: Scene) -> None:
    """Slack stacks three: the answer to a button in the third is still seen."""
    views = scene.world.slack.workspace.views
    with watch.unchanged():
        views.open(scene.anna.id, dict(scene.windows["when"]))
        for _ in range(5):
            top = views.top(scene.anna.id)
            clear(presses(scene.anna, "verb.status", "status", view=top), scene.anna)
        shut(scene.anna)


def test_hostile_names_are_only_ever_text(sqlite: Database, tmp_path: Path) -> None:
    """In an offer, in the lead's round, in where one stands, in the name of a group."""
    names = ("*Eva* <!channel> & `co`", "\u202eavE\u202c <@U0ANNA|x>", "_Eva_ ~x~\n>y", "x" * 79)
    with living(sqlite, tmp_path) as world:
        for number, name in enumerate(names):
            world.person(f"P{number}", display_name=name, real_name=name)
        world.paired("P0", "P1")
        world.joined("P2", "P3")
        world.person("P0").proposes("2026-12-03 15:00")
        world.tick()
        world.person("P1").types("status")
        world.goes_to("2026-12-07 09:00")
        world.drafts_round()
        world.lead.opens_round()
        said = [(one.text, one.blocks) for one in world.slack.workspace.log]
        shown = [view["blocks"] for _, view in world.slack.workspace.view_log]
    everything = json.dumps([said, shown], ensure_ascii=False)
    assert "∗Eva∗ &lt;!channel&gt; &amp; ʹcoʹ" in everything
    for mark in ("<!channel", "<@U0ANNA", "\u202e", "\u202c", "*Eva*", "~x~"):
        assert mark not in mrkdwn_of(said, shown), mark


def test_a_name_that_nobody_can_see_has_a_readable_one_in_its_place(
    sqlite: Database, tmp_path: Path
) -> None:
    """In an offer, in the group of the two, in where one stands: the real name, or a colleague."""
    with living(sqlite, tmp_path) as world:
        real = world.person("Real", display_name="\u3164", real_name="Marco Neri")
        blank = world.person("Blank", display_name="\u2800", real_name="\ufe0f")
        world.paired("Real", "Blank")
        for who in (real, blank):
            who.types("status")
            who.hands.opens_home()
        said = [one.blocks or one.text for one in world.slack.workspace.log]
        shown = [view["blocks"] for _, view in world.slack.workspace.view_log]
        everything = json.dumps([said, shown, real.answer, blank.answer], ensure_ascii=False)
    assert "Marco Neri" in everything
    assert "una persona del programma" in everything
    for trace in ("\u3164", "\u2800", "\ufe0f", f"<@{real.id}>", f"<@{blank.id}>"):
        assert trace not in everything, trace


def mrkdwn_of(*things: Any) -> str:
    """What Slack would read marks in: every text that is not plain."""
    found: list[str] = []

    def walk(thing: Any) -> None:
        if isinstance(thing, dict):
            if thing.get("type") != "plain_text":
                found.extend(one for one in thing.values() if isinstance(one, str))
                walk(list(thing.values()))
        elif isinstance(thing, (list, tuple)):
            found.extend(one for one in thing if isinstance(one, str))
            for one in thing:
                walk(one)

    walk(things)
    return "\n".join(found)
