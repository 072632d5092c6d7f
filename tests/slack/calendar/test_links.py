"""Links to a calendar's own form: filled in, and a name stays in its field."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings.entry import Entry
from bot.domain.meetings.slots import Slot
from bot.domain.meetings.video_link import LONGEST, video_link
from bot.slack.meetings.calendar.links import add_links
from bot.texts.words import Words, words_for
from tests.domain.time.moments import at

MOST_OF_A_BUTTON = 3000
SLOT = Slot(at("2027-03-29T08:00"), at("2027-03-29T08:45"))


def reader(name: str) -> Words:
    return words_for("en", "Europe/Rome", formal=False, names=lambda _: name)


def asked(address: str) -> dict[str, str]:
    """The fields of a link, each once; a + is a plus, as Outlook reads it."""
    query = urlsplit(address).query
    assert "+" not in query
    return {name: one for name, (one,) in parse_qs(query, strict_parsing=True).items()}


def entry(link: str = "") -> Entry:
    return Entry("1@revmentor", SLOT, at("2027-03-01T09:00"), link=link)


def test_googles_form() -> None:
    links = add_links(entry("https://meet.example.com/a?b=c&d"), "U0MARCO", reader("Marco"))
    assert links.google.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    assert asked(links.google) == {
        "action": "TEMPLATE",
        "text": "Mentoring with Marco",
        "dates": "20270329T080000Z/20270329T084500Z",
        "details": "You two find another time with /revmentor when in Slack.",
        "location": "https://meet.example.com/a?b=c&d",
    }


def test_outlooks_form() -> None:
    links = add_links(entry(), "U0MARCO", reader("Marco"))
    assert links.outlook.startswith("https://outlook.office.com/calendar/deeplink/compose?")
    assert asked(links.outlook) == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": "Mentoring with Marco",
        "startdt": "2027-03-29T08:00:00Z",
        "enddt": "2027-03-29T08:45:00Z",
        "body": "You two find another time with /revmentor when in Slack.",
    }


@given(st.text(max_size=120))
def test_a_name_stays_in_its_field(name: str) -> None:
    words = reader(name)
    links = add_links(entry(), "U0MARCO", words)
    title = f"Mentoring with {words.plain_name('U0MARCO')}"
    assert asked(links.google)["text"] == asked(links.outlook)["subject"] == title
    for address in (links.google, links.outlook):
        assert urlsplit(address).fragment == ""
        assert address.isascii()
        assert not set(address) & set("<>|\"' \n")


@pytest.mark.parametrize("name", ["👩" * 80, "&" * 80, "李" * 80])
def test_the_longest_fits_a_button(name: str) -> None:
    link = "https://meet.example.com/?" + "&" * (LONGEST - 26)
    assert video_link(link) == link
    links = add_links(entry(link), "U0MARCO", reader(name))
    assert max(len(links.google), len(links.outlook)) <= MOST_OF_A_BUTTON
