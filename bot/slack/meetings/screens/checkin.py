"""After a meeting: the question in a message, four one-tap items in a window."""

from collections.abc import Sequence
from datetime import datetime

from bot.programme.meetings import kinds
from bot.programme.meetings.kinds import AskCheckin
from bot.programme.meetings.results import CheckinForm, MetChoice, NotYetMet
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Field, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.texts.words import Words

SCALES: dict[str, tuple[tuple[int, str], ...]] = {
    "useful": tuple((n, str(n)) for n in range(1, 6)),
    "open": tuple((n, str(n)) for n in range(1, 6)),
    "applied": tuple((n, str(n)) for n in range(3)),
    "balance": ((-1, "gave"), (0, "both"), (1, "received")),
}
"""The four items: what is stored, and the end of the text key of each answer."""


@screen(kinds.ASK)
def ask(facts: AskCheckin, words: Words) -> Said:
    """Did you meet? Yes opens the window."""
    return _asked("checkin.ask", facts, words)


@screen(kinds.ASK_AGAIN)
def reminder(facts: AskCheckin, words: Words) -> Said:
    """The one reminder."""
    return _asked("checkin.reminder", facts, words)


def _asked(key: str, facts: AskCheckin, words: Words) -> Said:
    day = words.date(facts.starts_at.astimezone(words.timezone).date())
    return tell(
        words(key, partner=words.name(facts.partner), date=day),
        words(f"{key}_more"),
        words("checkin.open_until", until=words.moment(facts.closes_at)),
        buttons=[
            _met("met.yes", "button.yes", facts, words, "primary"),
            _met("met.moved", "button.moved", facts, words),
            _met("met.notyet", "button.not_yet", facts, words),
        ],
    )


def _met(
    action: str, text: str, facts: AskCheckin, words: Words, style: str | None = None
) -> Element:
    return blocks.button(action, facts.session_id, words.plain(text), style=style)


def not_yet(facts: NotYetMet, words: Words) -> Said:
    """The meeting stays open, without a reproach. Who has said yes, and presses this in an earlier
    message, reads that it is noted."""
    if facts.noted_until is not None:
        return _noted(facts.session_id, facts.partner, facts.noted_until, words)
    partner = words.name(facts.partner)
    find = blocks.button("date.find", facts.pair_id, words.plain("button.find"), style="primary")
    yes = blocks.button("met.yes", facts.session_id, words.plain("button.yes"))
    return tell(words("checkin.not_yet", partner=partner), buttons=[find, yes])


def answered(facts: CheckinForm, words: Words) -> Said:
    """What stands in the message's place after a yes: the same with four answers and with none,
    since Slack keeps it."""
    return _noted(facts.session_id or 0, facts.partner or "", facts.closes_at, words)


def _noted(session_id: int, partner: str, closes_at: datetime | None, words: Words) -> Said:
    until = words.moment(closes_at) if closes_at else ""
    said = words("checkin.answered", partner=words.name(partner), until=until)
    return tell(said, buttons=[my_answers(session_id, words)])


def my_answers(session_id: int, words: Words) -> Element:
    return blocks.button("checkin.answer", session_id, words.plain("button.my_answers"))


def still_open(facts: AskCheckin, words: Words) -> str:
    """A meeting whose questions can still be answered, or answered anew."""
    day = words.date(facts.starts_at.astimezone(words.timezone).date())
    until = words.moment(facts.closes_at)
    return words("checkin.still_open", partner=words.name(facts.partner), date=day, until=until)


def checkin(form: CheckinForm, words: Words) -> View:
    """The window with the four items, prefilled when somebody changes their answers."""
    about = {
        "session": form.session_id,
        "met_on": form.met_on.isoformat() if form.met_on else None,
    }
    return blocks.modal(
        "checkin",
        words.plain("title.checkin"),
        [
            blocks.section(_about(form, words)),
            *([blocks.context(words("checkin.another"))] if form.undated else []),
            *_whom(form.choices, words),
            *(_item(name, form, words) for name in SCALES),
            blocks.context(words("checkin.who_sees")),
        ],
        submit=words.plain("button.save" if form.before else "button.send"),
        close=words.plain("button.close"),
        metadata=about,
    )


def _about(form: CheckinForm, words: Words) -> str:
    if form.partner is None or form.starts_at is None:
        return words("checkin.about_several")
    day = form.starts_at.astimezone(words.timezone).date()
    return words("checkin.about", partner=words.name(form.partner), date=words.date(day))


def _whom(choices: Sequence[MetChoice], words: Words) -> list[Block]:
    if not choices:
        return []
    people = [Choice(str(one.pair_id), words.plain_name(one.partner)) for one in choices]
    return [blocks.input_(Field("pair"), words.plain("checkin.pair"), blocks.radio(people, None))]


def _item(name: str, form: CheckinForm, words: Words) -> Block:
    answers = [
        Choice(str(value), words.plain(f"checkin.{name}.{end}")) for value, end in SCALES[name]
    ]
    before = form.before.get(name)
    chosen = None if before is None else str(before)
    return blocks.input_(Field(name), words.plain(f"checkin.{name}"), blocks.radio(answers, chosen))
