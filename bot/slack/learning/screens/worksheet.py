"""The mentee's worksheet, in a window; the notice that names it once before."""

from bot.programme.learning.results import WorksheetForm, WorksheetKept
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Field, Said, View
from bot.slack.kit.tell import tell
from bot.slack.people.screens import notice
from bot.texts import guidance
from bot.texts.guidance import WorksheetLine
from bot.texts.words import Words


def opened(form: WorksheetForm, words: Words) -> View:
    """The worksheet; before it the notice, for who has not read it."""
    if form.notice is None or not form.open:
        return worksheet(form, words)
    return notice("learning.notice", form.notice, form.session_id, words)


def worksheet(form: WorksheetForm, words: Words) -> View:
    """Three lines to fill in; to be read, once the meeting has begun."""
    noted = form.worksheet.to_plain()
    show = _input if form.open else _noted
    said = {"partner": words.name(form.partner), "when": words.moment(form.starts_at)}
    return blocks.modal(
        "learning.worksheet",
        words.plain("title.worksheet"),
        [
            blocks.section(words("worksheet.intro" if form.open else "worksheet.begun", **said)),
            *(show(line, noted[line.id], words) for line in guidance.worksheet()),
            blocks.context(words("worksheet.who_sees")),
        ],
        submit=words.plain("button.save") if form.open else None,
        close=words.plain("button.close"),
        metadata={"session": form.session_id},
    )


def _input(line: WorksheetLine, noted: str, words: Words) -> Block:
    return blocks.input_(
        Field(line.id),
        line.says[words.register],
        blocks.text_input(noted),
        optional=True,
        hint=line.example[words.register],
    )


def _noted(line: WorksheetLine, noted: str, words: Words) -> Block:
    shown = words("worksheet.noted", line=line.says[words.register], noted=noted or "–")
    return blocks.section(shown)


def kept(facts: WorksheetKept, words: Words) -> Said:
    """That it is kept; never what."""
    return tell(words("worksheet.kept", until=words.moment(facts.until)))
