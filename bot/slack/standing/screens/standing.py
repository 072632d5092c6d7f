"""Where a person stands: the answer of the bare command and of `status`, the Home tab, help."""

from bot.programme.standing import Standing
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Said
from bot.slack.kit.tell import LEAD_VERBS, tell, verb_button
from bot.slack.rounds.screens.announced import open_button
from bot.slack.standing.screens import cards
from bot.slack.standing.screens import home as home_tab
from bot.texts.words import Words

SHORTCUTS = ("join", "when", "met", "status", "profile", "privacy")
"""Verbs worth a button in help, most useful first."""
MOST_BUTTONS = 3
home = home_tab.home
home_trouble = home_tab.trouble


def standing(facts: Standing, words: Words) -> Said:
    """One sentence, what follows from it, one primary button; a lead's round comes first."""
    card = cards.card(facts, words)
    mine = tell(
        words(card.key, **card.facts),
        *card.lines,
        *cards.with_whom(facts, words),
        *cards.still_open(facts, words),
        buttons=card.buttons,
        aside=cards.overview(facts.overview, words),
    )
    if not facts.round_open:
        return mine
    lead = tell(*cards.round_ready(facts.round_open, words))
    above = [*lead.blocks, blocks.actions(open_button(facts.round_open.round_id, words, None))]
    return Said(f"{lead.text}\n\n{mine.text}", [*above, blocks.divider(), *mine.blocks])


def help_(facts: Standing, words: Words) -> Said:
    """Only what fits the person's state; leads get a second list."""
    can = [verb for verb in facts.can if verb not in LEAD_VERBS]
    lines = [f"• {words(f'help.{verb}')}" for verb in can]
    if facts.lead:
        lines += ["", f"*{words('help.lead')}*"]
        lines += [f"• {words(f'help.{verb}')}" for verb in LEAD_VERBS]
    shortcuts = [verb for verb in SHORTCUTS if verb in can][:MOST_BUTTONS]
    return tell(
        words("help.intro"), *lines, buttons=[verb_button(verb, words) for verb in shortcuts]
    )
