"""The mentee's worksheet, in a window; and the notice that names it, once, before."""

from bot.programme.learning.results import WorksheetForm, WorksheetKept
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Field, Said, View
from bot.slack.kit.tell import tell
from bot.texts import guidance
from bot.texts.guidance import WorksheetLine
from bot.texts.words import Words


def opened(form: WorksheetForm, words: Words) -> View:
    """The worksheet; before it the notice, for who has not read it."""
    return _notice(form, words) if form.notice_first and form.open else worksheet(form, words)


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


def _notice(form: WorksheetForm, words: Words) -> View:
    link = [words("privacy.link", link=form.notice_link)] if form.notice_link else []
    return blocks.modal(
        "learning.notice",
        words.plain("title.notice"),
        [
            blocks.section(f"*{words('notice.new')}*"),
            blocks.section("\n".join([words("privacy.notice"), words("privacy.kept"), *link])),
        ],
        submit=words.plain("button.notice_read"),
        close=words.plain("button.close"),
        metadata={"session": form.session_id},
    )


def kept(facts: WorksheetKept, words: Words) -> Said:
    """That it is kept; never what."""
    return tell(words("worksheet.kept", until=words.moment(facts.until)))
