"""What joining, changing the profile, undoing and leaving say."""

from bot.domain.lifecycle import Undoable
from bot.programme.enrolment import kinds
from bot.programme.enrolment.kinds import Welcome
from bot.programme.enrolment.results import Left, ProfileKept, Undone
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import plan_facts, tell, verb_button
from bot.texts.words import Words


@screen(kinds.WELCOME_LATER)
@screen(kinds.WELCOME)
def welcome(facts: Welcome, words: Words) -> Said:
    """Three lines on what happens next, and Undo while it lasts."""
    then = words("welcome.then", **plan_facts(facts.plan, words))
    to_come = (_next_round(facts, words), then) if facts.looked_for else ()
    lines = (*to_come, words("welcome.free"))
    headline = words("welcome.headline", role=words.plain(f"role.{facts.role}"))
    said, profile = [f"• {line}" for line in lines], verb_button("profile", words)
    if facts.undo_until is None:
        return tell(headline, *said, buttons=[profile])
    undo = blocks.button("join.undo", facts.participation_id, words.plain("button.undo_join"))
    until = words("undo.until", time=words.clock(facts.undo_until))
    return tell(headline, *said, buttons=[undo, profile], aside=until)


def _next_round(facts: Welcome, words: Words) -> str:
    if facts.next_round_on is None:
        return words("welcome.round")
    return words("welcome.round_on", date=words.date(facts.next_round_on))


def left(facts: Left, words: Words) -> Said:
    """What happens to the data and to the partner, and Undo."""
    result = facts.partners_told_at
    line = (
        words("left.partner", time=words.clock(result))
        if result
        else words("undo.until", time=words.clock(facts.undo_until))
    )
    undo = blocks.button("leave.undo", facts.participation_id, words.plain("button.undo_leave"))
    headline = words("left.headline", date=words.date(facts.delete_on))
    doors = words("left.or_swap" if result else "left.or_pause")
    return tell(headline, line, doors, buttons=[undo])


def profile_kept(facts: ProfileKept, words: Words) -> Said:
    """What the change does not touch, and the way back."""
    lines = []
    if facts.proposal_open:
        lines.append(words("profile.proposal_open"))
    if facts.round_waits:
        lines.append(words("profile.round_waits"))
    undo = blocks.button("profile.undo", facts.participation_id, words.plain("button.undo_profile"))
    until = words("undo.until", time=words.clock(facts.undo_until))
    return tell(words("profile.kept"), *lines, buttons=[undo], aside=until)


def undone(facts: Undone, words: Words) -> Said:
    """What is so again after Undo."""
    verb = "join" if facts.what is Undoable.JOIN else "status"
    return tell(words(f"undone.{facts.what}"), buttons=[verb_button(verb, words)])
