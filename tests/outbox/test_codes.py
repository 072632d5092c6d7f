"""Every refusal has a fate, and an unknown one a safe one."""

import pytest

from bot.outbox.codes import Fate, fate, plain_may_help


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("user_not_found", Fate.PERSON_GONE),
        ("user_disabled", Fate.PERSON_GONE),
        ("is_archived", Fate.CONVERSATION_GONE),
        ("token_revoked", Fate.INSTALLATION_GONE),
        ("missing_scope", Fate.INSTALLATION_GONE),
        ("messages_tab_disabled", Fate.INSTALLATION_GONE),
        ("restricted_action_read_only_channel", Fate.POLICY),
        ("restricted_action", Fate.POLICY),
        ("message_limit_exceeded", Fate.POLICY),
        ("invalid_blocks", Fate.OUR_BUG),
        ("msg_too_long", Fate.OUR_BUG),
        ("service_unavailable", Fate.LATER),
        ("fatal_error", Fate.UNCLEAR),
        ("internal_error", Fate.UNCLEAR),
        ("a_code_of_next_year", Fate.LATER),
        ("", Fate.UNCLEAR),
        ("Received a response in a non-JSON format: <html>", Fate.UNCLEAR),
    ],
)
def test_each_code_has_its_fate(code: str, expected: Fate) -> None:
    assert fate(code, in_dm=True) is expected


def test_a_missing_channel_means_another_thing_in_a_group() -> None:
    assert fate("channel_not_found", in_dm=True) is Fate.PERSON_GONE
    assert fate("channel_not_found", in_dm=False) is Fate.CONVERSATION_GONE


def test_only_trouble_with_blocks_is_fixed_by_plain_text() -> None:
    helped = [
        code for code in ("invalid_blocks", "msg_too_long", "no_text") if plain_may_help(code)
    ]
    assert helped == ["invalid_blocks"]


@pytest.mark.parametrize(
    "code", ["access_denied", "invalid_user_combination", "restricted_action", "no_permission"]
)
def test_what_is_forbidden_for_one_receiver_is_not_the_installation(code: str) -> None:
    assert fate(code, in_dm=True) is fate(code, in_dm=False) is Fate.POLICY
