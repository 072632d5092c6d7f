"""The catalogues agree with one another, with the code and with the bot's tone."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from bot.domain.enrolment.field_errors import KEYS as FORM_KEYS
from bot.domain.refusals import Refusal
from bot.domain.rules.findings import PROBLEMS
from bot.texts import catalogue
from tests.texts.tone import BOLD, LEI, TU, offences, said

NAMES = ("en", "it", "it_formal")
AGE_IS_THE_SUBJECT = {"rules.age.what"}
"""Here the text says that age has no place."""
BEFORE_A_SENTENCE = re.compile(r"(^|\n|[.:|?] ?)$")


def read(name: str) -> dict[str, Message]:
    with Path(catalogue.HERE, f"{name}.po").open("rb") as file:
        found = [message for message in read_po(file) if message.id]
    return {one.id if isinstance(one.id, str) else one.id[0]: one for one in found}


def forms(name: str) -> dict[str, tuple[str, ...]]:
    return dict(catalogue.catalogue(name).forms)


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def every_text() -> list[tuple[str, str, str]]:
    return [
        (name, key, text) for name in NAMES for key, all_ in forms(name).items() for text in all_
    ]


def test_english_and_italian_have_the_same_keys() -> None:
    assert forms("en").keys() == forms("it").keys()


@pytest.mark.parametrize("name", ["it", "it_formal"])
def test_every_form_has_the_placeholders_of_the_english_one(name: str) -> None:
    english = forms("en")
    for key, texts in forms(name).items():
        assert len(texts) == len(english[key]), key
        wanted = placeholders(english[key][-1])
        assert placeholders(texts[-1]) == wanted, (name, key)
        assert wanted - {"n"} <= placeholders(texts[0]) <= wanted, (name, key)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_empty_fuzzy_or_unbalanced(name: str) -> None:
    for key, message in read(name).items():
        assert not message.fuzzy, key
        for text in forms(name)[key]:
            assert text.strip() == text != "", key
            assert "  " not in text, key
            assert text.count("*") % 2 == text.count("`") % 2 == 0, key
            assert text.count("<") == text.count(">"), key
            assert text.count("“") == text.count("”"), key
            assert text.count("«") == text.count("»"), key


def test_the_formal_catalogue_overrides_exactly_what_speaks_to_a_person() -> None:
    marked = {key for key, message in read("it").items() if "tu" in message.auto_comments}
    assert forms("it_formal").keys() == marked


def test_whatever_says_tu_is_marked_so() -> None:
    marked = {key for key, message in read("it").items() if "tu" in message.auto_comments}
    says_tu = {key for key, all_ in forms("it").items() for text in all_ if TU.search(said(text))}
    assert {key for key in says_tu if not key.startswith("verb.")} - marked == set()


def test_the_formal_catalogue_never_says_tu() -> None:
    found = {
        key
        for key, all_ in forms("it_formal").items()
        for text in all_
        if TU.search(LEI.sub("", said(text)))
    }
    assert found == set()


def test_the_plain_italian_never_says_lei() -> None:
    """`La` and `Le` may open a sentence as articles; inside one they would be Lei."""
    for key, all_ in forms("it").items():
        for text in all_:
            plain = BOLD.sub(r"\1", text)
            inside = [
                m for m in LEI.finditer(plain) if not BEFORE_A_SENTENCE.search(plain, 0, m.start())
            ]
            assert not inside, key


def test_the_tone_of_the_bot() -> None:
    found = {
        (name, key, rule)
        for name, key, text in every_text()
        for rule in offences(text, name)
        if key not in AGE_IS_THE_SUBJECT
    }
    assert not found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Benvenuto/a nel programma"),
        ("it", "Benvenuti nel programma"),
        ("it", "car* collega"),
        ("it", "carə collega"),
        ("it", "Sei iscritto"),
        ("it", "Siete stati abbinati"),
        ("it", "i partecipanti"),
        ("it", "colleghi anziani"),
        ("it", "Rispondi al check-in"),
        ("it", "Non hai ancora risposto"),
        ("it", "Dati anonimi"),
        ("it", "Bravissimi!"),
        ("en", "young colleagues"),
        ("en", "a senior colleague"),
        ("en", "anonymous answers"),
        ("en", "Great!"),
        ("en", "the mentoring program"),
        ("en", "you have not answered"),
    ],
)
def test_the_linter_sees_what_the_tone_forbids(language: str, text: str) -> None:
    assert list(offences(text, language))


@pytest.mark.parametrize(
    "text", ["`/revmentor esci`", "*{mentor}* (mentor)", "*Le risposte* restano", "Sei mesi"]
)
def test_the_linter_leaves_the_rest_alone(text: str) -> None:
    assert list(offences(text, "it")) == []


def test_every_refusal_and_every_field_error_has_its_sentence() -> None:
    known = forms("en").keys()
    assert {kind.key for kind in _kinds(Refusal) - {Refusal}} <= known
    assert set(FORM_KEYS) <= known
    assert {f"rules.{problem}.{end}" for problem in PROBLEMS for end in ("what", "fix")} <= known


def _kinds(kind: type[Refusal]) -> set[type[Refusal]]:
    return {kind}.union(*(_kinds(one) for one in kind.__subclasses__()))


@pytest.mark.parametrize(("start", "limit"), [("button.", 30), ("title.", 24), ("verb.", 14)])
def test_short_texts_fit_their_place(start: str, limit: int) -> None:
    for name, key, text in every_text():
        if key.startswith(start):
            assert len(text.format_map(dict.fromkeys(placeholders(text), 99))) <= limit, (name, key)
