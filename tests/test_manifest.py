"""The app manifest: the scopes that were promised, keys that Slack knows, lengths it accepts."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.slack.edge.scopes import OPTIONAL, REQUIRED
from bot.slack.register import EVENTS
from bot.slack.verbs import VERBS

MANIFEST: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[1] / "app_manifest.yml").read_text(encoding="utf-8")
)
FEATURES = MANIFEST["features"]
SETTINGS = MANIFEST["settings"]


def test_exactly_the_promised_scopes() -> None:
    assert MANIFEST["oauth_config"] == {
        "scopes": {
            "bot": ["commands", "chat:write", "im:write", "mpim:write", "users:read"],
            "bot_optional": ["im:history", "files:write"],
        }
    }


def test_the_doctor_asks_for_the_same_scopes() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]
    assert asked == {"bot": list(REQUIRED), "bot_optional": list(OPTIONAL)}


def test_home_and_a_messages_tab_that_nobody_can_type_into() -> None:
    assert FEATURES["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }


def test_one_command_whose_hint_names_its_verbs() -> None:
    (command,) = FEATURES["slash_commands"]
    assert command["command"] == "/revmentor"
    assert command["should_escape"] is True
    assert command["usage_hint"] == " | ".join(verb.name for verb in VERBS)


def test_socket_mode_and_no_event_more_than_needed() -> None:
    assert {
        "event_subscriptions": {"bot_events": sorted(EVENTS)},
        "interactivity": {"is_enabled": True},
        "org_deploy_enabled": False,
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    } == SETTINGS


def test_nothing_that_turns_messages_into_threads_or_reads_conversations() -> None:
    assert set(FEATURES) == {"app_home", "bot_user", "slash_commands"}
    asked = MANIFEST["oauth_config"]["scopes"]
    assert not {
        scope
        for scope in (*asked["bot"], *asked["bot_optional"])
        if scope.startswith(("channels:", "groups:", "mpim:history", "dnd:", "users:read.email"))
    }


@pytest.mark.parametrize(
    ("text", "shortest", "longest"),
    [
        (MANIFEST["display_information"]["name"], 1, 35),
        (MANIFEST["display_information"]["description"], 1, 140),
        (MANIFEST["display_information"]["long_description"], 175, 4000),
        (FEATURES["bot_user"]["display_name"], 1, 80),
        (FEATURES["slash_commands"][0]["command"], 1, 32),
        (FEATURES["slash_commands"][0]["description"], 1, 2000),
        (FEATURES["slash_commands"][0]["usage_hint"], 1, 1000),
    ],
)
def test_lengths(text: str, shortest: int, longest: int) -> None:
    assert shortest <= len(text) <= longest


def test_only_keys_that_slack_knows() -> None:
    assert set(MANIFEST) == {
        "_metadata",
        "display_information",
        "features",
        "oauth_config",
        "settings",
    }
    assert set(MANIFEST["display_information"]) <= {
        "name",
        "description",
        "background_color",
        "long_description",
    }
