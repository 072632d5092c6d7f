"""What people of the story do at their keyboards, by real buttons and windows."""

from collections.abc import Callable, Iterator
from typing import Any

from playground.actor.finding import presses_of
from playground.state.conversations import Message
from playground.state.errors import CannotDo, Json
from tests.people import Colleague, Lead, form

Deed = Callable[[Colleague], object]
"""What somebody does at their keyboard."""
MINE = "proposal.mine"
WORDS = {"yes": "proposal.yes", "someone else": "proposal.no", "later": "proposal.more"}


def says(word: str) -> Deed:
    """A word on the newest offer, by the button that stands or stood there."""

    def deed(who: Colleague) -> None:
        for message, blocks in _offers(who):
            for press in presses_of(blocks):
                if press.element["action_id"] == WORDS[word]:
                    who.hands.acts(message, press.action())
                    who.closes()
                    return
        raise CannotDo(f"{who.name} can no longer say {word}")

    return named(deed, f"says {word}")


def changes_to(word: str) -> Deed:
    """Another word, by the window behind *My answer*."""

    def deed(who: Colleague) -> None:
        message, blocks = next(iter(_offers(who)))
        mine = next(one for one in presses_of(blocks) if one.element["action_id"] == MINE)
        who.hands.acts(message, mine.action())
        who.fills(word=who.words.plain(f"proposal.word.{word.replace(' ', '_')}"))
        who.submits()
        who.closes()

    return named(deed, f"changes to {word}")


def _offers(who: Colleague) -> Iterator[tuple[Message, list[Json]]]:
    """Messages of the newest proposal to this person, the newest first; each as it stands, then as
    it stood."""
    for seen in reversed(who.hands.sees.dm):
        versions = [seen.blocks, *(old.blocks for old in reversed(seen.message.earlier))]
        if any(one.element["action_id"] in (MINE, *WORDS.values())
               for blocks in versions for one in presses_of(blocks)):  # fmt: skip
            yield from ((seen.message, blocks) for blocks in versions)


def chooses(*actions: str) -> Deed:
    """What comes after a pair, by the button that stands or stood in a message; then another."""

    def deed(who: Colleague) -> None:
        for action in actions:
            _presses_anywhere(who, action)
            who.closes()

    return named(deed, f"chooses {', then '.join(actions)}")


def _presses_anywhere(who: Colleague, action: str) -> None:
    for seen in reversed(who.hands.sees.dm):
        for blocks in (seen.blocks, *(old.blocks for old in reversed(seen.message.earlier))):
            for press in presses_of(blocks):
                if press.element["action_id"] == action:
                    who.hands.acts(seen.message, press.action())
                    return
    raise CannotDo(f"{who.name} can no longer press {action}")


def answers(**values: int) -> Deed:
    """The four questions of the meeting one was asked about."""

    def deed(who: Colleague) -> None:
        _opens_the_questions(who)
        who.rates(**values)

    return named(deed, f"answers {values}")


def finds(fit: str = "", *, looks: int = 0, **values: int) -> Deed:
    """The four questions, and in the same window whether the match is good; or it is closed, and
    the questions are looked at once more."""

    def deed(who: Colleague) -> None:
        _opens_the_questions(who)
        who.tells(**values)
        if fit:
            who.presses(f"button.fit.{fit}", "view")
        who.closes()
        for _ in range(looks):
            looks_at_the_questions(who)

    return named(deed, f"finds the match {fit or '(nothing)'}")


def met_on(day: str, **values: int) -> Deed:
    """A meeting that was never dated, and the four questions about it."""

    def deed(who: Colleague) -> None:
        who.met(day)
        who.rates(**values)

    return named(deed, f"met on {day}: {values}")


def looks_at_the_questions(who: Colleague) -> None:
    """And closes the window: nothing is answered."""
    _opens_the_questions(who)
    who.closes()


def _opens_the_questions(who: Colleague) -> None:
    """By the button that says that they met, or the one that stands there since."""
    message = who.message("checkin.ask")
    there = {press.element["action_id"]: press for press in presses_of(message.blocks)}
    press = there.get("met.yes") or there["checkin.answer"]
    who.hands.acts(message, press.action())


def notes(**lines: str) -> Deed:
    """The worksheet for the meeting one was reminded of."""

    def deed(who: Colleague) -> None:
        _opens(who, "worksheet")
        who.fills(**lines)
        who.submits()
        who.closes()

    return named(deed, f"notes {lines}")


def prepares(with_: str) -> Deed:
    """Looks at what the newest reminder has behind a button, and closes it."""

    def deed(who: Colleague) -> None:
        _opens(who, with_)
        who.closes()

    return named(deed, f"looks at the {with_}")


def _opens(who: Colleague, what: str) -> None:
    message = who.message("session.near")
    presses = presses_of(message.blocks)
    press = next(one for one in presses if one.element["action_id"] == f"learning.{what}")
    who.hands.acts(message, press.action())


def edits(**steps: dict[str, Any]) -> Deed:
    """Saves the profile, filling what is named of each window. People are named by name."""

    def deed(who: Colleague) -> None:
        who.types("profile")
        for step in ("you", "topics", "levels"):
            who.fills(**{name: _ids(who, one) for name, one in steps.get(step, {}).items()})
            who.submits()
        assert who.words.plain("profile.kept") in who.answer, who.answer
        who.closes()

    return named(deed, f"saves the profile with {steps}")


def _ids(who: Colleague, value: Any) -> Any:
    cast = who.world.cast
    if isinstance(value, list):
        return [cast[one].id if one in cast else one for one in value]
    return cast[value].id if value in cast else value


def begins_a_form(who: Colleague) -> None:
    """The first step is kept, the window closed."""
    who.types("profile" if who.takes_part else "join")
    who.fills(**form("both")["you"])
    who.submits()
    who.closes()


def types(text: str) -> Deed:
    def deed(who: Colleague) -> None:
        who.types(text)
        who.closes()

    return named(deed, f"types {text}")


def after_pair(key: str) -> Deed:
    """Somebody new, or not now, by the message that says that a pair has ended."""

    def deed(who: Colleague) -> None:
        who.answers_to("pair.ended", key)
        who.closes()

    return named(deed, f"presses {key}")


def changes_pairing(reason: str = "", then: str = "") -> Deed:
    """Asks for the end of the only pairing, and says what comes then, if it is said."""

    def deed(who: Colleague) -> None:
        who.types("swap")
        if reason:
            who.fills(reason=reason)
        who.submits()
        if then:
            who.presses(f"button.{then}", "view")
        who.closes()

    return named(deed, f"changes pairing {reason} {then}")


def wants_fewer_reminders(who: Colleague) -> None:
    """By the newest nudge that has the button; the last word about a date needs none."""
    nudges = (kind for kind in reversed(who.heard) if kind.startswith("nudge."))
    nudge = next(kind for kind in nudges if kind != "nudge.last_word")
    who.answers_to(nudge, "button.fewer_reminders")


def wants(notify: str) -> Deed:
    """All messages, the essential ones, or none."""
    return named(lambda who: who.wants(notify), f"wants {notify}")


def raises_a_concern(kind: str, contact: str) -> Deed:
    """For the one person whom the programme names."""

    def deed(who: Colleague) -> None:
        who.types("concern")
        who.fills(kind=kind, contact=contact)
        who.submits()
        who.closes()

    return named(deed, f"raises a concern: {kind}, contact {contact}")


def approves(who: Colleague) -> None:
    assert isinstance(who, Lead)
    who.opens_round()
    who.approves()
    who.closes()


def decides(decision: str, mentor: str, mentee: str) -> Deed:
    """A lead's about a pair of a draft, people by name."""

    def deed(who: Colleague) -> None:
        assert isinstance(who, Lead)
        who.opens_round()
        who.decides(decision, who.world.cast[mentor], who.world.cast[mentee])
        who.closes()

    return named(deed, f"decides {decision}")


def stops(who: Colleague) -> None:
    assert isinstance(who, Lead)
    who.opens_round()
    who.stops()
    who.closes()


def named(deed: Deed, name: str) -> Deed:
    deed.__name__ = name
    return deed
