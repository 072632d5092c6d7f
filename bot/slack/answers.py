"""Answers to whatever went another way: a refusal, words that are not understood, trouble of ours.

What came of an action its chapter's screens say.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass

from bot.domain import refusals
from bot.domain.form_errors import FormRefused
from bot.domain.refusals import NotALead, Refusal
from bot.slack.kit.blocks import Said
from bot.slack.kit.facts import TYPED, plain_facts
from bot.slack.kit.tell import tell, verb_button
from bot.texts.clean import clip
from bot.texts.words import Words

_NEXT: Mapping[type[Refusal], str] = {
    refusals.NotEnrolled: "join",
    refusals.AlreadyEnrolled: "status",
    refusals.NoLongerOpen: "status",
    refusals.NotYours: "status",
    refusals.NoLivePair: "status",
    refusals.CheckinClosed: "status",
    refusals.NotPaused: "status",
    refusals.PairOnABreak: "status",
    refusals.PauseTooLong: "pause",
    refusals.UnknownLanguage: "language",
    refusals.RoundNotOpen: "round",
    refusals.UndoOver: "help",
    refusals.NothingToUndo: "help",
    refusals.BadPeriod: "stats",
    FormRefused: "join",
}
"""The verb that helps on after a refusal."""


def refusal(refused: Refusal, words: Words) -> Said:
    """What is so, that nothing was lost, and a button that leads on."""
    verb = _NEXT.get(type(refused))
    buttons = [verb_button(verb, words)] if verb else []
    return tell(_sentence(refused, words), *_errors(refused, words), buttons=buttons)


def _sentence(refused: Refusal, words: Words) -> str:
    if isinstance(refused, NotALead) and not refused.leads:
        return words("refusal.not_a_lead.nobody")
    facts: dict[str, object] = refused.facts() if is_dataclass(refused) else {}
    return words(refused.key, **plain_facts(facts, words))


def _errors(refused: Refusal, words: Words) -> list[str]:
    if not isinstance(refused, FormRefused):
        return []
    found = {words(e.key, **plain_facts(e.facts, words)) for e in refused.errors.values()}
    return [f"• {sentence}" for sentence in sorted(found)]


def unknown_verb(typed: str, nearest: str | None, words: Words) -> Said:
    """The nearest verb as a button, or help."""
    shown = clip(typed, TYPED)
    if nearest is None:
        return tell(words("unknown.none", typed=shown), buttons=[verb_button("help", words)])
    meant = words("unknown.nearest", typed=shown, verb=words.plain(f"verb.{nearest}"))
    first = verb_button(nearest, words, "primary")
    return tell(
        meant, buttons=[first, *([] if nearest == "help" else [verb_button("help", words)])]
    )


def not_understood(verb: str, typed: str, words: Words) -> Said:
    """The verb is known, what follows it is not."""
    known = verb in ("join", "met", "pause")
    key = f"not_understood.{verb}" if known else "not_understood.other"
    sentence = words(key, typed=clip(typed, TYPED), verb=words.plain(f"verb.{verb}"))
    return tell(sentence, buttons=[verb_button(verb, words)])


def privacy(notice_link: str | None, words: Words) -> Said:
    """Who sees each thing, how long it is kept, and an honest limit."""
    link = [words("privacy.link", link=notice_link)] if notice_link else []
    notice, kept = words("privacy.notice"), words("privacy.kept")
    return tell(words("join.notice"), notice, kept, *link)


def trouble(code: str, words: Words) -> Said:
    """Something broke on our side; the code finds it in the log."""
    return tell(words("trouble", code=code))
