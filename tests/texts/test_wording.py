"""Every text is worded as a good colleague would word it, as far as a machine can hear it."""

import re
from collections.abc import Iterator

import pytest

from bot.domain.refusals import Refusal
from bot.texts import catalogue
from playground.demo import words as demo_words
from playground.page import words as page_words
from tests.texts import tone, wording
from tests.texts.strong import ROOT, flat

LANGUAGE = {"en": "en", "it": "it", "it_formal": "it"}
Text = tuple[str, str, str]
"""Language, key, text."""


def of_the_bot(*names: str) -> Iterator[Text]:
    for name in names:
        for key, forms in catalogue.catalogue(name).forms.items():
            yield from ((LANGUAGE[name], key, form) for form in dict.fromkeys(forms))


def of_the_playground() -> Iterator[Text]:
    for module in (demo_words, page_words):
        for language in ("EN", "IT"):
            said = getattr(module, language).items()
            yield from ((language.lower(), f"playground.{key}", text) for key, text in said)


def of_pages() -> Iterator[Text]:
    """What people read before there is a bot, a paragraph or a line of a table at a time."""
    for name in ("README.md", "app_manifest.yml", "bot/domain/rules/programme.toml"):
        written = (ROOT / name).read_text(encoding="utf-8")
        for part in re.split(r"\n\n|\n(?=[|*#]|\d\.)", NOT_PROSE.sub("", written)):
            yield "en", name, flat(re.sub(r"`[^`]*`|!\[[^]]*\]\([^)]*\)", "", part))


NOT_PROSE = re.compile(r"```.*?```|<!--.*?-->|usage_hint:.*?should_escape", re.DOTALL)
"""Commands, comments, the list of verbs."""


def test_the_wording_of_bot_and_playground() -> None:
    found = [
        f"{language}:{key}: {rule}"
        for language, key, text in [*of_the_bot(*LANGUAGE), *of_the_playground()]
        for rule in wording.offences(key, text, language)
    ]
    assert found == []


def test_what_speaks_formally_cannot_be_heard_as_tu() -> None:
    found = [
        f"{key}: {word}"
        for _, key, text in of_the_bot("it_formal")
        for word in wording.formal_offences(text)
    ]
    assert found == []


def test_every_line_of_a_message_is_a_sentence() -> None:
    bare = [
        f"{language}:{key}: {text}"
        for language, key, text in of_the_bot(*LANGUAGE)
        if wording.is_message(key) and not wording.has_finite_verb(text, language)
    ]
    assert bare == []


def test_every_refusal_says_the_next_step() -> None:
    english = catalogue.catalogue("en").forms
    refused = [key for key in english if key.startswith("refusal.")]
    assert Refusal.__subclasses__()
    assert [key for key in refused if not wording.NEXT_STEP.search(english[key][0])] == []


def test_the_tone_beside_the_bot() -> None:
    """The playground, the page that people read first, the manifest, the example of a programme."""
    found = [
        f"{key}: {rule}: {text[:60]}"
        for language, key, text in [*of_the_playground(), *of_pages()]
        for rule in tone.offences(text.replace(BURGER, ""), language)
        if not (rule == "age" and AGE_IS_THE_SUBJECT.search(text))
    ]
    assert found == []


BURGER = "(☰)"
"""A button of the page is named by its sign."""
AGE_IS_THE_SUBJECT = re.compile(r"Age, birth date and gender are not asked")


def test_one_word_for_one_thing_on_pages() -> None:
    """A page says *date* only of days, and *pause* only of the command."""
    rules = ("two words", "date", "stamp")
    found = [
        f"{key}: {rule}: {text[:60]}"
        for _, key, text in of_pages()
        for rule in wording.offences(key, text, "en")
        if rule in rules and not (rule == "date" and DATES_OF_THE_CALENDAR.search(text))
    ]
    assert found == []


DATES_OF_THE_CALENDAR = re.compile(
    r"another date|on a date|dates and windows|birth date|up to date"
)


# --- each rule is heard --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "key", "text", "rule"),
    [
        ("en", "nudge.last_word", "We stop reminding you.", "future"),
        ("en", "pause.intro", "We do not write.", "contraction"),
        ("en", "standing.waiting", "We are looking for a pairing", "contraction"),
        ("en", "standing.booked", "It is agreed.", "contraction"),
        ("en", "nudge.no_date", "No date yet with {partner}.", "date"),
        ("en", "introduction.first_step", "{mentee} proposes a date.", "date"),
        ("en", "unknown.none", "I do not know “{typed}”.", "I"),
        ("en", "refusal.not_yours", "This is about others. Nothing has changed.", "stamp"),
        ("en", "refusal.undo_over", "It is over. Everything stays as it is.", "stamp"),
        ("en", "checkin.applied", "Will you use something from this session?", "two words"),
        ("en", "paused.headline", "Paused until {date}.", "two words"),
        ("en", "button.open_round", "Open", "bare button"),
        ("it", "introduction.apart", "Io scrivo qui.", "io"),
        ("it", "unknown.none", "Non conosco «{typed}».", "io"),
        ("it", "refusal.not_yours", "Riguarda altre persone. Non è cambiato nulla.", "stamp"),
        ("it", "round.pair.fit.strong", "temi: intesa forte", "two words"),
        ("it", "playground.role.lead", "Responsabile", "two words"),
        ("it", "help.stats", "anche quarter", "two words"),
        ("it", "standing.booked_more", "Se non va bene, si può spostare.", "impersonal"),
        ("it", "session.prepare", "Un minuto per prepararsi.", "impersonal"),
        ("it", "playground.colleagues", "I colleghi agiscono da soli", "masculine"),
        ("it", "playground.note.others", "{count} ad altri", "masculine"),
        ("it", "button.stop", "Ferma", "bare button"),
        ("en", "nudge.last_word_more", "word " * 28, "length"),
    ],
)
def test_a_wrong_word_is_heard(language: str, key: str, text: str, rule: str) -> None:
    assert rule in set(wording.offences(key, text, language))


@pytest.mark.parametrize(
    ("language", "key", "text"),
    [
        ("en", "round.preview_until", "[closing date]"),
        ("en", "band.1", "I'm still learning the job"),
        ("en", "refusal.not_paused", "Try `/revmentor pause`."),
        ("en", "round.decided.already", "It's decided. Nothing has changed."),
        ("it", "welcome.round", "Si parte solo con due sì."),
        ("it", "verb.when", "quando"),
    ],
)
def test_a_right_word_is_left_alone(language: str, key: str, text: str) -> None:
    assert list(wording.offences(key, text, language)) == []


@pytest.mark.parametrize("text", ["Impari da chi vede", "Trovi un orario", "Dimenticale tutte"])
def test_tu_in_lei_is_heard(text: str) -> None:
    assert list(wording.formal_offences(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "45 minutes about every four weeks, until {date}."),
        ("en", "Paused until {date}."),
        ("it", "45 minuti ogni quattro settimane circa, fino a {date}."),
        ("it", "In attesa di un abbinamento da {date}."),
    ],
)
def test_a_line_without_a_verb_is_heard(language: str, text: str) -> None:
    assert not wording.has_finite_verb(text, language)


@pytest.mark.parametrize("text", ["Not now. Nothing has changed.", "It takes a person."])
def test_a_refusal_that_leads_nowhere_is_heard(text: str) -> None:
    assert not wording.NEXT_STEP.search(text)
