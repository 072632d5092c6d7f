"""A programme in full swing, with somebody in every situation: for whoever wants to disturb it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.domain.words import Word
from bot.programme.learning import worksheets
from bot.programme.meetings import dates
from bot.programme.meetings.results import Afterwards
from bot.programme.people.results import Notice
from bot.programme.rounds import proposals
from bot.slack.learning.screens import worksheet as screens
from bot.slack.meetings.screens import afterwards
from bot.store.tables import Round, Session
from playground.state.errors import Json
from tests import due
from tests.databases import Database
from tests.flows.cohort import TOPICS
from tests.flows.forged import presses
from tests.people import Colleague, Lead, form
from tests.world import World, living, moment, slack_id_of

RULES = f'contact = "{slack_id_of("Petra")}"\n[round]\nexpiry_days = 10\n'


@dataclass
class Scene:
    """Monday 7 December, 10:00 in Rome.

    Nives (it) and Nick (en) are strangers, Wanda (it) and Will (en) wait; Anna (it) was asked
    by Marco (en) for a date; Bea (it) and Carlo (en) are asked whether they met; Dora (it) and
    Elio (en) have an offer; Fabio and Gaia are drafted for Giulia (en), who runs the programme;
    Olga (it) has left long ago. Petra (it), another stranger, is whom concerns go to.
    """

    world: World
    windows: dict[str, Json]

    def __getattr__(self, name: str) -> Colleague:
        return self.world.cast[name.capitalize()]

    @property
    def lead(self) -> Lead:
        return self.world.lead

    @property
    def asked(self) -> Session:
        """Bea's and Carlo's meeting, of which nobody has said yet that it was."""
        return self._session(self.bea, self.carlo)

    @property
    def proposed(self) -> Session:
        """The date that Marco has proposed to Anna."""
        return self._session(self.anna, self.marco)

    @property
    def round(self) -> Round:
        """The drafted one."""
        return self.world.rows(Round)[-1]

    def _session(self, one: Colleague, other: Colleague) -> Session:
        return self.world.rows(Session, pair_id=self.world.pair_of(one, other).id)[-1]


@contextmanager
def in_full_swing(database: Database, folder: Path) -> Iterator[Scene]:
    with living(database, folder, rules=RULES) as world:
        scene = Scene(world, {})
        _first_round(scene)
        _dates(scene)
        _second_round(scene)
        _strangers(scene)
        _windows(scene)
        yield scene


def _couple(world: World, mentor: str, mentee: str, number: int) -> list[Colleague]:
    """Two who fit each other and nobody else: Italian and English."""
    world.person(mentor)
    world.person(mentee, locale="en-US")
    return world.joined(mentor, mentee, topic=TOPICS[number], back=TOPICS[-1 - number])


def _first_round(scene: Scene) -> None:
    world = scene.world
    couples = [
        _couple(world, *names, number)
        for number, names in enumerate((("Anna", "Marco"), ("Bea", "Carlo"), ("Dora", "Elio")))
    ]
    world.sends_round()
    world.person("Olga").joins("mentor")
    scene.olga.leaves()
    for one, other in couples[:2]:
        proposal = world.proposal_of(one, other).id
        for side in (one, other):
            _accepts(side, proposal)
    world.tick()


def _accepts(side: Colleague, proposal: int) -> None:
    side.does(lambda work: proposals.say(work, proposal, Word.YES))


def _dates(scene: Scene) -> None:
    world = scene.world
    _proposes(scene.carlo, scene.bea, moment("2026-12-04 11:00"))
    asked = scene.asked.id
    scene.bea.does(lambda work: dates.confirm(work, asked))
    world.lives_until("2026-12-04 14:00")
    _proposes(scene.marco, scene.anna, moment("2026-12-16 15:00"))
    world.tick()


def _proposes(one: Colleague, other: Colleague, at: datetime) -> None:
    world = one.world
    pair = world.pair_of(one, other).id
    one.does(lambda work: dates.propose(work, pair, [at]))


def _second_round(scene: Scene) -> None:
    world = scene.world
    _couple(world, "Fabio", "Gaia", 4)
    for name, locale in (("Wanda", "it-IT"), ("Will", "en-US")):
        world.person(name, locale=locale).joins("mentor", topic=TOPICS[6], back=TOPICS[-7])
    _brings_forward(world, "2026-12-07 09:00")
    world.drafts_round()
    world.goes_to("2026-12-07 10:00")
    world.tick()


def _brings_forward(world: World, when: str) -> None:
    """The next round is drafted while an offer is open, which the rules alone never do."""
    with world.db() as db:
        programme = due.programme(db)
        programme.next_round_at = moment(when)
        programme.next_round_on = moment(when).date()
        programme.rules = {**programme.rules, "repeat_weeks": 2, "expiry_days": 9}


def _strangers(scene: Scene) -> None:
    scene.world.person("Nives")
    scene.world.person("Petra")
    scene.world.person("Nick", locale="en-US")
    for one in scene.world.cast.values():
        one.types("status")


def _worksheet(scene: Scene) -> None:
    """Carlo opened it before his meeting with Bea, and the notice before it."""
    asked = scene.asked.id
    form = replace(scene.carlo.does(lambda work: worksheets.form(work, asked)), open=True)
    scene.windows["learning.worksheet"] = screens.opened(form, scene.carlo.words)
    notice = screens.opened(replace(form, notice=Notice("")), scene.carlo.words)
    scene.windows["learning.notice"] = notice


def _afterwards(scene: Scene) -> None:
    """Bea, asked about her meeting, and the notice of what follows."""
    asked = scene.asked.id
    facts = Afterwards(
        asked, 0, scene.carlo.id, edited=False, editable_until=None, notice=Notice("")
    )
    scene.windows["checkin.notice"] = afterwards.notice(facts, scene.bea.words)


def _windows(scene: Scene) -> None:
    """Each window as it stands before somebody who may fill it."""
    views = scene.world.slack.workspace.views

    def keep(who: Colleague, name: str) -> None:
        view = views.top(who.id)
        assert view is not None
        scene.windows[name] = view.body

    joiner, whole = scene.world.person("Zeno"), form("both")
    joiner.types("join")
    for step in ("you", "topics", "levels"):
        keep(joiner, f"join.{step}")
        joiner.fills(**whole[step])
        if step != "levels":
            joiner.submits()
    for step in ("you", "topics", "levels"):
        scene.wanda.types("profile") if step == "you" else scene.wanda.submits()
        keep(scene.wanda, f"profile.{step}")
    scene.will.types("pause")
    keep(scene.will, "pause")
    scene.will.closes()
    scene.will.types("concern")
    keep(scene.will, "concern")
    scene.will.closes()
    scene.will.types("notify")
    keep(scene.will, "notify")
    scene.anna.types("when")
    keep(scene.anna, "when")
    scene.anna.closes()
    scene.anna.types("swap")
    keep(scene.anna, "swap")
    scene.bea.types("status")
    scene.bea.presses("button.answer")
    keep(scene.bea, "checkin")
    presses(scene.dora, "proposal.mine", str(scene.world.proposal_of(scene.dora, scene.elio).id))
    keep(scene.dora, "proposal")
    scene.lead.opens_round()
    keep(scene.lead, "round")
    _worksheet(scene)
    _afterwards(scene)
    presses(scene.bea, "end.mine", str(scene.world.pair_of(scene.bea, scene.carlo).id))
    keep(scene.bea, "end")
    for one in scene.world.cast.values():
        one.closes()
