"""The programme's file: what it changes, and what it must not break."""

import pytest

from bot.domain.rules import BadRules, from_toml
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.store.tables import Event, Participation, Programme
from tests.programme.stage import Stage
from tests.world import moment


def applies(stage: Stage, text: str) -> list[str]:
    """The fields that changed."""
    with stage.database.sessions.begin() as db:
        changed = programme_rules.apply(Work(db, stage.now), from_toml(text), ["ULEAD"])
    return [one.field for one in changed]


def programme(stage: Stage) -> Programme:
    (row,) = stage.rows(Programme)
    return row


def test_before_the_first_round_its_date_can_be_changed(stage: Stage) -> None:
    assert programme(stage).next_round_at == moment("2026-11-23 09:00")
    assert "first_round" in "".join(applies(stage, "[round]\nfirst = 2026-12-08\n"))
    after = programme(stage)
    assert after.next_round_at == moment("2026-12-09 09:00")
    assert after.next_round_on == moment("2026-12-08 09:00").date()
    assert after.first_round_on == moment("2026-12-09 09:00").date()


def test_after_it_the_rhythm_goes_on_and_the_windows_keep_their_start(stage: Stage) -> None:
    stage.drafts()
    applies(stage, "[round]\nfirst = 2027-02-01\nrepeat_weeks = 2\n")
    after = programme(stage)
    assert after.next_round_at == moment("2026-12-21 09:00")
    assert after.first_round_on == moment("2026-11-23 09:00").date()


def test_the_same_file_again_changes_nothing(stage: Stage) -> None:
    assert applies(stage, 'name = "Knowing both ways"\n') == ["name"]
    events = len(stage.rows(Event))
    assert applies(stage, 'name = "Knowing both ways"\n') == []
    assert len(stage.rows(Event)) == events


def test_a_function_that_somebody_has_chosen_cannot_go(stage: Stage) -> None:
    stage.joins("ANNA", "mentor")
    with pytest.raises(BadRules) as refused:
        applies(stage, '[[functions]]\nid = "sales"\nen = "Sales"\nit = "Vendite"\n')
    assert [one.problem for one in refused.value.findings] == ["breaks_function"]
    assert programme(stage).rules["functions"][0]["id"] == "operations"


def test_places_are_those_of_the_programme_at_joining(stage: Stage) -> None:
    applies(stage, "[places]\nmentor = 2\ntotal = 2\n")
    stage.joins("ANNA", "mentor")
    (one,) = stage.rows(Participation)
    assert (one.places_mentor, one.places_mentee, one.places_total) == (2, 1, 2)


def test_leads_of_file_and_setting_are_joined_at_each_start(stage: Stage) -> None:
    with stage.database.sessions.begin() as db:
        programme_rules.apply(Work(db, stage.now), from_toml('leads = ["UFILE"]\n'), ["ULEAD"])
    assert programme(stage).leads == ["ULEAD", "UFILE"]
    with stage.database.sessions.begin() as db:
        programme_rules.renew_leads(Work(db, stage.now), ["UOTHER"])
    assert programme(stage).leads == ["UOTHER", "UFILE"]
