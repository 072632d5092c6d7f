"""Private acts, drawn at random: who, when, which variants, who looks on and what they do.

Each strategy is one kind of act of docs/privacy.md, with what the table allows of it. A *strict*
act is the same number of clicks at the same moments in each variant: of such a one nothing at all
may differ, to anybody.
"""

import os
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from tests.privacy import deeds
from tests.privacy.deeds import Deed
from tests.privacy.looks import Share
from tests.privacy.story import END, NEXT_ROUND, PAIRS, PROPOSED
from tests.privacy.worlds import LOGS, MACHINES, Act, Allowed, Step

Draw = Any
SOON, LATER = timedelta(minutes=7), timedelta(minutes=31)
DAY = timedelta(days=1)
SOAKING = os.environ.get("REVMENTOR_SOAK") == "1"
ANSWERED = frozenset({Allowed.ANSWERED, Allowed.REQUESTS})
OTHERS = ("Wanda", "Fabio", "Lea")


def _partner(name: str) -> str:
    two = next(two for two in (*PAIRS, *PROPOSED) if name in two)
    return next(one for one in two if one != name)


def _looking(draw: Draw, last: int, end: str = END) -> dict[str, Any]:
    """When the observers look (soon after the act, or up to so many days later), how long the
    worlds go on (often for a moment more only), and which looks are had (a quarter of them).

    In `make soak` as long as the table goes, and all looks.
    """
    days: int = draw(st.sampled_from([0, 0, 1, last // 2, last]))
    after = LATER + timedelta(minutes=11) + days * DAY
    return _framed(draw, after, end)


def _framed(draw: Draw, after: timedelta, end: str) -> dict[str, Any]:
    whole = SOAKING or draw(st.integers(0, 3)) == 3
    share = Share() if SOAKING else Share(4, draw(st.integers(0, 3)))
    return {"looks_after": (after,), "until": end if whole else after + LATER, "share": share}


def _observers(draw: Draw, *people: str, machines: tuple[str, ...] = MACHINES) -> tuple[str, ...]:
    """One or two of these people, and all machines."""
    most = 2 if SOAKING else 1
    chosen = draw(st.lists(st.sampled_from(people), min_size=1, max_size=most, unique=True))
    return (*chosen, *machines)


def _step(who: str, deed: Deed, after: timedelta = SOON) -> tuple[Step, ...]:
    return (Step(after, who, deed),)


# --- a word on a proposal -------------------------------------------------------------------------

WORDS = ("yes", "someone else", "later")
DELIVERED = {"delivered": 13, "asked": 10, "reminded": 9, "last hour": 5}
"""Moments at which all offers have been read, and for how many days one may look on."""
MEANWHILE: dict[str, Deed] = {
    "says someone else": deeds.says("someone else"),
    "says later": deeds.says("later"),
    "pauses": deeds.types("pause 31/1"),
    "saves the profile": deeds.edits(),
    "leaves": deeds.types("leave"),
}


@st.composite
def words(draw: Draw) -> Act:
    """Yes, someone else or later: the same number of clicks, so nothing may differ."""
    at = draw(st.sampled_from(["offered", *DELIVERED]))
    author = draw(st.sampled_from(["Anna", "Marco", "Bea", "Carlo"]))
    partner = _partner(author)
    return Act(
        f"a word of {author}",
        at,
        author,
        {word: _step(author, deeds.says(word)) for word in draw(st.permutations(WORDS))},
        _observers(draw, partner, partner, "Giulia", *OTHERS),
        allowed=frozenset({Allowed.TOGETHER}),
        moves=_meanwhile(draw, partner),
        **_looking(draw, DELIVERED.get(at, 13)),
        partner=partner,
    )


@st.composite
def silences(draw: Draw) -> Act:
    """A word, or another at another time, or a word that is changed, or none."""
    at = draw(st.sampled_from(list(DELIVERED)))
    author = draw(st.sampled_from(["Anna", "Marco", "Bea", "Carlo", "John"]))
    partner = _partner(author)
    one, other = draw(st.permutations(WORDS))[:2]
    change = draw(st.sampled_from([deeds.changes_to, deeds.says]))
    return Act(
        f"a word of {author}, or none",
        at,
        author,
        {
            "silence": (),
            one: _step(author, deeds.says(one)),
            f"{one}, then {other}": (
                *_step(author, deeds.says(one)),
                *_step(author, change(other), LATER),
            ),
        },
        _observers(draw, partner, partner, "Giulia", *OTHERS),
        allowed=ANSWERED | {Allowed.TOGETHER},
        moves=_meanwhile(draw, partner),
        **_looking(draw, DELIVERED[at]),
        partner=partner,
    )


def _meanwhile(draw: Draw, partner: str) -> tuple[Step, ...]:
    """What the partner, who may be a lead's accomplice, does in all worlds."""
    name = draw(st.sampled_from(["", "", *MEANWHILE]))
    if not name:
        return ()
    return (Step(draw(st.sampled_from([SOON / 2, LATER / 2, 2 * DAY])), partner, MEANWHILE[name]),)


@st.composite
def moments_of_yes(draw: Draw) -> Act:
    """When somebody said yes, or what before it, before the other's yes made them a pair."""
    at = draw(st.sampled_from(["delivered", "asked"]))
    author = draw(st.sampled_from(["Anna", "Marco", "Bea", "Carlo"]))
    partner = _partner(author)
    yes = deeds.says("yes")
    look = 2 * LATER + timedelta(minutes=5) + draw(st.sampled_from([0, 2, 9])) * DAY
    return Act(
        f"the moment of a yes of {author}",
        at,
        author,
        {
            "soon": _step(author, yes),
            "later": _step(author, yes, LATER),
            "after a no": (
                *_step(author, deeds.says("someone else")),
                *_step(author, deeds.changes_to("yes"), LATER),
            ),
        },
        _observers(draw, partner, "Giulia", *OTHERS),
        allowed=ANSWERED,
        moves=(Step(2 * LATER, partner, yes),),
        **_framed(draw, look, END),
        partner=partner,
    )


@st.composite
def breaks(draw: Draw) -> Act:
    """Who has an offer takes a break, or leaves: the other of the two cannot tell it from silence.

    Leads see who takes part.
    """
    at = draw(st.sampled_from(list(DELIVERED)))
    author = draw(st.sampled_from(["Anna", "Marco", "Bea", "Carlo", "John"]))
    partner = _partner(author)
    people = {"Anna", "Marco", "Carlo", "John"} - {author}
    return Act(
        f"a break of {author}",
        at,
        author,
        {
            "silence": (),
            "break": _step(author, deeds.types("pause 31/1")),
            "gone": _step(author, deeds.types("leave")),
        },
        _observers(draw, *([partner] if partner in people else ["Wanda"]), *OTHERS, machines=()),
        allowed=frozenset({Allowed.TOGETHER}),
        **_looking(draw, DELIVERED[at] - 2, NEXT_ROUND),
        partner=partner,
    )


@st.composite
def undoable(draw: Draw) -> Act:
    """Somebody leaves or takes a break: until it can no longer be undone their partner of a live
    pair sees nothing of it."""
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    partner = _partner(author)
    look = SOON + timedelta(minutes=9)
    return Act(
        f"what {author} can still undo",
        "asked",
        author,
        {
            "stays": (),
            "break": _step(author, deeds.types("pause 31/1")),
            "gone": _step(author, deeds.types("leave")),
            "asks for the end": _step(author, deeds.changes_pairing("topics", "find_someone")),
        },
        (partner,),
        until=look + timedelta(seconds=30),
        looks_after=(look,),
        share=Share() if SOAKING else Share(4, draw(st.integers(0, 3))),
        partner=partner,
    )


# --- answers --------------------------------------------------------------------------------------

_scale = st.integers(1, 5)
_answers = st.builds(
    lambda useful, open_, applied, balance: {
        "useful": useful, "open": open_, "applied": applied, "balance": balance,
    },
    _scale, _scale, st.integers(0, 2), st.integers(-1, 1),
)  # fmt: skip


@st.composite
def answers(draw: Draw) -> Act:
    """What somebody answered; so few have that nothing is ever published."""
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    partner = _partner(author)
    one, other, third = (draw(_answers) for _ in range(3))
    also = () if draw(st.booleans()) else _step(partner, deeds.answers(**third), 2 * LATER)
    return Act(
        f"answers of {author}",
        "asked",
        author,
        {
            "these": _step(author, deeds.answers(**one)),
            "those": _step(author, deeds.answers(**other)),
            "the best": _step(author, deeds.answers(useful=5, open=5, applied=2, balance=0)),
        },
        _observers(draw, partner, partner, "Giulia", "Anna", "Wanda"),
        moves=also,
        **_looking(draw, 10, "2027-01-20 10:00" if draw(st.booleans()) else END),
        partner=partner,
    )


@st.composite
def no_answers(draw: Draw) -> Act:
    """Whether somebody answered, whether they looked at the questions at all."""
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    partner = _partner(author)
    # In an export, who pressed "yes, we met" reads alike, answered or not.
    unpressed: dict[str, tuple[Step, ...]] = {"silence": ()} if draw(st.booleans()) else {}
    return Act(
        f"whether {author} answered",
        "asked",
        author,
        {
            **unpressed,
            "a look": _step(author, deeds.looks_at_the_questions),
            "answers": _step(author, deeds.answers(**draw(_answers))),
        },
        _observers(draw, partner, partner, "Giulia", "Anna", "Wanda"),
        allowed=ANSWERED if unpressed else frozenset({Allowed.REQUESTS}),
        **_looking(draw, 10),
        partner=partner,
    )


# --- after the questions --------------------------------------------------------------------------

FITS = ("good", "time", "change")


@st.composite
def matches(draw: Draw) -> Act:
    """Whether somebody finds the match good: the same clicks whatever they say, or a look at the
    questions instead; or the window is closed without a word."""
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    partner = _partner(author)
    values = draw(_answers)
    words = {fit: _step(author, deeds.finds(fit, **values)) for fit in draw(st.permutations(FITS))}
    strict = draw(st.booleans())
    words["a look"] = _step(author, deeds.finds(looks=1, **values))
    if not strict:
        words = {"nothing": _step(author, deeds.finds(**values)), **words}
    return Act(
        f"the match of {author}",
        "asked",
        author,
        words,
        _observers(draw, partner, partner, "Giulia", "Anna", "Wanda"),
        allowed=frozenset() if strict else frozenset({Allowed.REQUESTS}),
        **_looking(draw, 10),
        partner=partner,
    )


@st.composite
def low_answers(draw: Draw) -> Act:
    """Two low answers running, which bring tips to whoever gave them; or one, or none."""
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    partner = _partner(author)
    pairs = draw(st.permutations([(1, 1), (1, 5), (5, 1), (5, 5)]))
    return Act(
        f"low answers of {author}",
        "asked",
        author,
        {
            f"{first}, then {second}": (
                *_step(author, deeds.met_on("2026-12-03", useful=first)),
                *_step(author, deeds.answers(useful=second), LATER),
            )
            for first, second in [(1, 1), *(two for two in pairs if two != (1, 1))][:3]
        },
        _observers(draw, partner, partner, "Giulia", "Wanda"),
        **_looking(draw, 10),
        partner=partner,
    )


# --- the end of a pair ----------------------------------------------------------------------------

TOGETHER, ELSE = "end.together", ("end.new", "end.other_role", "end.not_now")
BEFORE_THE_DRAFT = "2026-12-21 08:00"
OVER = timedelta(days=2, hours=5)
"""From the question on: the pair is over, and both have read so."""


@st.composite
def choices(draw: Draw) -> Act:
    """What somebody would like after their pair, before it ends and after: the same number of
    clicks whatever it is; or nothing, or another choice than before.

    Only where the other would go on together, that choice is left out: both may read of it then.
    """
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    partner = _partner(author)
    theirs = draw(st.sampled_from(["", TOGETHER, *ELSE]))
    words = ELSE if theirs == TOGETHER else (TOGETHER, *ELSE)
    variants = {word: _step(author, deeds.chooses(word)) for word in draw(st.permutations(words))}
    strict = draw(st.booleans())
    if not strict:
        change = draw(st.permutations(words))[:2]
        changed = _step(author, deeds.chooses(*change))
        variants = {"nothing": (), **variants, ", then ".join(change): changed}
    moves = (Step(draw(st.sampled_from([SOON / 2, LATER])), partner, deeds.chooses(theirs)),)
    return Act(
        f"a choice of {author}",
        "ends soon",
        author,
        variants,
        _observers(draw, partner, partner, "Giulia", "Wanda"),
        allowed=frozenset() if strict else ANSWERED,
        moves=moves if theirs else (),
        **_framed(draw, draw(st.sampled_from([LATER + SOON, OVER])), BEFORE_THE_DRAFT),
        partner=partner,
    )


LATE = ("after_pair.find_someone", "after_pair.turn", "after_pair.wait", "end.together")


@st.composite
def late_choices(draw: Draw) -> Act:
    """The same once the pair is over, by the closing message or the question of before."""
    author = draw(st.sampled_from(["Fabio", "Gaia"]))
    variants = {word: _step(author, deeds.chooses(word)) for word in draw(st.permutations(LATE))}
    strict = draw(st.booleans())
    if not strict:
        variants = {"nothing": (), **variants}
    return Act(
        f"a late choice of {author}",
        "has ended",
        author,
        variants,
        _observers(draw, _partner(author), _partner(author), "Giulia", "Wanda"),
        allowed=frozenset() if strict else ANSWERED,
        **_framed(draw, LATER + SOON, BEFORE_THE_DRAFT),
        partner=_partner(author),
    )


# --- preparing ------------------------------------------------------------------------------------

_line = st.text(st.characters(categories=("L", "N", "P", "S")), max_size=80)
_lines = st.fixed_dictionaries({"tried": _line, "question": _line, "give": _line})


@st.composite
def worksheets(draw: Draw) -> Act:
    """What Gaia notes before her meeting of 10 December, changes, or leaves empty."""
    noted = deeds.notes(**draw(_lines))
    return Act(
        "a worksheet of Gaia",
        "reminded of a meeting",
        "Gaia",
        {
            "nothing written": _step("Gaia", deeds.notes()),
            "these lines": _step("Gaia", noted),
            "three long lines": _step(
                "Gaia", deeds.notes(tried="t" * 300, question="q" * 300, give="g" * 300)
            ),
        },
        _observers(draw, "Fabio", "Fabio", "Giulia", "Wanda"),
        moves=_prepares_too(draw),
        **_looking(draw, 14),
        partner="Fabio",
    )


PAGES = {"Gaia": ("worksheet", "primer"), "Fabio": ("card", "primer")}


@st.composite
def preparations(draw: Draw) -> Act:
    """Whether the two prepared at all, and with what. Whoever counts requests sees that there was
    one; with one in each variant, nothing at all may differ."""
    author = draw(st.sampled_from(sorted(PAGES)))
    looks = {page: _step(author, deeds.prepares(page)) for page in PAGES[author]}
    variants = {**looks, "ideas": _step(author, deeds.types("ideas"))}
    strict = draw(st.booleans())
    if not strict:
        noted = _step("Gaia", deeds.notes(give="A name"))
        variants = {"nothing": (), **variants} | ({"a note": noted} if author == "Gaia" else {})
    return Act(
        f"how {author} prepared",
        "reminded of a meeting",
        author,
        variants,
        _observers(draw, _partner(author), _partner(author), "Giulia", "Wanda"),
        allowed=frozenset() if strict else frozenset({Allowed.REQUESTS}),
        **_looking(draw, 14),
        partner=_partner(author),
    )


def _prepares_too(draw: Draw) -> tuple[Step, ...]:
    """The partner looks at the card after it, or does nothing."""
    if draw(st.booleans()):
        return ()
    return (Step(LATER / 2, "Fabio", deeds.prepares("card")),)


# --- the profile ----------------------------------------------------------------------------------

_OWN: dict[str, dict[str, dict[str, Any]]] = {
    "Anna": {
        "no change": {},
        "a manager": {"you": {"manager": "Nives"}},
        "an avoid entry": {"levels": {"avoids": ["Fabio"]}},
        "two avoid entries": {"levels": {"avoids": ["Wanda", "Ivo"]}},
        "a band": {"you": {"band": "1"}},
        "a level": {"levels": {"level.offer.ai.rules": "4"}},
        "hours": {"topics": {"to": "1020"}},
    },
    "Wanda": {
        "no change": {},
        "a manager": {"you": {"manager": "Ivo"}},
        "an avoid entry": {"levels": {"avoids": ["Gaia"]}},
        "two avoid entries": {"levels": {"avoids": ["Lea", "Ivo"]}},
        "a band": {"you": {"band": "3"}},
        "a level": {"levels": {"level.offer.collab.docs": "2"}},
    },
}
"""Changes that lead to the same drafts as none, by who makes them."""
_UNTIL_THE_DRAFT: dict[str, dict[str, Any]] = {
    "no change": {},
    "avoids": {"levels": {"avoids": ["Marco"]}},
    "manager": {"you": {"manager": "Marco"}},
    "cannot share it": {"levels": {"level.offer.ai.rules": "1"}},
    "at night": {"topics": {"from": "0", "to": "180"}},
    "too high a band": {"you": {"band": "4"}},
}
"""Changes of Anna's that keep her from Marco: seen from the draft on."""


@st.composite
def profiles(draw: Draw) -> Act:
    """A change that no draft shows: nobody ever learns of it."""
    at = draw(st.sampled_from(["before the draft", "drafted", "approved", "offered", "reminded"]))
    author = draw(st.sampled_from(sorted(_OWN)))
    changes = draw(st.permutations(sorted(_OWN[author])))[:3]
    return Act(
        f"the profile of {author}",
        at,
        author,
        {name: _step(author, deeds.edits(**_OWN[author][name])) for name in changes},
        _observers(draw, "Marco", "Giulia", "Giulia", "Fabio", "Bea"),
        moves=_lead_goes_on(draw, at),
        **_looking(draw, 9),
        partner="Marco",
    )


@st.composite
def profiles_before_the_draft(draw: Draw) -> Act:
    """A change that the draft shows: until then nobody learns of it."""
    changes = draw(st.permutations(sorted(_UNTIL_THE_DRAFT)))[:3]
    return Act(
        "what keeps Anna from Marco",
        "before the draft",
        "Anna",
        {name: _step("Anna", deeds.edits(**_UNTIL_THE_DRAFT[name])) for name in changes},
        _observers(draw, "Marco", "Giulia", "Giulia", "Fabio", "Wanda"),
        **_framed(draw, LATER + draw(st.sampled_from([0, 1])) * DAY, "2026-12-07 09:00"),
        partner="Marco",
    )


_NEW_HERE = {"tenure": "under_1"}


@st.composite
def newcomers(draw: Draw) -> Act:
    """Marco chooses the newcomers' track, on which he would not meet Anna: nobody learns of it
    before the next draft, nor do the two before a pair that is drafted already begins."""
    at = draw(st.sampled_from(["before the draft", "drafted", "approved", "offered", "reminded"]))
    before = at == "before the draft"
    frame = (
        _framed(draw, LATER + draw(st.sampled_from([0, 1])) * DAY, "2026-12-07 09:00")
        if before
        else _looking(draw, 9, NEXT_ROUND)
    )
    return Act(
        "the track of Marco",
        at,
        "Marco",
        {
            "no change": _step("Marco", deeds.edits()),
            "new here": _step("Marco", deeds.edits(you=_NEW_HERE)),
            "the track": _step("Marco", deeds.edits(you={**_NEW_HERE, "newcomer": ["yes"]})),
        },
        _observers(draw, "Anna", "Giulia", "Giulia", "Fabio", "Wanda"),
        moves=_lead_goes_on(draw, at),
        **frame,
        partner="Anna",
    )


@st.composite
def profiles_after_the_draft(draw: Draw) -> Act:
    """A change that keeps a drafted pair from being offered: leads do not learn of it.

    The two of the pair may: who was not offered had no proposal.
    """
    at = draw(st.sampled_from(["drafted", "approved"]))
    changes = draw(st.permutations(sorted(_UNTIL_THE_DRAFT)))[:3]
    return Act(
        "what keeps Anna from Marco, after the draft",
        at,
        "Anna",
        {name: _step("Anna", deeds.edits(**_UNTIL_THE_DRAFT[name]), SOON / 7) for name in changes},
        _observers(draw, "Giulia", "Giulia", "Fabio", "Bea", "Wanda"),
        allowed=frozenset({Allowed.PROPOSED, Allowed.ROWS}),
        moves=_lead_goes_on(draw, at),
        **_looking(draw, 9, NEXT_ROUND),
        partner="Marco",
    )


@st.composite
def own_pairs(draw: Draw) -> Act:
    """What a drafted pair of the lead's own is like: the other of the two has changed their levels.
    No line, order, sieve or count of the round shows it."""
    look = timedelta(days=3, minutes=draw(st.integers(0, 60)))
    levels = draw(st.permutations(["1", "2", "3", "4"]))[:3]
    return Act(
        "what Giulia's own pair is like",
        "before the draft",
        "Bea",
        {
            level: _step("Bea", deeds.edits(levels={"level.offer.ai.meetings": level}))
            for level in levels
        },
        ("Giulia",),
        looks_after=(look,),
        until=look + LATER,
        partner="Giulia",
    )


@st.composite
def kept_back(draw: Draw) -> Act:
    """What keeps a drafted pair from being offered: somebody leaves or takes a break, or a lead
    drops or holds it. The other of the two, who only hears that the round brought no pairing,
    cannot tell which; nor can anybody else who takes part."""
    author = draw(st.sampled_from(["Marco", "Anna"]))
    other = _partner(author)
    away = {
        "leaves": _step(author, deeds.types("leave")),
        "takes a break": _step(author, deeds.types("pause 31/1")),
    }
    kept = {
        "a lead drops it": _step("Giulia", deeds.decides("drop", "Anna", "Marco")),
        "a lead holds it": _step("Giulia", deeds.decides("hold", "Anna", "Marco")),
    }
    names = draw(st.permutations(sorted({**away, **kept})))[:3]
    return Act(
        f"what keeps {other} from being proposed to {author}",
        "drafted",
        author,
        {name: {**away, **kept}[name] for name in names},
        _observers(draw, other, other, *OTHERS, machines=()),
        moves=_lead_goes_on(draw, "drafted"),
        **_looking(draw, 9, NEXT_ROUND),
        partner=other,
    )


def _lead_goes_on(draw: Draw, at: str) -> tuple[Step, ...]:
    """The lead approves what is drafted, or stops what is approved and approves it again."""
    if at == "drafted":
        return (Step(2 * SOON, "Giulia", deeds.approves),)
    if at == "approved" and draw(st.booleans()):
        return (
            Step(timedelta(minutes=5), "Giulia", deeds.stops),
            Step(3 * SOON, "Giulia", deeds.approves),
        )
    return ()


@st.composite
def slots(draw: Draw) -> Act:
    """New hours, or a break, of one of a pair: while it can be undone no time that suits the two
    tells of it, in the window, in the introduction or on Home."""
    author = draw(st.sampled_from(["Ivo", "Lea", "Fabio", "Gaia"]))
    at = draw(st.sampled_from(["before the draft", "delivered", "reminded"]))
    variants = {
        "the same hours": _step(author, deeds.edits()),
        "early hours": _step(author, deeds.edits(topics={"from": "360", "to": "660"})),
        "late hours": _step(author, deeds.edits(topics={"from": "900", "to": "1140"})),
        "a break": _step(author, deeds.types("pause 31/1")),
    }
    return Act(
        f"the hours of {author}",
        at,
        author,
        variants,
        (_partner(author), *draw(st.sampled_from([(), ("Giulia",)]))),
        allowed=frozenset({Allowed.REQUESTS}),
        looks_after=(SOON + timedelta(minutes=draw(st.integers(1, 9))),),
        until=SOON + timedelta(minutes=9, seconds=50),
        partner=_partner(author),
    )


# --- after a pair ---------------------------------------------------------------------------------


@st.composite
def after_a_pair(draw: Draw) -> Act:
    """Somebody new, or not now, or no word: until the next draft nobody learns of it."""
    at = draw(st.sampled_from(["before the draft", "delivered", "reminded"]))
    new, wait = (deeds.after_pair(f"button.{key}") for key in ("find_someone", "not_now"))
    strict = draw(st.booleans())
    silence: dict[str, tuple[Step, ...]] = {} if strict else {"silence": ()}
    one = {"somebody new": _step("Nora", new), "not now": _step("Nora", wait)}
    changed = (
        {} if strict else {"first not now": (*_step("Nora", wait), *_step("Nora", new, LATER))}
    )
    days, end = (1, "2026-12-07 09:00") if at == "before the draft" else (9, NEXT_ROUND)
    return Act(
        "what Nora would like after a pair",
        at,
        "Nora",
        {**silence, **one, **changed},
        _observers(draw, "Giulia", "Giulia", "Anna", "Fabio", "Wanda"),
        allowed=frozenset() if strict else ANSWERED,
        **_looking(draw, days, end),
    )


# --- changing a pairing ---------------------------------------------------------------------------

REASONS = ("times", "topics", "role", "goal", "other")


@st.composite
def who_asks(draw: Draw) -> Act:
    """Which of the two asks for the end of a pair, and why: the same to everybody but the two."""
    at = draw(st.sampled_from(["drafted", "asked", "reminded"]))
    one, other = draw(st.permutations(draw(st.sampled_from(PAIRS))))
    reason = draw(st.sampled_from(REASONS))
    return Act(
        f"who of {one} and {other} asks for the end",
        at,
        one,
        {
            one: _step(one, deeds.changes_pairing()),
            f"{one}, with a reason": _step(one, deeds.changes_pairing(reason)),
            other: _step(other, deeds.changes_pairing()),
        },
        _observers(draw, "Giulia", "Giulia", "Anna", "Wanda"),
        **_looking(draw, 9, NEXT_ROUND),
    )


@st.composite
def how_it_ends(draw: Draw) -> Act:
    """Somebody asks for the end, says why and what they would like then, or leaves the programme:
    the partner reads the same, and cannot tell."""
    author = draw(st.sampled_from(["Fabio", "Gaia", "Ivo", "Lea"]))
    then = draw(st.sampled_from(["find_someone", "not_now"]))
    away = {"leaves": _step(author, deeds.types("leave"))}
    asks = {
        "asks": _step(author, deeds.changes_pairing()),
        "says why": _step(author, deeds.changes_pairing(draw(st.sampled_from(REASONS)))),
        f"then {then}": _step(author, deeds.changes_pairing(then=then)),
    }
    return Act(
        f"how the pair of {author} ends",
        draw(st.sampled_from(["drafted", "asked", "reminded"])),
        author,
        {**asks, **away},
        _observers(draw, _partner(author), _partner(author), "Anna", "Wanda", machines=()),
        **_looking(draw, 9, NEXT_ROUND),
        partner=_partner(author),
    )


# --- forms and nudges -----------------------------------------------------------------------------


@st.composite
def forms(draw: Draw) -> Act:
    """Somebody begins a form, and closes it."""
    author = draw(st.sampled_from(["Nives", "Wanda", "Anna"]))
    at = draw(st.sampled_from(["before the draft", "drafted", "delivered", "reminded"]))
    return Act(
        f"a form of {author}",
        at,
        author,
        {"nothing": (), "a form begun": _step(author, deeds.begins_a_form)},
        _observers(draw, "Giulia", "Marco", "Fabio", "Lea"),
        allowed=frozenset({Allowed.REQUESTS}),
        moves=_lead_goes_on(draw, at),
        **_looking(draw, 9),
    )


@st.composite
def nudged(draw: Draw) -> Act:
    """Silence to a nudge, a look at the dates, or a wish for fewer."""
    author = draw(st.sampled_from(["Ivo", "Lea"]))
    partner = _partner(author)
    at = draw(st.sampled_from(["drafted", "delivered", "reminded"]))
    return Act(
        f"{author}, nudged",
        at,
        author,
        {
            "silence": (),
            "a look": _step(author, deeds.types("when")),
            "fewer": _step(author, deeds.wants_fewer_reminders),
        },
        _observers(draw, partner, partner, "Giulia", "Wanda"),
        allowed=ANSWERED,
        **_looking(draw, 12, "2027-01-25 10:00" if draw(st.booleans()) else END),
        partner=partner,
    )


@st.composite
def notified(draw: Draw) -> Act:
    """Which messages somebody wants. Their own conversation shows which came; nothing else does,
    also no log, no count, and no edit of what was not sent."""
    author = draw(st.sampled_from(["Anna", "Marco", "Gaia", "Fabio", "Ivo", "Lea"]))
    moments = ["before the draft", "offered", "reminded of a meeting", "asked", "reminded"]
    partner = _partner(author)
    return Act(
        f"which messages {author} wants",
        draw(st.sampled_from(moments)),
        author,
        {
            one: _step(author, deeds.wants(one))
            for one in draw(st.permutations(["all", "essential", "none"]))
        },
        _observers(draw, partner, partner, "Giulia", "Wanda"),
        allowed=frozenset({Allowed.UNWRITTEN}),
        **_looking(draw, 10, draw(st.sampled_from([END, "2027-01-14 10:00"]))),
        partner=partner,
    )


CONCERNS = ("behaviour", "pressure", "passed_on", "evaluation", "other")


@st.composite
def concerns(draw: Draw) -> Act:
    """Who raises a concern, about what, and whether they want to be contacted: the same clicks, so
    nothing may differ, to anybody but its receiver. Or none is raised: who exports messages sees
    that its receiver got one less, and who reads metrics that less was sent; nobody else can tell.
    """
    at = draw(st.sampled_from(["before the draft", "drafted", "delivered", "asked"]))
    authors = draw(st.permutations(["Anna", "Carlo", "Ivo", "Nives", "Wanda"]))
    kinds, replies = draw(st.permutations(CONCERNS)), draw(st.permutations(["yes", "no", "yes"]))
    raised = {
        f"{author}: {kind}, contact {reply}": _step(author, deeds.raises_a_concern(kind, reply))
        for author, kind, reply in zip(authors, kinds, replies, strict=False)
    }
    strict = draw(st.booleans())
    return Act(
        "a concern",
        at,
        authors[0],
        raised if strict else {"none": (), **raised},
        _observers(
            draw, "Giulia", "Marco", "Fabio", "Lea", machines=MACHINES if strict else (LOGS,)
        ),
        allowed=frozenset() if strict else frozenset({Allowed.REQUESTS, Allowed.ROWS}),
        **_looking(draw, 9),
    )


@st.composite
def at_rest(draw: Draw) -> Act:
    """Whether one of a pair without a date looked or stayed silent: it comes to rest alike, on 11
    January, and the other of the two cannot tell who it was that did not care for a date."""
    author = draw(st.sampled_from(["Ivo", "Lea"]))
    partner = _partner(author)
    looks: dict[str, Deed] = {"status": deeds.types("status"), "dates": deeds.types("when")}
    look = looks[draw(st.sampled_from(sorted(looks)))]
    again = timedelta(days=draw(st.integers(1, 20)))
    return Act(
        f"{author}, left in peace",
        "reminded",
        author,
        {
            "silence": (),
            "a look": _step(author, look),
            "two looks": (*_step(author, look), *_step(author, look, again)),
        },
        _observers(draw, partner, "Giulia", "Wanda"),
        allowed=ANSWERED,
        looks_after=(timedelta(days=33),),
        until="2027-01-14 10:00",
        share=Share() if SOAKING else Share(4, draw(st.integers(0, 3))),
        partner=partner,
    )
