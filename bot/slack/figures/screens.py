"""Statistics: three sentences and what adds up, one picture, and a window with every figure.

A number stands at most once in each of the three, and in no more than two of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.domain.figures import meaning
from bot.domain.figures.disclosure import Metric
from bot.domain.fit.people import Role
from bot.programme.figures import kinds
from bot.programme.figures.results import (
    NoFigures,
    OfWindows,
    Pairs,
    People,
    Published,
    Stats,
    WindowFigures,
)
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.texts.words import Words

OF_FIVE = frozenset({Metric.USEFUL, Metric.OPEN})
"""Metrics that are means from 1 to 5; the others are shares in per cent."""


# --- at a glance ----------------------------------------------------------------------------------


def stats(facts: Stats, words: Words) -> Said:
    """What the figures mean, and of people and pairs the parts and their sums."""
    return tell(
        _heading(facts, words),
        *sentences(facts, words),
        *_sums(facts, words),
        buttons=[_all_button(facts, words)],
        aside=_weeks(facts, words),
    )


@screen(kinds.PICTURE)
def picture(facts: Stats, words: Words) -> Said:
    """The same sentences, and a chart of the closed windows; the text alone says the same."""
    title, bars = _bars(facts, words)
    said = tell(
        _heading(facts, words),
        *sentences(facts, words),
        more=[blocks.bar_chart(title, title, bars)] if bars else [],
        buttons=[_all_button(facts, words)],
        aside=_weeks(facts, words),
    )
    charted = [words("stats.line", label=label, value=n) for label, n in bars.items()]
    return Said("\n".join([said.text, *([f"{title}:"] if charted else []), *charted]), said.blocks)


def sentences(facts: Stats, words: Words) -> tuple[str, str, str]:
    """What the figures mean: of the people, of the meetings, of what was answered."""
    people = words(f"stats.say.people.{meaning.of_people(**facts.people.parts)}")
    if isinstance(facts.closed, NoFigures):
        return people, *_no_figures(facts.closed, words)
    held, due = facts.closed.sessions_held, facts.closed.sessions_due
    return (
        people,
        words(f"stats.say.meetings.{meaning.of_meetings(held, due)}"),
        _answers(facts, words),
    )


def _no_figures(none: NoFigures, words: Words) -> tuple[str, str]:
    """That there are none yet, or when the first ones come; and why."""
    day = {"date": words.date(none.first_on)} if none.first_on else {}
    said = words(f"stats.none.{none.why}", **day)
    if none.why in (meaning.NoneClosed.LOST, meaning.NoneClosed.OTHER_WEEKS):
        return said, words(f"stats.none.{none.why}.more")
    return said, words("stats.none.why")


def _answers(facts: Stats, words: Words) -> str:
    if not facts.windows:
        return words("stats.too_few")
    last = {one.metric: float(one.value) for one in facts.windows[-1].figures}
    said = meaning.of_answers(last[Metric.USEFUL], last[Metric.OPEN])
    return words(f"stats.say.answers.{said}")


def _sums(facts: Stats, words: Words) -> Iterator[str]:
    for name, parts in (("people", facts.people), ("pairs", facts.pairs)):
        if parts.total:
            yield words.plural(
                f"stats.sum.{name}", parts.total, parts=", ".join(_present(name, parts, words))
            )


def _present(name: str, parts: People | Pairs, words: Words) -> Iterator[str]:
    for part, n in parts.parts.items():
        if n:
            yield words.plain_plural(f"stats.part.{name}.{part}", n)


def _heading(facts: Stats, words: Words) -> str:
    return words("stats.heading", date=words.date(facts.today))


def _weeks(facts: Stats, words: Words) -> str | None:
    """Which weeks that is about; None where none has closed."""
    if isinstance(facts.closed, NoFigures):
        return None
    return words("stats.weeks", **_span(facts.closed.since, facts.closed.until, words))


def _span(since: date, until: date, words: Words) -> dict[str, str]:
    return {"since": words.date(since), "until": words.date(until)}


def _all_button(facts: Stats, words: Words) -> Element:
    return blocks.button("stats.all", facts.period, words.plain("button.all_figures"))


def _bars(facts: Stats, words: Words) -> tuple[str, Mapping[str, int]]:
    """The title of the picture, and its bars: meetings, or proposals where those are hidden."""
    closed = facts.closed
    if isinstance(closed, NoFigures):
        return "", {}
    if closed.sessions_due:
        counted = {"due": closed.sessions_due, "held": closed.sessions_held or 0}
        title = words.plain("stats.chart.sessions")
    else:
        counted = {"accepted": closed.proposals_accepted, "not_ahead": closed.proposals_not_ahead}
        title = words.plain("stats.chart.proposals")
    return title, {words.plain(f"stats.chart.{name}"): n for name, n in counted.items()}


# --- all figures ----------------------------------------------------------------------------------


def all_figures(facts: Stats, words: Words) -> View:
    """Every figure, one a line, under what it is counted of."""
    groups = [[f"*{head}*", *lines] for head, lines in _groups(facts, words)]
    return blocks.modal(
        "stats",
        words.plain("title.stats"),
        [
            blocks.header(_heading(facts, words)),
            *(blocks.section("\n".join(group)) for group in groups),
        ],
        close=words.plain("button.close"),
    )


Group = tuple[str, Iterable[str]]
"""What is counted, and one line a figure of it."""


def _groups(facts: Stats, words: Words) -> Iterator[Group]:
    yield _with_sum("people", facts.people, words)
    roles = ((f"role.{role}", facts.roles.get(role, 0)) for role in Role)
    yield words("stats.group.roles"), _lines(roles, words)
    yield _with_sum("pairs", facts.pairs, words)
    yield words("stats.group.open"), _lines([("proposals_open", facts.proposals_open)], words)
    if isinstance(facts.closed, NoFigures):
        headline, more = _no_figures(facts.closed, words)
        yield headline, [more]
        return
    yield _counted(facts.closed, words)
    yield from (_answered(window, words) for window in facts.windows)
    if not facts.windows:
        yield words("stats.group.answers"), [words("stats.too_few")]


def _with_sum(name: str, parts: People | Pairs, words: Words) -> Group:
    head = _line(words("stats.group." + name), words.number(parts.total), words)
    return head, _lines(((f"{name}.{part}", n) for part, n in parts.parts.items()), words)


def _counted(closed: OfWindows, words: Words) -> Group:
    """Of the closed windows: rounds, proposals, and meetings where enough pairs lived."""
    accepted, not_ahead = closed.proposals_accepted, closed.proposals_not_ahead
    counted = [
        ("rounds", closed.rounds),
        ("proposals_closed", accepted + not_ahead),
        ("proposals_accepted", accepted),
        ("proposals_not_ahead", not_ahead),
    ]
    if closed.sessions_held is not None and closed.sessions_due is not None:
        counted += [("sessions_due", closed.sessions_due), ("sessions_held", closed.sessions_held)]
    hidden = [words("stats.meetings_hidden")] if closed.without_meetings else []
    head = words("stats.closed", **_span(closed.since, closed.until, words))
    return head, [*_lines(counted, words), *hidden]


def _answered(window: WindowFigures, words: Words) -> Group:
    """What a window published. All its figures come from as many people: they stand above."""
    span = _span(window.starts_on, window.ends_on, words)
    head = words.plural("stats.window", window.figures[0].people, **span)
    labelled = (
        _line(words(f"stats.metric.{one.metric}"), shown_figure(one, words), words)
        for one in window.figures
    )
    return head, labelled


def _lines(counted: Iterable[tuple[str, int]], words: Words) -> Iterator[str]:
    for name, n in counted:
        yield _line(words(f"stats.label.{name}"), words.number(n), words)


def _line(label: str, value: str, words: Words) -> str:
    return words("stats.line", label=label, value=value)


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
