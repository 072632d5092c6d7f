"""How the bot runs, for leads: one `label: value` a line, what is broken with its fix."""

from collections.abc import Mapping

from bot.programme.administration import kinds
from bot.programme.administration.kinds import Undelivered
from bot.programme.administration.results import Health
from bot.programme.enrolment import kinds as enrolment_kinds
from bot.programme.enrolment.kinds import AccountsGone, AccountsWereGone
from bot.programme.people import kinds as people_kinds
from bot.programme.people.kinds import WasWithoutLead, WithoutLead
from bot.slack.kit.blocks import Said
from bot.slack.kit.screen import screen
from bot.slack.kit.tell import tell, verb_button
from bot.texts.words import Safe, Words

CHECKS = ("slack", "database", "schema")
REASONS = (
    *("person_gone", "conversation_gone", "installation_gone", "policy"),
    *("our_bug", "later", "unclear"),
)
"""What a refusal of Slack means, the most frequent first."""


def health(facts: Health, words: Words) -> Said:
    """All in one answer; the first sentence says whether anything needs a look."""
    well = all(facts.checks.values()) and facts.late_since is None and not facts.leads_gone
    lines = [
        *_checks(facts, words),
        _leads(facts, words),
        *_messages(facts, words),
        *_what_comes(facts, words),
    ]
    return tell(words("health.well" if well else "health.not_well"), *lines)


def _line(label: str, value: str, words: Words) -> Safe:
    return words("stats.line", label=words.plain(f"health.{label}"), value=value)


def _checks(facts: Health, words: Words) -> list[Safe]:
    return [
        _line(name, words("health.works" if facts.checks[name] else f"health.{name}.fix"), words)
        for name in CHECKS
        if name in facts.checks
    ]


def _leads(facts: Health, words: Words) -> Safe:
    value: str = words.number(facts.leads)
    if facts.leads_gone:
        who = words.listed(
            words("health.leads.account", who=words.mention(one), id=one)
            for one in facts.leads_gone
        )
        value = words("health.leads.gone", n=value, who=who)
    return _line("leads", value, words)


def _messages(facts: Health, words: Words) -> list[Safe]:
    late = facts.late_since
    since = words("health.late.fix", since=words.moment(late)) if late else words("health.no")
    lines = [
        _line("late", since, words),
        _line("given_up", words.number(facts.given_up), words),
    ]
    if facts.given_up_by_reason:
        why = reasons(facts.given_up_by_reason, words)
        lines.append(_line("given_up_why", why, words))
    return lines


def _what_comes(facts: Health, words: Words) -> list[Safe]:
    day = facts.next_round_on
    return [
        _line("next_round", words.date(day) if day else words("health.no"), words),
        _line("version", facts.version, words),
    ]


def reasons(by_reason: Mapping[str, int], words: Words) -> str:
    """Such as "account out of reach (3) and not allowed by the workspace (1)"."""
    return words.listed(
        words("round.reason", category=words.plain(f"undelivered.{reason}"), n=by_reason[reason])
        for reason in REASONS
        if by_reason.get(reason)
    )


@screen(people_kinds.WITHOUT_LEAD)
def without_lead(facts: WithoutLead, words: Words) -> Said:
    """To the owner of the workspace: what does not work, and how to fix it."""
    day = facts.next_round_on
    planned = [words("without_lead.next_round", date=words.date(day))] if day else []
    why = words("without_lead.why_automatic" if facts.automatic else "without_lead.why")
    return tell(
        words("without_lead.gone" if facts.gone else "without_lead"),
        " ".join([why, *planned]),
        words("without_lead.how_gone" if facts.gone else "without_lead.how"),
    )


@screen(enrolment_kinds.ACCOUNTS_GONE)
def accounts_gone(facts: AccountsGone, words: Words) -> Said:
    """Too many accounts are gone at once: what waits, and what to do either way."""
    return tell(
        words("accounts_gone", n=words.number(facts.gone), of=words.number(facts.of)),
        words("accounts_gone.mistake"),
        words("accounts_gone.confirm"),
    )


@screen(people_kinds.WITHOUT_LEAD_LATER)
def was_without_lead(facts: WasWithoutLead, words: Words) -> Said:
    """The same, looked back upon."""
    return tell(words("without_lead.found" if facts.found else "without_lead.was"))


@screen(enrolment_kinds.ACCOUNTS_GONE_LATER)
def accounts_were_gone(facts: AccountsWereGone, words: Words) -> Said:
    """The same, looked back upon."""
    return tell(words("accounts_gone.settled" if facts.over else "accounts_gone.was"))


@screen(kinds.UNDELIVERED)
def undelivered(facts: Undelivered, words: Words) -> Said:
    """Messages given up since yesterday: how many and why, never whose."""
    lines = []
    if facts.by_reason:
        lines.append(words("undelivered.why", reasons=reasons(facts.by_reason, words)))
    if facts.people_gone:
        lines.append(words.plural("undelivered.people_gone", facts.people_gone))
    return tell(
        words.plural("undelivered.headline", facts.messages),
        *lines,
        buttons=[verb_button("health", words, "primary")],
    )
