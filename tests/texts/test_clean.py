"""What people typed does nothing once it stands in a sentence."""

import pytest

from bot.texts.clean import clean, clip, clip_mrkdwn, escaped


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Anna Rossi", "Anna Rossi"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("R&D", "R&amp;D"),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ʹcodeʹ"),
        ("_Anna_ anna_rossi", "＿Anna＿ anna_rossi"),
        ("Anna\n*Rossi*\t!", "Anna ∗Rossi∗ !"),
        ("\u202egnissim\u202c", "gnissim"),
        ("\x00\x1bAnna\u200b", "Anna"),
    ],
)
def test_marks_of_slack_lose_their_meaning(typed: str, shown: str) -> None:
    assert escaped(typed) == shown


def test_joiners_stay_since_scripts_need_them() -> None:
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_lines_are_kept_on_request_only() -> None:
    assert clean("one\n two", keep_lines=True) == "one\ntwo"
    assert clean("one\n two") == "one two"


def test_what_is_cut_off_shows_as_an_ellipsis() -> None:
    assert clip("mentoring", 9) == "mentoring"
    assert clip("mentoring", 8) == "mentori…"


@pytest.mark.parametrize("text", ["ab &amp; cd", "ab <@U123> cd", "ab <!date^1^{time}|x> cd"])
@pytest.mark.parametrize("limit", range(4, 12))
def test_a_cut_never_halves_an_entity(text: str, limit: int) -> None:
    cut = clip_mrkdwn(text, limit)
    assert len(cut) <= limit
    assert cut.count("<") == cut.count(">")
    assert cut.count("&") == cut.count(";")
