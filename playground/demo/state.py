"""All that the demo shows, ready to draw, in the language of whoever looks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_location

from playground.demo.bot_supervisor import Health
from playground.demo.demo import WEEKS, Demo, Note
from playground.demo.roles import ROLES
from playground.demo.tour.steps import STEPS
from playground.demo.travel import Arrival
from playground.demo.words import WORDS
from playground.state.errors import Json
from playground.state.people import Person
from playground.story.calendar import ROME
from playground.story.simulation import Turn

TURNS = {Turn.NOW: "unplayed", Turn.LATER: "waits", Turn.NEVER: "led"}
LOCALES = {"it": "it_IT", "en": "en_GB"}
ZONES = ("Europe/Rome", "Europe/London", "America/New_York")


class State:
    """The demo in one language."""

    def __init__(self, demo: Demo, language: str) -> None:
        self.demo = demo
        self.language = language
        self.words = WORDS[language]

    def whole(self) -> Json:
        """Everything."""
        self.demo.guide.look()
        return {
            "language": self.language,
            "words": {key: self.say(key, weeks=WEEKS) for key in DRAWN},
            "people": self.people(),
            "roles": [self.role(name) for name in ROLES],
            "clock": self.clock(),
            "work": self.work(),
            "bot": self.bot(),
            "colleagues": self.demo.colleagues_act,
            "counts": self.counts(),
            "note": self.note(self.demo.note),
            "tour": self.tour(),
        }

    def say(self, key: str, **facts: Any) -> str:
        """Words with their facts."""
        return self.words[key].format_map({"lead": "", **facts}) if facts else self.words[key]

    def clock(self) -> Json:
        """The programme's time, in words."""
        return {"text": self._moment(self.demo.clock.moment()), "zone": self.words["rome"]}

    def people(self) -> list[Json]:
        """Whom one can be, grouped: the leads, then by place."""
        demo = self.demo
        accounts = [demo.workspace.by_id[one] for one in demo.people]
        groups: dict[str, list[Json]] = {}
        for account in sorted(accounts, key=self._order):
            option = {"id": account.id, "name": account.real_name}
            groups.setdefault(self._group(account), []).append(option)
        return [{"title": self.words[key], "people": people} for key, people in groups.items()]

    def role(self, name: str) -> Json:
        """One role: who has it, and whether they wait for the visitor."""
        demo, title = self.demo, self.words[f"role.{name}"]
        person = demo.roles.holders[name]
        known = self._name(person)
        played = person in demo.roles.played
        key = "played" if played else TURNS[demo.turn(person)]
        return {
            "role": name,
            "title": title,
            "label": self.say("who", role=title),
            "person": person,
            "status": self.say(key, name=known),
            "time": self._time_of(person),
            "played": played,
            "let_go": self.say("let_go", name=known) if played else None,
        }

    def work(self) -> Json | None:
        """What runs, and how far it is."""
        worker = self.demo.worker
        name = worker.busy
        if not name:
            return None
        return {
            "name": name,
            "text": self.words[f"busy.{name}"],
            "share": round(worker.progress, 3),
            "can_stop": name not in ("start_bot", "stop_bot"),
        }

    def bot(self) -> Json:
        """How the bot is, and what can be done about it."""
        health = self.demo.supervisor.health
        action = "stop_bot" if health is Health.RUNS else "start_bot"
        return {
            "health": health,
            "text": self.say(f"bot.{health}", log=self.demo.supervisor.log),
            "action": None if health is Health.STARTING else action,
            "button": self.words["bot.stop" if health is Health.RUNS else "bot.start"],
        }

    def counts(self) -> str:
        """What has come of it so far."""
        counts = self.demo.counts
        return self.say(
            "counts",
            joined=len(counts.joined),
            pairs=len(counts.pairs),
            dates=counts.dates,
            messages=len(self.demo.workspace.log),
        )

    def note(self, note: Note | None) -> str:
        """What the demo has to say, empty when it has nothing."""
        if note is None or note.has_passed:
            return ""
        if note.arrival is None:
            return self.words[f"note.{note.key}"]
        return " ".join(self._arrived(note.arrival))

    def tour(self) -> Json:
        """The tour: where it stands, and what the step says."""
        guide = self.demo.guide
        tour: Json = {"on": guide.is_on, "note": "", "step": None, "end": guide.at == len(STEPS)}
        if not guide.is_on:
            return tour
        facts = {name: self._first_name(self.demo.roles.holders[name]) for name in ROLES}
        if guide.has_recast:
            tour["note"] = self.say("tour.recast", **facts)
        tour["steps"] = [
            {"title": self.say(f"step.{one.name}.title", **facts), "done": number < guide.at}
            for number, one in enumerate(STEPS)
        ]
        if (step := guide.step) is not None:
            tour["step"] = {
                "name": step.name,
                "number": self.say("tour.step", number=guide.at + 1, count=len(STEPS)),
                "title": self.say(f"step.{step.name}.title", **facts),
                "text": self.say(f"step.{step.name}.text", **facts),
                "hand": self.say(f"step.{step.name}.hand", **facts),
                "who": step.who,
            }
        return tour

    # --- inside ---

    def _arrived(self, arrival: Arrival) -> Iterator[str]:
        if arrival.was_stopped:
            yield self.words["note.stopped"]
        came = [
            self.say("note.one" if many == 1 else "note.many", name=self._name(one), count=many)
            for one, many in arrival.came.items()
            if many
        ]
        if not came:
            came = [self.words["note.none_found" if arrival.looked_for else "note.nothing"]]
        if arrival.others:
            came.append(self.say("note.others", count=arrival.others))
        yield self.say("note.came", now=self._moment(arrival.at), came=", ".join(came))

    def _moment(self, at: datetime) -> str:
        here, locale = at.astimezone(ROME), LOCALES[self.language]
        return str(format_datetime(here, "EEEE d MMMM y, HH:mm", locale=locale))

    def _time_of(self, person: str) -> str:
        """What time it is for them, and where: their messages bear that time."""
        zone, locale = self.demo.workspace.by_id[person].tz, LOCALES[self.language]
        at = self.demo.clock.moment().astimezone(ZoneInfo(zone))
        place = get_timezone_location(zone, locale, return_city=True)
        return self.say("time_of", time=format_datetime(at, "HH:mm", locale=locale), place=place)

    def _name(self, person: str) -> str:
        return self.demo.workspace.by_id[person].real_name

    def _first_name(self, person: str) -> str:
        return self.demo.workspace.by_id[person].display_name or self._name(person)

    def _order(self, person: Person) -> tuple[int, str]:
        place = ZONES.index(person.tz) if person.tz in ZONES else len(ZONES)
        return (-1 if self.demo.is_lead(person.id) else place, person.real_name)

    def _group(self, person: Person) -> str:
        if self.demo.is_lead(person.id):
            return "group.leads"
        return f"group.{person.tz if person.tz in ZONES else 'other'}"


DRAWN = (
    *("title", "what", "language", "skip_link", "clock", "hour", "day", "next", "next_hint"),
    *("play", "stop", "colleagues", "colleagues_hint", "progress", "pages", "show_page"),
    *("let_go_short", "open_alone", "close", "line_down", "busy", "tour", "tour.open", "more"),
    *("tour.invite", "tour.start", "tour.leave", "tour.show", "tour.skip", "tour.by_hand"),
    *("tour.done", "tour.end.title", "tour.end.text"),
)
"""The words that the page needs besides those that stand in the state's parts."""
