"""Statistics: one `label: number` a line, and the same as charts and a table."""

from collections.abc import Iterator

from bot.programme.figures import kinds
from bot.programme.figures.results import OfWindows, Published, Stats, WindowFigures
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.texts.words import Words

Row = tuple[str, str]
OF_FIVE = frozenset({"useful", "open"})
"""Metrics that are means from 1 to 5; the others are shares in per cent."""


def stats(facts: Stats, words: Words) -> Said:
    """All figures at once, as text."""
    headline, *lines = stats_text(facts, words).split("\n")
    return tell(headline, *lines)


def stats_text(facts: Stats, words: Words) -> str:
    """One line a figure: the programme now, then the closed windows, then their check-ins."""
    lines: list[str] = [words("stats.heading")]
    lines += [_line(row, words) for row in _now(facts, words)]
    if facts.closed is None:
        return "\n".join([*lines, words("stats.no_window")])
    lines.append(f"*{words('stats.closed', **_span(facts.closed, words))}*")
    lines += [_line(row, words) for row in _counts(facts.closed, words)]
    if facts.closed.without_meetings:
        lines.append(words("stats.meetings_hidden"))
    for window in facts.windows:
        lines.append(f"*{words('stats.window', **_dates(window, words))}*")
        lines += [_line(_figure_row(figure, words), words) for figure in window.figures]
    if not facts.windows:
        lines.append(words("stats.too_few"))
    return "\n".join(lines)


@screen(kinds.PICTURE)
def picture(facts: Stats, words: Words) -> Said:
    """Charts of the closed windows and a table of everything; the text alone says the same."""
    charts = () if facts.closed is None else _charts(facts.closed, words)
    return Said(
        text=stats_text(facts, words),
        blocks=[
            blocks.section(f"*{words('stats.heading')}*"),
            *charts,
            _table(facts, words),
        ],
    )


def _span(closed: OfWindows, words: Words) -> dict[str, str]:
    return {"since": words.date(closed.since), "until": words.date(closed.until)}


def _dates(window: WindowFigures, words: Words) -> dict[str, str]:
    return {"since": words.date(window.starts_on), "until": words.date(window.ends_on)}


def _now(facts: Stats, words: Words) -> Iterator[Row]:
    for role in ("mentor", "mentee", "both"):
        yield words.plain(f"stats.enrolled.{role}"), words.number(facts.enrolled.get(role, 0))
    for name in ("waiting", "proposals_open"):
        yield words.plain(f"stats.{name}"), words.number(getattr(facts, name))
    for state in ("active", "ended_early", "completed"):
        count = facts.pairs_by_state.get(state, 0)
        yield words.plain(f"stats.pairs.{state}"), words.number(count)


def _counts(closed: OfWindows, words: Words) -> Iterator[Row]:
    names = ("rounds", "proposals_accepted", "proposals_not_ahead", "sessions_held", "sessions_due")
    for name in names:
        count = getattr(closed, name)
        if count is not None:
            yield words.plain(f"stats.{name}"), words.number(count)


def _line(row: Row, words: Words) -> str:
    label, value = row
    return words("stats.line", label=label, value=value)


def _figure_row(figure: Published, words: Words) -> Row:
    label = words.plain(f"stats.metric.{figure.metric}")
    shown = shown_figure(figure, words)
    return label, words.plain_plural("stats.figure", figure.people, figure=shown)


def shown_figure(figure: Published, words: Words) -> str:
    """Such as "4.1 of 5", "about 70%", "≥ 4.4 of 5", "≥ 90%"."""
    if figure.metric in OF_FIVE:
        text = words.plain("stats.of_five", value=words.number(float(figure.value), places=1))
    else:
        value = words.number(int(figure.value))
        text = words.plain(
            "stats.about" if figure.relation == "=" else "stats.percent", value=value
        )
    bound = {">=": "stats.at_least", "<=": "stats.at_most"}.get(figure.relation)
    return words.plain(bound, figure=text) if bound else text


def _charts(closed: OfWindows, words: Words) -> Iterator[Block]:
    title = words.plain("stats.chart.proposals")
    bars = {
        words.plain("stats.chart.accepted"): closed.proposals_accepted,
        words.plain("stats.chart.not_ahead"): closed.proposals_not_ahead,
    }
    yield blocks.bar_chart(title, title, bars)
    if closed.sessions_held is None or closed.sessions_due is None:
        return
    title = words.plain("stats.chart.sessions")
    bars = {
        words.plain("stats.chart.held"): closed.sessions_held,
        words.plain("stats.chart.due"): closed.sessions_due,
    }
    yield blocks.bar_chart(title, title, bars)


def _table(facts: Stats, words: Words) -> Block:
    rows = [(words.plain("stats.table.what"), words.plain("stats.table.value"))]
    rows += list(_now(facts, words))
    if facts.closed is not None:
        period = _span(facts.closed, words)
        rows += [
            (words.plain("stats.table.of_window", label=label, **period), value)
            for label, value in _counts(facts.closed, words)
        ]
    for window in facts.windows:
        period = _dates(window, words)
        for figure in window.figures:
            label, value = _figure_row(figure, words)
            rows.append((words.plain("stats.table.of_window", label=label, **period), value))
    return blocks.data_table(words.plain("stats.table"), rows)
