"""What holds for each screen, in each language: limits, tone, safety."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.domain.words import After
from bot.programme.administration.kinds import KINDS
from bot.slack.kit.blocks import Said
from bot.slack.kit.limits import problems
from bot.slack.kit.screen import SCREENS as BUILDERS
from bot.slack.meetings.calendar.entry import said as in_a_calendar
from bot.texts import guidance
from bot.texts.catalogue import catalogue
from bot.texts.topics import topics
from bot.texts.words import Words, words_for
from playground.limits import check_message, check_view
from tests.slack.screens.samples import (
    MEETING,
    MEETING_ENTRY,
    MESSAGES,
    NAMES,
    SAID,
    SCREENS,
    reader,
)
from tests.texts.tone import offences, words_in

READERS = {"en": reader("en"), "it": reader("it"), "formal": reader("it", formal=True)}
HOSTILE = "<!channel> *Bo* & `Cy` \u202e<@U0ANNA>\n" + "x" * 300
PICTURES = {"stats.picture", "stats.picture.few_pairs"}
BEYOND_SIXTY_WORDS = {*PICTURES, "operator.text"}
"""Three sentences and a chart, and what an operator wrote."""


TIMES = ("date.slot.", "date.confirm.")
"""Of these one is taken: together they are one thing to press."""


def plain(shown: Said | dict[str, Any]) -> dict[str, Any]:
    return {"text": shown.text, "blocks": shown.blocks} if isinstance(shown, Said) else shown


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [element for block in blocks for element in block.get("elements", [])]
    rows += [block["accessory"] for block in blocks if "accessory" in block]
    return [element for element in rows if element["type"] == "button"]


# --- Slack takes it ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
def test_slack_takes_every_screen(words: Words) -> None:
    for name, screen in SCREENS.items():
        shown = screen(words)
        assert problems(shown) == [], name
        seen = check_message(shown.blocks) if isinstance(shown, Said) else check_view(shown)
        assert seen == [], name


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_hostile_name_breaks_and_calls_nothing(language: str) -> None:
    words = words_for(language, "Europe/Rome", formal=False, names=lambda _: HOSTILE)
    for name, screen in SCREENS.items():
        shown = screen(words)
        assert problems(shown) == [], name
        for text in marked_down(shown):
            assert "<!channel>" not in text, name
            assert "<@U0ANNA>\n" not in text, name
            assert "*Bo*" not in text, name
        assert "\u202e" not in json.dumps(plain(shown), ensure_ascii=False), name


def marked_down(thing: Any) -> Iterator[str]:
    """Every text that Slack reads as mrkdwn."""
    if isinstance(thing, Said):
        yield thing.text
        yield from marked_down(thing.blocks)
    elif isinstance(thing, dict):
        if thing.get("type") == "mrkdwn":
            yield thing["text"]
        for inner in thing.values():
            yield from marked_down(inner)
    elif isinstance(thing, list):
        for inner in thing:
            yield from marked_down(inner)


def test_people_whom_slack_does_not_name_are_mentioned() -> None:
    words = words_for("it", "Europe/Rome", formal=False, names=lambda _: None)
    for name, screen in SCREENS.items():
        assert problems(screen(words)) == [], name
    assert SAID["message.nudge.no_date"](words).text.startswith(
        "Oggi, mercoledì 25 novembre, con <@U0MARCO> non c'è"
    )


# --- people can use it ---------------------------------------------------------------------------


def test_a_message_has_one_ask_and_few_buttons() -> None:
    """Times to choose from, and what may come after a pair, are the answers to one question."""
    for name, screen in SAID.items():
        said = screen(READERS["it"])
        offered = buttons(said.blocks)
        lead = [one for one in offered if one["action_id"] == "round.open"]
        times = [one for one in offered if one["action_id"].startswith(TIMES)]
        ends = [one for one in offered if one["action_id"].startswith("end.")]
        assert len(times) <= 3, name
        assert len(ends) in (0, 1, len(After)), name
        several = [*lead, *times, *ends]
        assert len(offered) - len(several) + bool(times) + bool(ends) <= 3, name
        assert sum(one.get("style") == "primary" for one in offered) <= 1, name
        ids = [one["action_id"] for one in offered]
        assert len(set(ids)) == len(ids), name
        assert said.blocks[0]["type"] == "section", name


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
def test_the_text_alone_says_what_the_blocks_say(words: Words) -> None:
    """Each line of the blocks stands in the text too, but for dates and links to people."""
    for name, screen in SAID.items():
        said = screen(words)
        shown = [b["text"]["text"] for b in said.blocks if b["type"] == "section"]
        for line in filter(None, "\n".join(shown).split("\n")):
            if not re.search(r"<!date|<@", line):
                assert line.replace("*", "") in said.text.replace("*", ""), name
        assert "<!date" not in said.text, name


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
def test_messages_are_short(words: Words) -> None:
    """At most 60 words, and 76 where two people begin; people go by one name here, and a list of
    topics, of questions to start with or of times counts as one word."""
    first_names = {slack_id: name.split()[0] for slack_id, name in NAMES.items()}
    brief = words_for(words.language, words.zone, formal=words.formal, names=first_names.get)
    of_newcomers = (
        one for meeting in guidance.newcomer_meetings().values() for one in meeting.prompts
    )
    asked = [*guidance.all_starters(), *of_newcomers]
    for name, screen in MESSAGES.items():
        if name not in BEYOND_SIXTY_WORDS:
            text = screen(brief).text
            for topic in topics():
                text = text.replace(words.topic(topic), "x")
            for starter in asked:
                text = re.sub(rf"◦ [^◦]*{re.escape(starter.says[words.register])}", "◦ x", text)
            text = re.sub(r"◦ \w+ \d+\S* \w+ \w+ \d\d:\d\d \([^)]*\)", "◦ x", text)
            text = re.sub(r"(?:\s*[•◦] x)+", " x", text)
            most = 76 if name.startswith("pair.introduction") else 60
            assert words_in(text) <= most, (name, words_in(text))


@pytest.mark.parametrize("words", READERS.values(), ids=READERS)
def test_what_is_put_together_keeps_the_tone(words: Words) -> None:
    names_of_topics = "|".join(re.escape(words.topic(topic)) for topic in topics())
    for name, screen in SAID.items():
        text = re.sub(names_of_topics, "", screen(words).text.replace("*", ""))
        text = re.sub(r"&lt;!|<[^>]*>", "", text)
        assert not set(offences(text, words.language)), name


# --- nothing is missing, nothing is left over ----------------------------------------------------


def test_every_message_kind_has_its_screen_and_a_sample() -> None:
    assert set(BUILDERS) == set(KINDS)
    assert set(KINDS) <= set(MESSAGES)


class Listening(Words):
    """Words that remember which keys were asked for."""

    heard: ClassVar[set[str]] = set()

    def _forms(self, key: str) -> Any:
        self.heard.add(key)
        return super()._forms(key)


def test_every_text_is_said_somewhere() -> None:
    words = Listening("en", "Europe/Rome", False, lambda _: None, lambda _: None)
    for screen in SCREENS.values():
        screen(words)
    Listening("en", "UTC", False, NAMES.get, NAMES.get).zone_name()
    Listening("en", "Europe/Rome", False, NAMES.get, NAMES.get).date(date(2026, 12, 1))
    for entry in (MEETING_ENTRY, MEETING_ENTRY.called_off(MEETING)):
        in_a_calendar(entry, "U0MARCO", words)
    left = catalogue("en").forms.keys() - words.heard
    assert {key for key in left if not key.startswith("rules.")} == set()


def test_every_key_that_the_code_writes_out_has_a_text() -> None:
    known = catalogue("en").forms.keys()
    for path in sorted(Path("bot").rglob("*.py")):
        for key in keys_written_in(ast.parse(path.read_text(encoding="utf-8"))):
            assert key in known, f"{path}: {key}"


def keys_written_in(tree: ast.AST) -> Iterator[str]:
    """The first argument of words(…), words.plain(…), words.plural(…) where it is written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if re.fullmatch(r"(\w+\.)*words(\.(plain|plural|plain_plural))?", called):
                yield str(node.args[0].value)
