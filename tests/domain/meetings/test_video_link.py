"""A video call's address is https, and whatever else is typed is refused."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings.video_link import LONGEST, video_link
from bot.domain.refusals import NoVideoLink


@pytest.mark.parametrize(
    "link",
    [
        "https://meet.google.com/abc-defg-hij",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x@thread.v2/0?context=%7b%22Tid%22%7d",
        "https://us02web.zoom.us/j/123?pwd=a.b-c_d~e#success",
        "https://video.example.com:8443",
        "HTTPS://Video.Example.com/A",
        "https://xn--bcher-kva.example/raum",
    ],
)
def test_an_https_address_passes_as_it_is(link: str) -> None:
    assert video_link(link) == video_link(f"  {link}\n") == link


def test_nothing_is_no_link() -> None:
    assert video_link("") == video_link("   ") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://https://x.example/%0aalert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "http://meet.example.com",
        "//meet.example.com",
        "meet.example.com",
        "https:meet.example.com",
        "https:/meet.example.com",
        "https:\\\\meet.example.com",
        "https://meet.example.com\\@evil.example",
        "https://user:secret@meet.example.com",
        "https://meet.example.com@evil.example/",
        "https://localhost/a",
        "https://",
        "https://.",
        "https://-.example",
        "https://meet..example",
        "https://meet.example.com:port/",
        "https://[::1]/",
        "https://meet.example.com/a b",
        "https://meet.example.com/a\nb",
        "https://meet.example.com/<script>",
        "https://meet.example.com/a|b",
        'https://meet.example.com/"onclick',
        "https://meet.example.com/\u202egpj.exe",
        "https://mееt.example.com/",  # two Cyrillic letters
        "<https://meet.example.com|here>",
        "https://meet.example.com/" + "a" * LONGEST,
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(NoVideoLink) as refused:
        video_link(typed)
    assert refused.value.facts() == {"limit": LONGEST}
    assert typed not in str(refused.value)


@given(st.one_of(st.text(), st.from_regex(r"\A(https?|javascript):[/\\]{0,3}.{0,40}\Z")))
def test_what_passes_is_https_to_a_host(typed: str) -> None:
    try:
        link = video_link(typed)
    except NoVideoLink:
        return
    if link:
        parts = urlsplit(link)
        assert parts.scheme == "https"
        assert parts.hostname
        assert "." in parts.hostname
        assert parts.username is None
        assert link.isascii()
        assert not set(link) & set('<>|"\\ \t\r\n')
