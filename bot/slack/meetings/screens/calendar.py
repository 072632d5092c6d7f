"""A meeting in the reader's own calendar: the button, the window with links, the file.

What both read cannot name the partner of either, and so holds a button, not an address.
"""

from bot.domain.meetings.entry import Entry
from bot.outbox.ports import File
from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import CalendarFile
from bot.programme.meetings.results import CalendarPage
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, Field, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.slack.meetings.calendar.file import calendar_file
from bot.slack.meetings.calendar.links import add_links
from bot.texts.clean import Safe
from bot.texts.words import Words


def calendar_button(session_id: int, words: Words, *, called_off: bool = False) -> Element:
    """Opens the window with what this reader's calendar takes, or is to lose."""
    key = "button.calendar_remove" if called_off else "button.calendar"
    return blocks.button("calendar.add", session_id, words.plain(key))


def calendar_links(entry: Entry | None, partner: str | None, words: Words) -> list[Block]:
    """A small line with the two links, in what one person reads of one meeting."""
    if entry is None or partner is None or entry.cancelled:
        return []
    added = [
        Safe(f"<{_sign(address)}|{words(f'button.calendar.{suite}')}>")
        for suite, address in _addresses(entry, partner, words)
    ]
    return [blocks.context(words("calendar.add"), *added)]


def video_line(entry: Entry | None, words: Words) -> list[str]:
    """Where the two meet from afar, if that is known."""
    return [words("session.video", link=_shown(entry.link))] if entry and entry.link else []


def video_field(link: str, words: Words) -> Block:
    """Keeps where the two meet from afar; see `link_typed` of the windows."""
    return blocks.input_(
        Field("video_link"),
        words.plain("when.video_link"),
        blocks.text_input(link),
        optional=True,
        hint=words.plain("when.video_hint"),
    )


def _shown(link: str) -> Safe:
    """`video_link` lets no sign pass that would end it."""
    return Safe(f"<{_sign(link)}>")


def _sign(address: str) -> str:
    return address.replace("&", "&amp;")


def _addresses(entry: Entry, partner: str, words: Words) -> tuple[tuple[str, str], ...]:
    links = add_links(entry, partner, words)
    return ("google", links.google), ("outlook", links.outlook)


# --- the window -----------------------------------------------------------------------------------


def page(facts: CalendarPage, words: Words) -> View:
    """The meetings to come, each with its links; those called off, to be deleted."""
    partner = words.name(facts.partner)
    intro = "calendar.intro" if facts.entries else "calendar.none"
    last = "calendar.file_comes" if facts.file_comes else "calendar.link_adds"
    return blocks.modal(
        "calendar.page",
        words.plain("title.calendar"),
        [
            blocks.section(words(intro, partner=partner)),
            *_entries(facts, words),
            *([blocks.context(words(last))] if facts.entries else []),
        ],
        close=words.plain("button.close"),
    )


def _entries(facts: CalendarPage | CalendarFile, words: Words) -> list[Block]:
    return [block for entry in facts.entries for block in _entry(entry, facts.partner, words)]


def _entry(entry: Entry, partner: str, words: Words) -> list[Block]:
    return [blocks.section(_line(entry, words)), *blocks.rows_of(*_links(entry, partner, words))]


def _line(entry: Entry, words: Words) -> Safe:
    key = "calendar.called_off" if entry.cancelled else "calendar.meeting"
    return words(key, when=words.moment(entry.slot.starts_at))


def _links(entry: Entry, partner: str, words: Words) -> list[Element]:
    if entry.cancelled:
        return []
    day = words.moment(entry.slot.starts_at)
    return [
        blocks.link_button(
            f"calendar.open.{suite}",
            address,
            words.plain(f"button.calendar.{suite}"),
            label=words.plain(f"button.calendar.{suite}_for", when=day),
        )
        for suite, address in _addresses(entry, partner, words)
    ]


# --- the file -------------------------------------------------------------------------------------


@screen(kinds.CALENDAR_FILE)
def file(facts: CalendarFile, words: Words) -> Said:
    """The file with its meetings in words; where Slack takes no file, their links."""
    partner = facts.partner
    said = tell(
        words("calendar.file", partner=words.name(partner)),
        *(_line(entry, words) for entry in facts.entries),
    )
    shown = [*said.blocks[:1], *_entries(facts, words)]
    title = words.plain("calendar.title", partner=words.plain_name(partner))
    content = calendar_file(facts.entries, partner, words)
    return Said(said.text, shown, File("mentoring.ics", title, content))
