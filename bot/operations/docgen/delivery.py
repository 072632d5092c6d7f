"""The parts of `docs/delivery.md` that are drawn from the outbox's own tables."""

from collections.abc import Mapping
from dataclasses import fields

from bot.operations.docgen import architecture, markdown
from bot.operations.docgen.markdown import Parts
from bot.outbox.codes import Fate, codes_of
from bot.outbox.deliver.timing import Timing
from bot.outbox.limits.rate_budget import LIMITS

FATES: Mapping[Fate, tuple[str, str]] = {
    Fate.PERSON_GONE: ("the receiver is out of reach", "given up; the account is waited for"),
    Fate.CONVERSATION_GONE: ("the conversation is not there", "opened anew, once"),
    Fate.INSTALLATION_GONE: ("nothing can be sent for anybody", "everything waits"),
    Fate.POLICY: ("the workspace forbids it for this receiver", "given up"),
    Fate.OUR_BUG: ("the message's form is refused", "given up; of blocks see below"),
    Fate.LATER: ("it may pass", "back-off"),
    Fate.UNCLEAR: ("it may have half succeeded", "looked up"),
}
"""What a fate means, and what follows."""

WAITS: Mapping[str, tuple[str, str]] = {
    "timeout": ("one call of Slack's Web API, at most", "`REVMENTOR_HTTP_TIMEOUT`"),
    "settle": ("before an unclear message is looked up", "`REVMENTOR_SETTLE`"),
    "lease": ("for which a message is in one sender's hands", "`REVMENTOR_LEASE`"),
    "heartbeat": ("after which a lease is renewed before a post", "`REVMENTOR_HEARTBEAT`"),
    "backoff_min": ("before the second attempt", "`REVMENTOR_BACKOFF_MIN`"),
    "backoff_max": ("between two attempts, at most", "`REVMENTOR_BACKOFF_MAX`"),
    "pace": ("between two posts to one conversation", "`REVMENTOR_PACE`"),
    "pause": ("between two tries while the installation is refused", ""),
    "refused_min": ("before a refusal that may be Slack's error is tried again", ""),
    "refused_max": ("between two such tries, at most", ""),
}
TRIES: Mapping[str, tuple[str, str]] = {
    "max_attempts": ("definite failures until it is given up", "`REVMENTOR_MAX_ATTEMPTS`"),
    "refused_tries": ("such tries in all", ""),
}


def codes() -> str:
    """One row a fate of a refusal, with Slack's codes that lead to it."""
    rows = [
        (f"`{fate}`", *FATES[fate], ", ".join(f"`{code}`" for code in codes_of(fate)))
        for fate in Fate
    ]
    return markdown.table(("fate", "means", "what follows", "Slack's codes"), rows)


def limits() -> str:
    """One row a method that has a budget."""
    rows = [
        (f"`{method}`", f"{limit.a_minute:g}", str(limit.burst)) for method, limit in LIMITS.items()
    ]
    return markdown.table(("method", "a minute", "at once after a pause"), rows)


def waits() -> str:
    """One row a wait of the sender, and a row a number of tries."""
    usual = {one.name: one.default for one in fields(Timing)}
    rows = [
        *((f"{usual[name]:g} s", what, by) for name, (what, by) in WAITS.items()),
        *((f"{usual[name]}", what, by) for name, (what, by) in TRIES.items()),
    ]
    return markdown.table(("how much", "what", "setting"), rows)


PARTS: Parts = {
    "kinds": architecture.kinds,
    "codes": codes,
    "limits": limits,
    "waits": waits,
}
