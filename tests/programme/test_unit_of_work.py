"""The wrapper of requests: one effect, kept with its key; a refusal keeps neither."""

from datetime import timedelta

import pytest

from bot.domain.refusals import GuestsCannotJoin, NotEnrolled
from bot.outbox.work import NobodyAsks, Work, run_as_system
from bot.programme.administration import upkeep
from bot.programme.enrolment import drafts
from bot.programme.people.accounts import Account
from bot.programme.unit_of_work import Again, run, run_once
from bot.store.queries import enrolment, people
from tests.programme.conftest import Company

ANNA = Account("U0ANNA", "Europe/Rome", "it")


def test_the_same_request_has_one_effect(company: Company) -> None:
    seen: list[str] = []

    def use_case(work: Work) -> str:
        seen.append(work.me.slack_id)
        return work.me.slack_id

    def asks(key: str) -> str:
        return run_once(company.database.sessions, ANNA, key, company.now, use_case).result

    assert asks("event:1") == "U0ANNA"
    with pytest.raises(Again):
        asks("event:1")
    assert asks("event:2") == "U0ANNA"
    assert seen == ["U0ANNA", "U0ANNA"]


def test_what_was_refused_may_be_sent_again(company: Company) -> None:
    def leave(work: Work) -> None:
        raise NotEnrolled

    for _ in range(2):
        with pytest.raises(NotEnrolled):
            run_once(company.database.sessions, ANNA, "event:1", company.now, leave)
    done = run_once(company.database.sessions, ANNA, "event:1", company.now, lambda work: 7)
    assert done.result == 7


def test_a_guest_is_refused_and_not_remembered(company: Company) -> None:
    guest = Account("U0GUEST", "Europe/Rome", "it", is_guest=True)
    with pytest.raises(GuestsCannotJoin):
        run_once(company.database.sessions, guest, "event:1", company.now, lambda work: None)
    assert company(lambda db: people.known(db, "U0GUEST")) is None


def test_zone_and_language_follow_slack_until_a_language_is_chosen(company: Company) -> None:
    def as_they_are(account: Account) -> tuple[str, str]:
        sessions = company.database.sessions
        return run(
            sessions, account, company.now, lambda work: (work.me.zone, work.me.language)
        ).result

    assert as_they_are(ANNA) == ("Europe/Rome", "it")
    assert as_they_are(Account("U0ANNA", "Asia/Kolkata", "en")) == ("Asia/Kolkata", "en")
    assert as_they_are(Account("U0ANNA", "Mars/Olympus", None)) == ("Europe/Rome", "en")


def test_who_only_looked_is_forgotten_after_three_weeks(company: Company) -> None:
    run(company.database.sessions, ANNA, company.now, lambda work: None)
    company.joins("U0MARCO", "mentee")
    company.passes(days=22)
    assert company(lambda db: upkeep.forget_strangers_due(Work(db, company.now))) == 1
    assert company(lambda db: people.known(db, "U0ANNA")) is None
    assert company(lambda db: people.known(db, "U0MARCO")) is not None
    assert company.now - timedelta(days=22) == company.participation(1).joined_at


def test_a_draft_is_kept_step_by_step_and_nobody_can_read_it(company: Company) -> None:
    you = {"role": "mentor", "manager": "U0BOSS"}

    def keep(work: Work) -> dict[str, object]:
        return drafts.keep(
            work,
            "you",
            you,
        )

    assert company.as_person("U0ANNA", keep)["you"] == you
    later = company.as_person("U0ANNA", lambda work: drafts.of(work))
    assert later["you"] == you
    sealed = company(lambda db: enrolment.draft_of(db, 1, 1))
    assert sealed is not None
    assert b"U0BOSS" not in sealed.sealed


def test_a_use_case_about_who_asks_is_not_run_for_nobody(company: Company) -> None:
    with pytest.raises(NobodyAsks):
        run_as_system(company.database.sessions, company.now, drafts.of)
