"""The page's own words, in both languages."""

import re
from pathlib import Path

import pytest

from playground import page
from playground.page.words import EN, IT, fault_for, words_for
from playground.state.forms.form import Form
from tests.playground.pieces import field

STATIC = Path(page.__file__).parent / "static"


def test_both_languages_have_the_same_words_with_the_same_facts() -> None:
    assert list(EN) == list(IT)
    for key in EN:
        places = re.compile(r"\{\w+\}").findall
        assert sorted(places(EN[key])) == sorted(places(IT[key])), key


def test_every_word_that_the_browser_asks_for_exists() -> None:
    script = "\n".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    asked = set(re.findall(r"\bwords\.(\w+)", script)) | set(
        re.findall(r'say\([\w.]*words, "(\w+)"', script)
    )
    assert asked - set(EN) == set()
    assert len(asked) > 20


def test_the_browser_has_no_sentence_of_its_own() -> None:
    for path in STATIC.glob("*.js"):
        code = re.sub(r"^\s*(//|/?\*).*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        sentences = re.findall(r'"[A-Z][a-z]+ [a-z]+[^"]*"', code)
        assert sentences == [], path.name


@pytest.mark.parametrize(
    ("locale", "close"), [("it-IT", "Chiudi"), ("en-GB", "Close"), ("de-DE", "Close")]
)
def test_the_language_is_that_of_slack(locale: str, close: str) -> None:
    assert words_for(locale)["close"] == close


@pytest.mark.parametrize(
    ("element", "typed", "italian"),
    [
        ({"type": "plain_text_input"}, None, "Compila questo campo: è obbligatorio."),
        ({"type": "plain_text_input", "max_length": 2}, "abc", "Scrivi al massimo 2 caratteri."),
        ({"type": "plain_text_input", "min_length": 4}, "abc", "Scrivi almeno 4 caratteri."),
        ({"type": "email_text_input"}, "a", "Scrivi un indirizzo email valido."),
        ({"type": "url_text_input"}, "a", "Scrivi un indirizzo web valido."),
        ({"type": "number_input"}, "a", "Scrivi un numero."),
        ({"type": "number_input"}, "1.5", "Scrivi un numero intero."),
        ({"type": "number_input", "min_value": "2"}, "1", "Scrivi un numero non inferiore a 2."),
        ({"type": "number_input", "max_value": "2"}, "3", "Scrivi un numero non superiore a 2."),
    ],
)
def test_what_slack_says_of_a_field_is_said_in_italian_too(
    element: dict[str, object], typed: str | None, italian: str
) -> None:
    form = Form([field("f", "F", element)])
    next(iter(form.fields.values())).value = {"value": typed}
    (fault,) = form.faults().values()
    assert fault_for("en-US", fault) == fault
    assert fault_for("it-IT", fault) == italian


def test_what_the_app_says_of_a_field_stays_as_it_is() -> None:
    assert fault_for("it-IT", "Please choose another day.") == "Please choose another day."
