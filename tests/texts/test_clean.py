"""What people typed does nothing once it stands in a sentence."""

import pytest

from bot.texts.clean import clean, clip, clip_mrkdwn, escaped, has_ink


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


INKLESS = (
    "", "   ", "\u00a0", "\u3164", "\uffa0",
    "\u115f", "\u1160", "\u2800", "\u200d", "\u200c", "\ufe0f",
    "\u034f", "\u200b", "\u180e", "\U000e0041", "\u17b4", "\U0001d159", "\u2060\u200d\u3164 \u2800",
    "\u00ad", "\ufeff", "\u3000", "\U000e0100", "\u0301", "\u061c", "\U00013441", "\ue000",
)  # fmt: skip
INKED = ("Marco", "李", "\u3164Eva", "مي\u200cخ", "José", "\U0001f98a", "7", ".", "R\u200d")


def test_what_nobody_can_see_has_no_ink() -> None:
    assert [text for text in INKLESS if has_ink(text)] == []
    assert [text for text in INKED if not has_ink(text)] == []


def test_fillers_around_a_name_are_blanks() -> None:
    assert clean("\u3164Anna\u2800\u2800Rossi\uffa0") == "Anna Rossi"


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
