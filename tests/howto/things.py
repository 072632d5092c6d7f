"""What is planted: a verb, a message kind and so on, each as the places that have to be touched."""

import re
from dataclasses import dataclass
from difflib import ndiff

CATALOGUES = "bot/texts/"
CHAPTER = re.compile(
    r"(?<=/)(administration|enrolment|figures|learning|meetings|pairs|people|rounds|surveys)(?=/|\.)"
)


@dataclass(frozen=True)
class Place:
    """A file, and what is written after which piece of it. Left out, the checks say `missed`."""

    file: str
    edits: tuple[tuple[str, str], ...]
    missed: str

    def planted(self, text: str) -> str:
        for after, adds in self.edits:
            if text.count(after) != 1:
                raise ValueError(f"{self.file} has not one {after!r}")
            text = text.replace(after, after + adds)
        return text

    @property
    def breaks_imports(self) -> bool:
        """Without it other modules cannot even be imported, or looked at: nothing else is found out
        then."""
        return self.missed.startswith(("cannot import", "has no attribute", "KeyError"))

    @property
    def told(self) -> str:
        """As docs/architecture.md calls it: `…` stands for the chapter."""
        told = CHAPTER.sub("…", self.file)
        told = re.sub(r"(bot/store/queries/).*", r"\1…", told)
        return re.sub(
            r"(/…/screens)\b.*|(/programme/…/)(?!results|messages|kinds).*", r"\1\2", told
        )


@dataclass(frozen=True)
class Thing:
    """`head` is its head in the docs, and the figures are those that stand there."""

    name: str
    head: str
    files: int
    lines: int
    places: tuple[Place, ...]

    def of_the_bot(self) -> set[str]:
        """The files of bot/ that it touches; the catalogues are one."""
        files = {place.file for place in self.places if place.file.startswith("bot/")}
        return {CATALOGUES if file.startswith(CATALOGUES) else file for file in files}


def added(before: str, after: str) -> int:
    """How many lines an edit writes or changes."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return sum(line.startswith("+ ") and line.strip() != "+" for line in lines)


def entry(key: str, says: str, mark: str = "") -> str:
    return f'{mark}msgid "{key}"\nmsgstr "{says}"\n\n'


TU = "#. tu\n"
EN, IT, FORMAL = (f"{CATALOGUES}{name}.po" for name in ("en", "it", "it_formal"))
BEFORE_NEEDS_A_HAND = {
    EN: 'msgid "pair_resumed.more"\nmsgstr "Two taps are enough to plan the next meeting."\n\n',
    IT: 'msgid "pair_resumed.more"\n'
    'msgstr "Bastano due tocchi per fissare il prossimo incontro."\n\n',
}

VERB = Thing("verb", "**A verb**", 6, 16, (
    Place(
        "bot/slack/enrolment/verbs.py",
        ((
            '    VerbHandler("privacy", privacy, it="privacy"),\n',
            '    Verb("since", joining.since, NOTHING, say(enrolment.takes_part_since), '
            'it="dal", changes=False),\n',
        ),),
        "test_one_command_whose_hint_names_its_verbs",
    ),
    Place(
        "bot/programme/enrolment/joining.py",
        (
            (
                "from bot.domain.rules import ProgrammeRules\n",
                "from bot.domain.time.local_time import local_day\n"
                "from bot.programme.enrolment.results import TakesPartSince\n"
                "from bot.programme.people.taking_part import my_part\n",
            ),
            ('R = TypeVar("R")\n', '''

def since(work: Work) -> TakesPartSince:
    """Since when somebody takes part. Raises NotEnrolled."""
    return TakesPartSince(local_day(my_part(work).joined_at, work.me.zone))
'''),
        ),
        "has no attribute 'since'",
    ),
    Place(
        "bot/programme/enrolment/results.py",
        (("from datetime import date, datetime\n", '''

@dataclass(frozen=True)
class TakesPartSince:
    """The day on which somebody joined."""

    day: date
'''),),
        "cannot import name 'TakesPartSince' from 'bot.programme.enrolment.results'",
    ),
    Place(
        "bot/slack/enrolment/screens/enrolment.py",
        (
            ("import Left, ProfileKept,", " TakesPartSince,"),
            ("from bot.texts.words import Words\n", '''

def takes_part_since(facts: TakesPartSince, words: Words) -> Said:
    """The day, and nothing else."""
    return tell(words("since.day", date=words.date(facts.day)))
'''),
        ),
        "has no attribute 'takes_part_since'",
    ),
    Place(
        "bot/programme/standing.py",
        ((
            'if any(pair.state in MEETING_PAIRS for pair in live) else ()),\n',
            '        "since",\n',
        ),),
        "test_every_verb_is_offered_to_somebody",
    ),
    Place(
        EN,
        (('leave`: leave the programme, no reason needed"\n\n', (
            entry("help.since", "`/revmentor since`: since when you take part")
            + entry("verb.since", "since")
            + entry("button.verb.since", "Since when")
            + entry("since.day", "You have taken part since {date}.")
        )),),
        "help.since",
    ),
    Place(
        IT,
        (('esci`: lascia il programma, senza dare spiegazioni"\n\n', (
            entry("help.since", "`/revmentor dal`: da quando partecipi", TU)
            + entry("verb.since", "dal")
            + entry("button.verb.since", "Da quando")
            + entry("since.day", "Partecipi dal {date}.", TU)
        )),),
        "help.since",
    ),
    Place(
        FORMAL,
        (('esci`: lasciare il programma, senza dare spiegazioni"\n\n', (
            entry("help.since", "`/revmentor dal`: da quando partecipa")
            + entry("since.day", "Partecipa dal {date}.")
        )),),
        "since.day",
    ),
    Place("app_manifest.yml", (("leave | privacy |", " since |"),), "usage_hint"),
    Place(
        "tests/slack/screens/samples.py",
        (
            ('    *("help", "status", "when", "met", "ideas"),\n', '    "since",\n'),
            ("from bot.programme.enrolment.results import (\n", "    TakesPartSince,\n"),
            (
                "from bot.slack.kit.tell import LEAD_VERBS, as_window\n",
                "from bot.slack.enrolment.screens.enrolment import takes_part_since\n",
            ),
            (
                "ANSWERS: dict[str, Screen] = {\n",
                '    "since": of(takes_part_since, TakesPartSince(date(2026, 9, 14))),\n',
            ),
        ),
        "since.day",
    ),
))  # fmt: skip

KIND = Thing("message kind", "**A message kind**", 5, 22, (
    Place(
        "bot/programme/pairs/kinds.py",
        (
            ('PAIR = Subject[Pair]("pair", lambda one: one.id, pairs.pair)\n', '''

@dataclass(frozen=True)
class GoodStart:
    """To both: since when they are a pair."""

    since: date
'''),
            ('KINDS = (INTRODUCTION,', " GOOD_START,"),
            ("failure_is_told=True,\n)  # fmt: skip\n", '''\
GOOD_START = Kind(
    "pair.good_start", about=PAIR, facts=GoodStart, budget=Budget.SESSION, priority=2,
    promise=Promise.AT_MOST_ONCE, lives=days(7),
)  # fmt: skip
'''),
        ),
        "cannot import name 'GoodStart' from 'bot.programme.pairs.kinds'",
    ),
    Place(
        "bot/programme/pairs/messages.py",
        (
            ("pairs.kinds import (\n    BreakNow,\n", "    GoodStart,\n"),
            ("from bot.store.tables import APART, Pair\n", '''

@kinds.GOOD_START.still_true
def good_start(work: Work, pair: Pair, leaving: Leaving) -> GoodStart | None:
    if pair.state not in LIVE_PAIRS:
        return None
    return GoodStart(local_day(pair.d0, leaving.reader.zone))
'''),
        ),
        "test_every_kind_is_checked_and_shown",
    ),
    Place(
        "bot/slack/pairs/screens.py",
        (
            ("pairs.kinds import (\n    BreakNow,\n", "    GoodStart,\n"),
            ("from bot.texts.words import Safe, Words\n", '''

@screen(kinds.GOOD_START)
def good_start(facts: GoodStart, words: Words) -> Said:
    """A warm word on the first days."""
    return tell(words("good_start.headline", date=words.date(facts.since)))
'''),
        ),
        "KeyError: 'pair.good_start'",
    ),
    Place(
        "bot/programme/pairs/pairing.py",
        (('arguments={"slots": [at.isoformat() for at in slots]},\n    )  # fmt: skip\n', '''\
    later = work.now + timedelta(days=3)
    enqueue(work, kinds.GOOD_START, pair, to=pair, occasion=f"pair:{pair.id}", due_at=later)
'''),),
        "pair.good_start is owed by nobody",
    ),
    Place(
        EN,
        ((BEFORE_NEEDS_A_HAND[EN],
          entry("good_start.headline", "You two are a pair since {date}.")),),
        "good_start.headline",
    ),
    Place(
        IT,
        ((BEFORE_NEEDS_A_HAND[IT],
          entry("good_start.headline", "L'abbinamento è attivo dal {date}.")),),
        "good_start.headline",
    ),
    Place(
        "tests/slack/screens/samples.py",
        (
            ("from bot.programme.pairs.kinds import (\n    BreakNow,\n", "    GoodStart,\n"),
            (
                "MESSAGES: dict[str, Screen] = {\n",
                '    "pair.good_start": message("pair.good_start", GoodStart(ROUND_DAY)),\n',
            ),
        ),
        "pair.good_start",
    ),
))  # fmt: skip

TEXT = Thing("text", "**A text**", 2, 1, (
    Place(
        "bot/slack/pairs/screens.py",
        (('        words("pair_resumed.more"),\n', '        words("pair_resumed.hello"),\n'),),
        "pair_resumed.hello",
    ),
    Place(
        EN,
        ((BEFORE_NEEDS_A_HAND[EN], entry("pair_resumed.hello", "You can say hello here.")),),
        "pair_resumed.hello",
    ),
    Place(
        IT,
        ((BEFORE_NEEDS_A_HAND[IT], entry("pair_resumed.hello", "Puoi salutare qui.", TU)),),
        "pair_resumed.hello",
    ),
    Place(
        FORMAL,
        (('Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n',
          entry("pair_resumed.hello", "Può salutare qui.")),),
        "pair_resumed.hello",
    ),
))  # fmt: skip

BUTTON = Thing("button", "**A button**", 4, 8, (
    Place(
        "bot/slack/people/buttons.py",
        (
            ("from bot.slack.edge.rows import Button, Row", ", NOTHING"),
            (
                'argument=_language, answer=_in_that_language),\n',
                '    Button("language.slack", languages.follow_slack, NOTHING, '
                "_in_that_language),\n",
            ),
        ),
        "'language.slack'",
    ),
    Place(
        "bot/slack/people/screens.py",
        ((
            'buttons=[_button(one, words.also(one), "button.this_language") for one in LANGUAGES]',
            '''
        + [blocks.button("language.slack", "slack", words.plain("button.follow_slack"))]''',
        ),),
        "'language.slack'",
    ),
    Place(
        "bot/programme/people/language.py",
        (("    return LanguageChosen(language, before)\n", '''

def follow_slack(work: Work) -> LanguageChosen:
    """From the next request on the language that Slack says."""
    work.me.language_chosen = False
    return LanguageChosen(work.me.language, work.me.language)
'''),),
        "has no attribute 'follow_slack'",
    ),
    Place(
        EN,
        (('msgid "button.verb.language"\nmsgstr "Language"\n\n',
          entry("button.follow_slack", "As in Slack")),),
        "button.follow_slack",
    ),
    Place(
        IT,
        (('msgid "button.verb.language"\nmsgstr "Lingua"\n\n',
          entry("button.follow_slack", "Come in Slack")),),
        "button.follow_slack",
    ),
))  # fmt: skip

WINDOW = Thing("window", "**A window**", 5, 26, (
    Place(
        "bot/slack/meetings/windows.py",
        (
            ("from bot.programme.meetings import afterwards, checkins, dates", ", nudges"),
            (
                "from bot.slack.meetings.screens import dates as date_screens\n",
                "from bot.slack.meetings.screens import nudges as nudge_screens\n",
            ),
            ("    return MetOn(_pair(request), day_of(about.get(\"met_on\"))), values\n", '''

def _fewer(request: SlackRequest) -> tuple[bool]:
    return (request.values.get("reminders") == "fewer",)
'''),
            (
                "look_up(afterwards.after, _goes_on)),\n",
                '    Window("reminders", nudges.choose, _fewer, say(nudge_screens.reminders)),\n',
            ),
        ),
        "'reminders'",
    ),
    Place(
        "bot/slack/meetings/buttons.py",
        ((
            "NOTHING, replace(nudge_screens.reminders)),\n",
            '    Button("reminders.choose", nudges.chosen, NOTHING, '
            "open_(nudge_screens.choice), changes=False),\n",
        ),),
        "'reminders.choose'",
    ),
    Place(
        "bot/programme/meetings/nudges.py",
        (("    return RemindersFewer(fewer=False)\n", '''

def chosen(work: Work) -> RemindersFewer:
    """What somebody has chosen. Raises NotEnrolled."""
    return RemindersFewer(my_part(work).fewer_reminders)


def choose(work: Work, wants_fewer: bool) -> RemindersFewer:
    """Fewer, or all. Raises NotEnrolled."""
    return fewer(work) if wants_fewer else more(work)
'''),),
        "has no attribute 'cho",
    ),
    Place(
        "bot/slack/meetings/screens/nudges.py",
        (
            ("from bot.slack.kit.blocks import Element, Said", ", Choice, Field, View"),
            ("buttons=[more_button(words)", ''',
        blocks.button("reminders.choose", NO_PAIR, words.plain("button.choose_reminders"))'''),
            ('button("reminders.more", NO_PAIR, words.plain("button.more_reminders"))\n', '''

def choice(facts: RemindersFewer, words: Words) -> View:
    """Fewer or all; what holds now is chosen."""
    both = [Choice(one, words.plain(f"reminders.choice.{one}")) for one in ("fewer", "all")]
    which = blocks.radio(both, "fewer" if facts.fewer else "all")
    return blocks.modal(
        "reminders",
        words.plain("title.reminders"),
        [blocks.input_(Field("reminders"), words.plain("reminders.which"), which)],
        submit=words.plain("button.save"),
        close=words.plain("button.close"),
    )
'''),
        ),
        "has no attribute 'choice'",
    ),
    Place(
        EN,
        (('msgid "button.verb.privacy"\nmsgstr "Privacy"\n\n', (
            entry("button.choose_reminders", "Choose")
            + entry("title.reminders", "Reminders")
            + entry("reminders.which", "Which reminders?")
            + entry("reminders.choice.fewer", "Fewer")
            + entry("reminders.choice.all", "All")
        )),),
        "title.reminders",
    ),
    Place(
        IT,
        (('msgid "button.verb.privacy"\nmsgstr "Privacy"\n\n', (
            entry("button.choose_reminders", "Altro")
            + entry("title.reminders", "Promemoria")
            + entry("reminders.which", "Quali promemoria?")
            + entry("reminders.choice.fewer", "Meno")
            + entry("reminders.choice.all", "Tutti")
        )),),
        "title.reminders",
    ),
    Place(
        "tests/slack/screens/samples.py",
        ((
            "VIEWS: dict[str, Screen] = {\n",
            '    "reminders": of(nudges.choice, RemindersFewer(fewer=True)),\n',
        ),),
        "title.reminders",
    ),
))  # fmt: skip

TICK = Thing("tick", "**A tick**", 3, 6, (
    Place(
        "bot/store/queries/inbox.py",
        (("from bot.store.tables import InboxKey\n", '''
ANY = DueQuery(InboxKey, lambda now: InboxKey.at < now)
'''),),
        "has no attribute 'ANY'",
    ),
    Place(
        "bot/programme/administration/upkeep.py",
        (("STRANGERS_KEPT = timedelta(days=21)\n", '''

def count_requests_due(work: Work) -> int:
    """Requests are counted, and nothing is done about them."""
    inbox.forget_older(work.db, work.now - 2 * REQUESTS_KEPT)
    return 0
'''),),
        "has no attribute 'count_requests_due'",
    ),
    Place(
        "bot/schedule.py",
        ((
            "inbox.OLD.later(upkeep.REQUESTS_KEPT)),\n",
            "    _in_one_transaction(upkeep.count_requests_due, inbox.ANY),\n",
        ),),
        "upkeep.count_requests_due",
    ),
))  # fmt: skip

SETTING = Thing("setting", "**A setting**", 2, 7, (
    Place(
        "bot/settings/fields.py",
        (("as much faster as this is shorter; 0 observes none.\",\n    )\n", '''\
    pause: float = Field(
        60.0,
        alias="REVMENTOR_PAUSE",
        gt=0,
        description="Seconds between two tries while Slack refuses the installation.",
    )
'''),),
        "'pause'",
    ),
    Place(
        "bot/app.py",
        (("        pace=settings.pace,\n", "        pause=settings.pause,\n"),),
        "'pause'",
    ),
))  # fmt: skip

THINGS = (VERB, KIND, TEXT, BUTTON, WINDOW, TICK, SETTING)
