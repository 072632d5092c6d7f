"""How something is told: the one shape of a message, the buttons of verbs, a message as a window,
where Slack gives no conversation to answer in, and what a plan asks of people.
"""

from collections.abc import Sequence

from bot.domain.due.plan import Plan
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Element, Said, View
from bot.texts.words import Words

LEAD_VERBS = ("stats", "round", "health")
"""What only the people who run the programme are offered."""
ANSWERS_MINUTES = 10
"""What all questions of a pair take one of the two, together."""
WEEKS_OF_A_QUARTER = 13
INNER = "    ◦"
"""Marks a line of a list within a list."""


def tell(
    headline: str,
    *lines: str,
    shown: str | None = None,
    buttons: Sequence[Element] = (),
    aside: str | None = None,
    more: Sequence[Block] = (),
) -> Said:
    """A message whose `text` holds everything that the blocks say.

    `shown` replaces the headline in the blocks, where dates are tokens and people are links.
    `aside` is a small last line; `more` are blocks between the lines and the buttons.
    """
    body = [blocks.section("\n".join(lines))] if lines else []
    last = [blocks.context(aside)] if aside else []
    return Said(
        text="\n".join([headline, *lines, *([aside] if aside else [])]),
        blocks=[
            blocks.section(f"*{shown or headline}*"),
            *body,
            *more,
            *blocks.rows_of(*buttons),
            *last,
        ],
    )


def verb_button(
    verb: str, words: Words, style: str | None = None, text: str | None = None
) -> Element:
    """The button of a verb; joining has an action of its own, since it opens a form.

    `text` is the key of another label, where the verb alone would say too little.
    """
    action = "join.open" if verb == "join" else f"verb.{verb}"
    label = words.plain(text or f"button.verb.{verb}")
    return blocks.button(action, verb, label, style=style)


def as_home(said: Said) -> View:
    """The Home tab of somebody who is not shown how things are."""
    return blocks.home_tab(said.blocks)


def as_window(said: Said, words: Words) -> View:
    """After a form was sent, or when a button of a window or of the Home tab is answered."""
    return blocks.modal(
        "result",
        words.plain("title.result"),
        said.blocks,
        close=words.plain("button.close"),
    )


# --- a plan --------------------------------------------------------------------------------------


def plan_facts(plan: Plan, words: Words, pairs: int = 1) -> dict[str, str | int]:
    """The facts `minutes`, `rhythm`, `length`, and `hours`: those of so many pairs together.

    The rhythm is rounded to weeks, the hours, with the time for the questions, to half hours.
    """
    halves = pairs * ((plan.meetings * plan.minutes + ANSWERS_MINUTES + 15) // 30)
    hours = "plan.hours_half" if halves % 2 else "plan.hours"
    return {
        "minutes": plan.minutes,
        "rhythm": words.plain_plural("plan.every", _every_weeks(plan)),
        "length": _length(plan.weeks, words),
        "hours": words.plain_plural(hours, halves // 2),
    }


def _every_weeks(plan: Plan) -> int:
    return max(1, (2 * plan.weeks + plan.meetings) // (2 * plan.meetings))


def _length(weeks: int, words: Words) -> str:
    """In months where it is whole quarters of a year."""
    quarters, rest = divmod(weeks, WEEKS_OF_A_QUARTER)
    if rest:
        return words.plain_plural("plan.weeks", weeks)
    return words.plain_plural("plan.months", 3 * quarters)
