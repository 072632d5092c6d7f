"""Topics of a programme's own: chosen, hidden, and not to be taken from whoever has them."""

import pytest

from bot.domain.form_errors import FormRefused
from bot.domain.lifecycle import Undoable
from bot.domain.rules import BadRules, from_toml
from bot.outbox.work import Work
from bot.programme.administration import programme_rules
from bot.programme.enrolment import profile, undo
from bot.store.tables import OfferRow, Proposal, WishRow
from bot.texts.topics import topics
from tests.people import form
from tests.programme.stage import Stage

WELDING = '[[topics]]\nid = "welding"\narea = "G"\nen = "Welding"\nit = "Saldatura"\n'


def applies(stage: Stage, text: str) -> None:
    with stage.database.sessions.begin() as db:
        programme_rules.apply(Work(db, stage.now), from_toml(text, topics()), ["ULEAD"])


def refused_for(stage: Stage) -> list[str]:
    """The problems of a file without the topic."""
    try:
        applies(stage, "")
    except BadRules as error:
        return [one.problem for one in error.findings]
    return []


def test_an_own_topic_makes_a_pair_and_one_that_is_hidden_still_does(stage: Stage) -> None:
    applies(stage, WELDING)
    stage.joins("ANNA", "mentor", topic="welding")
    stage.joins("MARCO", "mentee", topic="welding")
    applies(stage, 'hidden_topics = ["welding"]\n' + WELDING)
    stage.sends()
    (proposal,) = stage.rows(Proposal)
    assert proposal.reasons["topics"] == ["welding"]


def test_nobody_joins_with_a_topic_that_is_hidden_or_was_never_there(stage: Stage) -> None:
    applies(stage, 'hidden_topics = ["welding"]\n' + WELDING)
    for topic in ("welding", "welding2"):
        with pytest.raises(FormRefused) as error:
            stage.joins("ANNA", "mentor", topic=topic)
        assert set(error.value.errors) == {"offers"}


def test_who_has_a_hidden_topic_may_keep_it_and_who_gave_it_up_may_not_take_it_back(
    stage: Stage,
) -> None:
    applies(stage, WELDING)
    stage.joins("ANNA", "mentor", topic="welding")
    applies(stage, 'hidden_topics = ["welding"]\n' + WELDING)
    stage.does("ANNA", lambda work: profile.save(work, form("mentor", "welding"), topics()))
    stage.does("ANNA", lambda work: profile.save(work, form("mentor", "safe.scams"), topics()))
    with pytest.raises(FormRefused):
        stage.does("ANNA", lambda work: profile.save(work, form("mentor", "welding"), topics()))


def test_undoing_a_profile_gives_a_hidden_topic_back(stage: Stage) -> None:
    applies(stage, WELDING)
    stage.joins("ANNA", "mentor", topic="welding")
    applies(stage, 'hidden_topics = ["welding"]\n' + WELDING)
    kept = stage.does(
        "ANNA", lambda work: profile.save(work, form("mentor", "safe.scams"), topics())
    )
    stage.does("ANNA", lambda work: undo.take_back(work, kept.participation_id, Undoable.PROFILE))
    assert [row.topic for row in stage.rows(OfferRow)] == ["welding"]


def test_a_topic_that_somebody_has_cannot_go(stage: Stage) -> None:
    applies(stage, WELDING)
    assert refused_for(stage) == []
    applies(stage, WELDING)
    stage.joins("ANNA", "mentor", topic="welding")
    assert refused_for(stage) == ["breaks_topic"]


def test_nor_one_that_somebody_wishes(stage: Stage) -> None:
    applies(stage, WELDING)
    stage.joins("MARCO", "mentee", topic="welding")
    assert refused_for(stage) == ["breaks_topic"]


def test_nor_one_of_a_live_pair_whose_two_have_moved_on(stage: Stage) -> None:
    applies(stage, WELDING)
    stage.joins("ANNA", "mentor", topic="welding")
    stage.joins("MARCO", "mentee", topic="welding")
    stage.pairs_up(("ANNA", "MARCO"))
    stage.does("ANNA", lambda work: profile.save(work, form("mentor", "safe.scams"), topics()))
    stage.does("MARCO", lambda work: profile.save(work, form("mentee", "safe.scams"), topics()))
    assert {row.topic for row in (*stage.rows(OfferRow), *stage.rows(WishRow))}.isdisjoint(
        {"welding"}
    )
    assert refused_for(stage) == ["breaks_topic"]


@pytest.mark.parametrize("sent", [False, True])
def test_nor_one_of_a_pair_that_may_yet_begin(stage: Stage, sent: bool) -> None:
    applies(stage, WELDING)
    stage.joins("ANNA", "mentor", topic="welding")
    stage.joins("MARCO", "mentee", topic="welding")
    (stage.sends if sent else stage.drafts)()
    stage.does("ANNA", lambda work: profile.save(work, form("mentor", "safe.scams"), topics()))
    stage.does("MARCO", lambda work: profile.save(work, form("mentee", "safe.scams"), topics()))
    assert refused_for(stage) == ["breaks_topic"]
