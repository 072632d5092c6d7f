"""The programme file: what it may say, what it is refused for, what a change means."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from bot.domain import rules as rules_room
from bot.domain.due.plan import Plan
from bot.domain.fit.people import Weights
from bot.domain.rules import (
    BadRules,
    Finding,
    ProgrammeRules,
    breaks_live,
    default_rules,
    difference,
    from_toml,
    to_toml,
)
from bot.domain.rules.findings import PROBLEMS

FULL = """
name = "Scambio di sguardi"
zone = "America/New_York"
language = "it"
formal = true
leads = ["U0GIULIA", "U0PAOLO"]
contact = "U0ANNA"
notice_link = "https://intranet.example/notice"
languages = ["it", "en", "nl"]
dimension = "site"

[round]
first = 2027-01-11
repeat_weeks = "single"
auto_approve = true
hold_minutes = 0
expiry_days = 3

[matching]
gap = 0

[matching.weights]
topic = 500
mix = 0

[places]
mentor = 2
total = 2

[plan]
weeks = 39
meetings = 10
minutes = 60

[[bands]]
en = "Crew"

[[bands]]
en = "Captain"
it = "Al comando"

[[functions]]
id = "sales"
en = "Sales"
it = "Vendite"

[[sites]]
id = "turin"
it = "Torino"
country = "IT"

[[sites]]
id = "munich"
en = "Munich"
zone = "Europe/Berlin"
"""


def findings(text: str) -> set[tuple[str, str]]:
    with pytest.raises(BadRules) as refused:
        from_toml(text)
    return {(finding.where, finding.problem) for finding in refused.value.findings}


# --- reading -------------------------------------------------------------------------------------


def test_without_a_file_everything_is_there() -> None:
    rules = default_rules()
    assert rules == from_toml("")
    assert (rules.gap, rules.hold_minutes, rules.expiry_days, rules.repeat_weeks) == (1, 10, 5, 4)
    assert (rules.auto_approve, rules.first_round, rules.weights) == (False, None, Weights())
    assert (rules.places_mentor, rules.places_mentee, rules.places_total) == (1, 1, 1)
    assert rules.bands == ({},) * 5
    assert rules.plan == Plan(26, 7, 45)
    assert len(rules.functions) >= 5
    assert len(rules.sites) >= 2
    for entry in (*rules.functions, *rules.sites):
        assert set(entry.names) == {"en", "it"}


def test_who_is_beside_the_list_is_not_said_to_work_anywhere() -> None:
    rules = default_rules()
    assert "other" in {one.id for one in rules.functions}
    assert rules.function_named("other") is None
    assert rules.function_named("sales") == {"en": "Sales", "it": "Vendite"}


def test_the_default_weights_share_a_thousand_points() -> None:
    assert default_rules().matching.weights.total == 1000


def test_a_file_says_it_all() -> None:
    rules = from_toml(FULL)
    assert (rules.name, rules.zone, rules.language) == (
        "Scambio di sguardi", "America/New_York", "it",
    )  # fmt: skip
    assert (rules.formal, rules.leads, rules.contact) == (True, ("U0GIULIA", "U0PAOLO"), "U0ANNA")
    assert rules.notice_link == "https://intranet.example/notice"
    assert (rules.languages, rules.dimension) == (("it", "en", "nl"), "site")
    assert (rules.first_round, rules.repeat_weeks) == (date(2027, 1, 11), None)
    assert (rules.auto_approve, rules.hold_minutes, rules.expiry_days) == (True, 0, 3)
    assert (rules.matching.gap, rules.weights) == (0, Weights(topic=500, mix=0))
    assert (rules.places_mentor, rules.places_total) == (2, 2)
    assert rules.bands == ({"en": "Crew"}, {"en": "Captain", "it": "Al comando"})
    assert rules.plan == Plan(39, 10, 60)
    assert rules.function_named("sales") == {"en": "Sales", "it": "Vendite"}
    assert rules.site_named("turin") == {"it": "Torino"}
    assert rules.function_named("gone") is None
    assert rules.site_named(None) is None


def test_holidays_follow_the_site() -> None:
    rules = from_toml(FULL)
    assert rules.country_of_site("turin") == "IT"
    assert rules.country_of_site("munich") == "DE"
    assert rules.country_of_site(None) is None
    assert default_rules().country_of_site("headquarters") is None
    assert rules.own_country == "US"


def test_an_empty_list_is_a_choice() -> None:
    rules = from_toml("functions = []\nsites = []")
    assert (rules.functions, rules.sites) == ((), ())


# --- refusing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        ('zone = "Mars/Olympus"', "zone", "zone"),
        ('language = "de"', "language", "choice"),
        ('formal = "yes"', "formal", "flag"),
        ('name = ""', "name", "text"),
        ('name = "a\\u0007b"', "name", "text"),
        (f'name = "{"x" * 76}"', "name", "length"),
        ('leads = ["giulia"]', "leads", "slack_id"),
        ('leads = "U0GIULIA"', "leads", "list"),
        ('contact = "anna@example.org"', "contact", "slack_id"),
        ('leads = ["U0GIULIA"]\ncontact = "U0GIULIA"', "contact", "contact_leads"),
        ('notice_link = "http://example.org"', "notice_link", "link"),
        ('languages = ["english"]', "languages", "list"),
        ("languages = []", "languages", "list"),
        ('dimension = "band"', "dimension", "choice"),
        ("color = 3", "color", "unknown"),
        ("round = 4", "round", "table"),
        ("round.hold_minutes = 61", "round.hold_minutes", "range"),
        ("round.expiry_days = 1", "round.expiry_days", "range"),
        ("round.expiry_days = true", "round.expiry_days", "number"),
        ("round.repeat_weeks = 1", "round.expiry_days", "outlives"),
        ("round = { repeat_weeks = 2, expiry_days = 10 }", "round.expiry_days", "outlives"),
        ("round.repeat_weeks = 0", "round.repeat_weeks", "range"),
        ('round.repeat_weeks = "often"', "round.repeat_weeks", "number"),
        ('round.first = "soon"', "round.first", "date"),
        ("round.first = 2027-01-11T09:00:00", "round.first", "date"),
        ("round.first = 1990-01-01", "round.first", "range"),
        ("round.first = 2100-01-01", "round.first", "range"),
        ("places.total = " + "[" * 10_000, "", "nested"),
        ("language" + ".a" * 2000 + " = 1", "", "nested"),
        ("matching.gap = 5", "matching.gap", "range"),
        ("matching.weights.topic = 451", "matching.weights", "sum"),
        ("matching.weights.topic = -1", "matching.weights.topic", "range"),
        ("places.total = 3", "places.total", "range"),
        ("plan.weeks = 11", "plan.weeks", "range"),
        ("plan.weeks = 53", "plan.weeks", "range"),
        ("plan.meetings = 2", "plan.meetings", "range"),
        ("plan.meetings = 14", "plan.meetings", "range"),
        ("plan.minutes = 24", "plan.minutes", "range"),
        ("plan.minutes = 91", "plan.minutes", "range"),
        ("plan.weeks = 26.0", "plan.weeks", "number"),
        ("plan.month = 6", "plan.month", "unknown"),
        ("plan = 26", "plan", "table"),
        ('bands = [{ en = "One" }]', "bands", "range"),
        ("bands = [{}, {}]", "bands[1]", "nameless"),
        ("functions = [3]", "functions[1]", "table"),
        ("functions = 3", "functions", "list"),
        ('functions = [{ en = "Sales" }]', "functions[1].id", "id"),
        ('functions = [{ id = "The Sales", en = "Sales" }]', "functions[1].id", "id"),
        ('functions = [{ id = "sales" }]', "functions[1]", "nameless"),
        (
            'functions = [{ id = "a", en = "A" }, { id = "a", en = "B" }]',
            "functions[2].id",
            "duplicate",
        ),
        ('sites = [{ id = "a", en = "A", country = "Italy" }]', "sites[1].country", "country"),
        ('sites = [{ id = "a", en = "A", zone = "CEST!" }]', "sites[1].zone", "zone"),
        ("name = ", "", "syntax"),
    ],
)
def test_what_is_wrong_and_where(text: str, where: str, problem: str) -> None:
    assert (where, problem) in findings(text)


@pytest.mark.parametrize(("weeks", "most"), [(1, 4), (2, 9)])
def test_the_longest_time_to_answer_ends_before_the_next_draft(weeks: int, most: int) -> None:
    """The default five days are too many for a round a week, and the finding says what is not."""
    rules = f"[round]\nrepeat_weeks = {weeks}\nexpiry_days = "
    assert from_toml(f"{rules}{most}\n").expiry_days == most
    with pytest.raises(BadRules) as refused:
        from_toml(f"{rules}{most + 1}\n")
    (finding,) = refused.value.findings
    assert finding.facts == {"weeks": weeks, "days": most, "needed": weeks + 1}
    assert from_toml(f"[round]\nrepeat_weeks = {weeks + 1}\nexpiry_days = {most + 1}\n")


def test_a_single_round_may_take_its_time() -> None:
    assert from_toml('[round]\nrepeat_weeks = "single"\nexpiry_days = 10\n').expiry_days == 10


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("max_age = 35", "max_age"),
        ("matching.birth_year = 1990", "matching.birth_year"),
        ("round.gender = true", "round.gender"),
        ('generation = "z"', "generation"),
        ('functions = [{ id = "age_20_30", en = "A" }]', "functions[1].id"),
        ('functions = [{ id = "a", en = "Under 35" }]', "functions[1].en"),
        ('sites = [{ id = "a", it = "Età 20-30" }]', "sites[1].it"),
        ('name = "Sotto i 35"', "name"),
    ],
)
def test_nothing_sorts_people_by_age_or_gender(text: str, where: str) -> None:
    assert (where, "age") in findings(text)


@pytest.mark.parametrize("name", ["Management", "Old Street", "Ernst & Young", "Power Generation"])
def test_innocent_names_pass(name: str) -> None:
    assert (
        from_toml(f'functions = [{{ id = "a", en = "{name}" }}]').functions[0].names["en"] == name
    )


def test_every_finding_comes_at_once() -> None:
    text = 'zone = "x"\ncolour = 1\n[round]\nhold_minutes = 99\nhold = 1\n[matching]\ngap = -1'
    assert findings(text) == {
        ("zone", "zone"),
        ("colour", "unknown"),
        ("round.hold_minutes", "range"),
        ("round.hold", "unknown"),
        ("matching.gap", "range"),
    }


def test_a_finding_helps_to_fix_it() -> None:
    with pytest.raises(BadRules) as refused:
        from_toml("[round]\nhold_minute = 5")
    (finding,) = refused.value.findings
    assert finding == Finding("round.hold_minute", "unknown", {"near": "hold_minutes"})
    assert (finding.what, finding.fix) == ("rules.unknown.what", "rules.unknown.fix")


def test_a_slip_of_the_pen_names_its_line() -> None:
    with pytest.raises(BadRules) as refused:
        from_toml('name = "A"\nzone = Rome\n')
    assert refused.value.findings == (Finding("", "syntax", {"line": 2}),)


def test_every_problem_has_its_texts_to_come() -> None:
    """The listed problems are those that the code can find, no more and no fewer."""
    room = Path(rules_room.__file__).parent
    files = [file for file in room.glob("*.py") if file.stem not in ("__init__", "findings")]
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    found = re.findall(r'Wrong\(\s*"(\w+)"|note\([^,()]+(?:\([^)]*\))?, "(\w+)"', code)
    listed = {one or other for one, other in found} | set(re.findall(r'"(breaks_\w+)"', code))
    assert listed | {"syntax", "nested"} == set(PROBLEMS)


# --- keeping and changing ------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", FULL])
def test_rules_survive_the_database(text: str) -> None:
    rules = from_toml(text)
    assert ProgrammeRules.from_plain(json.loads(json.dumps(rules.to_plain()))) == rules


def test_rules_kept_before_there_were_plans_have_the_usual_one() -> None:
    plain = default_rules().to_plain()
    del plain["plan"]
    assert ProgrammeRules.from_plain(plain) == default_rules()


def test_the_same_rules_do_not_differ() -> None:
    kept = ProgrammeRules.from_plain(json.loads(json.dumps(from_toml(FULL).to_plain())))
    assert difference(kept, from_toml(FULL)) == []


def test_a_difference_names_each_value() -> None:
    new = from_toml(
        FULL.replace("hold_minutes = 0", "hold_minutes = 20")
        .replace("topic = 500", "topic = 400")
        .replace('en = "Crew"', 'en = "Team"')
        .replace('it = "Vendite"', 'it = "Commerciale"')
        .replace('id = "munich"', 'id = "berlin"')
        .replace("2027-01-11", "2027-01-18")
        .replace("meetings = 10", "meetings = 6")
    )
    assert set(map(tuple, map(_hashable, difference(from_toml(FULL), new)))) == {
        ("hold_minutes", 0, 20),
        ("weights.topic", 500, 400),
        ("plan.meetings", 10, 6),
        ("bands.1", "{'en': 'Crew'}", "{'en': 'Team'}"),
        ("functions.sales.names.it", "Vendite", "Commerciale"),
        ("first_round", "2027-01-11", "2027-01-18"),
        ("sites.munich.id", "munich", None),
        ("sites.munich.names.en", "Munich", None),
        ("sites.munich.zone", "Europe/Berlin", None),
        ("sites.berlin.id", None, "berlin"),
        ("sites.berlin.names.en", None, "Munich"),
        ("sites.berlin.zone", None, "Europe/Berlin"),
    }


def _hashable(change: tuple[object, ...]) -> list[object]:
    return [str(value) if isinstance(value, dict) else value for value in change]


def test_what_people_have_chosen_stays() -> None:
    old = from_toml(FULL)
    new = from_toml(
        FULL.replace('id = "sales"', 'id = "shops"').replace('id = "turin"', 'id = "milan"')
    )
    assert breaks_live(old, new, {"sales"}, {"munich"}, {1, 2}) == [
        Finding("functions.sales", "breaks_function", {"id": "sales"})
    ]
    assert breaks_live(old, new, set(), {"turin"}, set()) == [
        Finding("sites.turin", "breaks_site", {"id": "turin"})
    ]
    assert breaks_live(default_rules(), new, set(), set(), {2, 3}) == [
        Finding("bands.3", "breaks_band", {"id": 3})
    ]
    assert breaks_live(old, new, set(), set(), {1, 2}) == []


RICH = """
name = "Scambio \\"doppio\\" \\\\ è"
leads = ["U012ABCDEF"]
languages = ["it"]
account_days = 5
dimension = "site"
functions = []
[round]
first = 2027-01-11
repeat_weeks = "single"
[plan]
meetings = 9
[[bands]]
en = "First"
it = "Primo"
[[bands]]
en = "Top"
[[sites]]
id = "milan"
en = "Milan"
country = "IT"
[[sites]]
id = "rome"
it = "Roma"
zone = "Europe/Rome"
"""


@pytest.mark.parametrize("file", ["", RICH, "sites = []\n[matching]\ngap = 0\n"])
def test_rules_that_are_written_read_the_same(file: str) -> None:
    rules = from_toml(file)
    assert from_toml(to_toml(rules)) == rules
