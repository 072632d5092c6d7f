"""A company's own topic: added in the file, chosen in the form, matched on, and hidden again."""

from pathlib import Path

import pytest

from bot.operations import commands
from bot.settings.errors import BadSettings
from playground.state.errors import CannotDo
from tests.databases import Database
from tests.people import LEAD, Colleague
from tests.world import World, living

WELDING = """
[[topics]]
id = "robot_welding"
area = "G"
en = "Robot welding"
it = "Saldatura robotizzata"
"""
HIDDEN = 'hidden_topics = ["robot_welding", "ai.verify"]\n' + WELDING
NO_LONGER = "Saldatura robotizzata (non è più in elenco)"


def applies(world: World, text: str, folder: Path) -> str:
    """What `programme apply` says, when its question is answered with yes."""
    file = folder / "next.toml"
    file.write_text(text, encoding="utf-8")
    return commands.programme_applied(world.runtime.settings, file, lambda _: True)


def offered(one: Colleague) -> list[str]:
    """What the open window lets this person choose from."""
    return one.hands.choices(one._block_id("offers"), "view")


def to_topics(one: Colleague) -> None:
    one.types("profile")
    one.submits()


def test_it_is_chosen_matched_on_and_hidden_while_who_has_it_keeps_it(
    database: Database, tmp_path: Path
) -> None:
    with living(database, tmp_path, rules=WELDING) as world:
        anna, marco = world.person("Anna"), world.person("Marco")
        anna.joins_by_form("mentor", topic="robot_welding")
        marco.joins_by_form("mentee", topic="robot_welding")

        assert applies(world, HIDDEN, tmp_path) == "applied"
        to_topics(anna)
        assert anna.shows("offers") == [NO_LONGER]
        assert "Verificare le risposte dell'IA e conoscerne i limiti" not in offered(anna)
        anna.submits()
        assert NO_LONGER in anna.view.shown
        anna.submits()
        assert anna.words.plain("profile.kept") in anna.answer

        carla = world.person("Carla")
        with pytest.raises(CannotDo):
            carla.joins_by_form("mentor", topic="robot_welding")
        assert NO_LONGER not in offered(carla)

        anna, marco = world.proposed("Anna", "Marco")
        assert NO_LONGER in marco.reads("proposal.offer")
        marco.answers_to("proposal.offer", "button.why")
        assert NO_LONGER in marco.answer
        marco.closes()
        anna.says_yes()
        marco.says_yes()
        world.tick()
        assert NO_LONGER in "\n".join(
            world.slack.shown(message, anna.id) for message in world.group(anna, marco)
        )

        with pytest.raises(BadSettings) as refused:
            applies(world, "", tmp_path)
        assert "hidden_topics" in str(refused.value)


def test_who_gives_a_hidden_topic_up_does_not_find_it_again(
    sqlite: Database, tmp_path: Path
) -> None:
    with living(sqlite, tmp_path, rules=WELDING) as world:
        anna = world.person("Anna")
        anna.joins("mentor", topic="robot_welding")
        applies(world, HIDDEN, tmp_path)
        to_topics(anna)
        assert NO_LONGER in offered(anna)
        anna.fills(offers=["safe.scams"])
        anna.submits()
        anna.fills(**{"level.offer.safe.scams": "2"})
        anna.submits()
        anna.closes()
        to_topics(anna)
        assert NO_LONGER not in offered(anna)


def test_a_topic_hidden_between_two_windows_is_asked_for_anew(
    sqlite: Database, tmp_path: Path
) -> None:
    with living(sqlite, tmp_path, rules=WELDING) as world:
        anna = world.person("Anna")
        anna.types("join")
        anna.fills(role="mentor", band="2", languages=["it"])
        anna.submits()
        anna.fills(offers=["robot_welding"], wish1=LEAD, notice=["yes"])
        applies(world, HIDDEN, tmp_path)
        anna.submits()
        assert anna.words.plain("form.unknown") in anna.view.shown
        anna.fills(offers=["safe.scams"])
        anna.submits()
        anna.fills(
            **{
                "level.offer.safe.scams": "2",
                f"level.now.{LEAD}": "0",
                f"level.wanted.{LEAD}": "2",
            }
        )
        anna.submits()
        assert anna.takes_part


def test_the_operator_reads_the_line_and_what_to_do(sqlite: Database, tmp_path: Path) -> None:
    with living(sqlite, tmp_path) as world:
        with pytest.raises(BadSettings) as refused:
            applies(world, WELDING.replace("robot_welding", "ai.verify"), tmp_path)
        assert refused.value.findings == (
            f"{tmp_path / 'next.toml'}: line 3: topics[1].id: The catalogue has a topic ai.verify "
            "already. Give yours another id, without a dot; to offer the catalogue's no longer, "
            "name it in hidden_topics.",
        )
