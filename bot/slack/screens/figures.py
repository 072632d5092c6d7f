"""Statistics: one `label: number` a line, and the same as charts and a table."""

from collections.abc import Iterator, Mapping

from bot.programme.facts import Published, Stats, WindowFigures
from bot.slack import blocks
from bot.slack.blocks import Block, Said
from bot.slack.screens.told import tell
from bot.texts.words import Words

Row = tuple[str, str]
OF_FIVE = frozenset({"useful", "open"})
"""Metrics that are means from 1 to 5; the others are shares in per cent."""


def stats(facts: Stats, words: Words) -> Said:
    """All figures at once, as text."""
    headline, *lines = stats_text(facts, words).split("\n")
    return tell(headline, *lines)


def stats_text(facts: Stats, words: Words) -> str:
    """A heading, then one line a figure; check-in figures under the dates of their window."""
    lines: list[str] = [words("stats.heading", **_period(facts, words))]
    lines += [
        words("stats.line", label=label, value=value) for label, value in _counts(facts, words)
    ]
    for window in facts.windows:
        lines.append(f"*{words('stats.window', **_dates(window, words))}*")
        lines += [_line(_figure_row(figure, words), words) for figure in window.figures]
    if not facts.windows:
        lines.append(words("stats.too_few" if facts.too_few_yet else "stats.no_window"))
    return "\n".join(lines)


def picture(facts: Stats, words: Words) -> Said:
    """Two charts and a table; the text alone says the same."""
    return Said(
        text=stats_text(facts, words),
        blocks=[
            blocks.section(f"*{words('stats.heading', **_period(facts, words))}*"),
            _proposals(facts, words),
            _sessions(facts, words),
            _table(facts, words),
        ],
    )


def _period(facts: Stats, words: Words) -> dict[str, str]:
    return {"since": words.date(facts.since), "until": words.date(facts.until)}


def _dates(window: WindowFigures, words: Words) -> dict[str, str]:
    return {"since": words.date(window.starts_on), "until": words.date(window.ends_on)}


def _counts(facts: Stats, words: Words) -> Iterator[Row]:
    for role in ("mentor", "mentee", "both"):
        yield words.plain(f"stats.enrolled.{role}"), words.number(facts.enrolled.get(role, 0))
    for name in ("waiting", "rounds", *PROPOSALS):
        yield words.plain(f"stats.{name}"), words.number(getattr(facts, name))
    yield from _pairs(facts.pairs_by_state, words)
    for name in ("sessions_held", "sessions_due"):
        yield words.plain(f"stats.{name}"), words.number(getattr(facts, name))


PROPOSALS = ("proposals_open", "proposals_accepted", "proposals_not_ahead")


def _pairs(by_state: Mapping[str, int], words: Words) -> Iterator[Row]:
    for state in ("active", "ended_early", "completed"):
        yield words.plain(f"stats.pairs.{state}"), words.number(by_state.get(state, 0))


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


def _proposals(facts: Stats, words: Words) -> Block:
    title = words.plain("stats.chart.proposals")
    bars = {
        words.plain("stats.chart.open"): facts.proposals_open,
        words.plain("stats.chart.accepted"): facts.proposals_accepted,
        words.plain("stats.chart.not_ahead"): facts.proposals_not_ahead,
    }
    return blocks.bar_chart(title, title, bars)


def _sessions(facts: Stats, words: Words) -> Block:
    title = words.plain("stats.chart.sessions")
    bars = {
        words.plain("stats.chart.held"): facts.sessions_held,
        words.plain("stats.chart.due"): facts.sessions_due,
    }
    return blocks.bar_chart(title, title, bars)


def _table(facts: Stats, words: Words) -> Block:
    rows = [(words.plain("stats.table.what"), words.plain("stats.table.value"))]
    rows += list(_counts(facts, words))
    for window in facts.windows:
        period = _dates(window, words)
        for figure in window.figures:
            label, value = _figure_row(figure, words)
            rows.append((words.plain("stats.table.of_window", label=label, **period), value))
    return blocks.data_table(words.plain("stats.table", **_period(facts, words)), rows)
