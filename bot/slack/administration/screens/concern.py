"""A concern: the window that raises one, what its author reads, and what its receiver does.

Slack keeps no window: nothing that is chosen in one stands in a message.
"""

from bot.domain.concern import ConcernKind
from bot.programme.administration import kinds
from bot.programme.administration.kinds import ConcernNote
from bot.programme.administration.results import (
    ConcernForm,
    ConcernKept,
    ConcernRaised,
    ConcernShown,
)
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Block, Choice, Element, Field, Said, View
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell
from bot.texts.words import Words


def concern(form: ConcernForm, words: Words) -> View:
    """Whom it goes to stands there by name before it is sent; without anybody, whom to ask."""
    if not form.receivers:
        return _window([_nobody(form, words), *_mine(form, words)], words)
    one = form.receivers[0] if len(form.receivers) == 1 else None
    return _window(
        [
            blocks.section("\n".join([words("concern.intro"), _who_reads(form, words)])),
            *([] if one else [_receiver(form, words)]),
            _kind(words),
            _contact(words),
            blocks.context(words("concern.kept")),
            *_mine(form, words),
        ],
        words,
        receiver=one or "",
        submit=words.plain("button.send"),
    )


def _window(
    shown: list[Block], words: Words, receiver: str = "", submit: str | None = None
) -> View:
    return blocks.modal(
        "concern" if submit else "concern.page",
        words.plain("title.concern"),
        shown,
        submit=submit,
        close=words.plain("button.close"),
        metadata={"receiver": receiver} if receiver else None,
    )


def _who_reads(form: ConcernForm, words: Words) -> str:
    """One is named; of two the one that is chosen."""
    first = form.receivers[0]
    if len(form.receivers) > 1:
        return words("concern.goes_to_one")
    key = "concern.goes_to_owner" if first == form.owner else "concern.goes_to"
    return words(key, receiver=words.name(first))


def _nobody(form: ConcernForm, words: Words) -> Block:
    if form.owner is None:
        return blocks.section(words("concern.nobody"))
    return blocks.section(words("concern.nobody_but", owner=words.mention(form.owner)))


def _receiver(form: ConcernForm, words: Words) -> Block:
    contact, owner = form.receivers
    choices = [
        Choice(contact, words.plain_name(contact), words.plain("concern.contact.means")),
        Choice(owner, words.plain_name(owner), words.plain("concern.owner.means")),
    ]
    label = words.plain("concern.receiver")
    return blocks.input_(Field("receiver"), label, blocks.radio(choices, contact))


def _kind(words: Words) -> Block:
    choices = [Choice(one, words.plain(f"concern.kind.{one}")) for one in ConcernKind]
    return blocks.input_(Field("kind"), words.plain("concern.kind"), blocks.radio(choices, None))


def _contact(words: Words) -> Block:
    """Nothing is chosen at first: whether one is named is nobody's habit."""
    choices = [
        Choice(one, words.plain(f"concern.reply.{one}"), words.plain(f"concern.reply.{one}.means"))
        for one in ("yes", "no")
    ]
    label = words.plain("concern.reply")
    return blocks.input_(Field("contact"), label, blocks.radio(choices, None))


def _mine(form: ConcernForm, words: Words) -> list[Block]:
    """What was raised to this reader, also where a message was lost."""
    if not form.mine:
        return []
    buttons = [_open_button(kept, words) for kept in form.mine]
    return [blocks.divider(), blocks.section(words("concern.mine")), *blocks.rows_of(*buttons)]


def _open_button(kept: ConcernKept, words: Words) -> Element:
    action = f"concern.open.{kept.concern_id}"
    label = words.plain("button.concern_of", date=words.date(kept.raised_on))
    return blocks.button(action, kept.concern_id, label)


def raised(facts: ConcernRaised, words: Words) -> Said:
    """Whom it goes to, and what they read of who asks."""
    receiver = words.name(facts.receiver)
    key = "concern.raised.named" if facts.wants_contact else "concern.raised.unnamed"
    return tell(
        words("concern.raised", receiver=receiver),
        words(key, receiver=receiver),
        words("concern.raised.when"),
    )


# --- to whom it went ------------------------------------------------------------------------------


@screen(kinds.CONCERN_RAISED)
def note(facts: ConcernNote, words: Words) -> Said:
    """Neither whose it is, nor what; it names the day on which it goes, since nothing edits it."""
    button = blocks.button(
        "concern.open", facts.concern_id, words.plain("button.concern"), style="primary"
    )
    until = words("concern.note.until", date=words.date(facts.deleted_on))
    return tell(words("concern.note"), words("concern.note.more"), until, buttons=[button])


def opened(facts: ConcernShown, words: Words) -> View:
    """What it is about; a name where its author wants to be contacted."""
    who = (
        words("concern.shown.named", author=words.mention(facts.author))
        if facts.author
        else words("concern.shown.unnamed")
    )
    kind = words(f"concern.kind.{facts.kind}")
    return blocks.modal(
        "concern.page",
        words.plain("title.concern_of"),
        [
            blocks.section(f"*{kind}*\n{words('concern.shown', date=words.date(facts.raised_on))}"),
            blocks.section(who),
            blocks.context(words("concern.shown.until", date=words.date(facts.deleted_on))),
        ],
        close=words.plain("button.close"),
    )
