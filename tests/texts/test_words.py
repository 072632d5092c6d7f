"""One reader's words: language, zone, names, numbers."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest

from bot.texts.clean import StandIn
from bot.texts.words import Safe, Words, language_of, words_for

NAMES = {"U1": "Anna <Rossi>", "U2": "\u202e\x00", "U3": "x" * 200}
TEATIME = datetime(2026, 11, 24, 14, tzinfo=UTC)


def reader(language: str, zone: str = "Europe/Rome", *, formal: bool = False) -> Words:
    return words_for(language, zone, formal=formal, names=NAMES.get)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("it-IT", "it"), ("it_IT", "it"), ("EN-us", "en"), ("fr-FR", "en"), ("", "en"), (None, "en")],
)
def test_the_locale_tells_the_language_if_we_speak_it(locale: str | None, language: str) -> None:
    assert language_of(locale, "en") == language


def test_an_unknown_language_or_zone_still_speaks() -> None:
    words = words_for("fr", "Mars/Olympus", formal=True, names=NAMES.get)
    assert words.moment(TEATIME) == "Tuesday 24 November at 14:00 (UTC)"


def test_facts_are_escaped_in_sentences_and_plain_in_labels() -> None:
    words = reader("en")
    assert words("join.error_at", field="A & B", error="<no>") == "A &amp; B: &lt;no&gt;"
    assert words.plain("join.error_at", field="A & B", error="<no>") == "A & B: <no>"
    assert words("join.error_at", field=Safe("<@U1>"), error="x") == "<@U1>: x"


def test_a_missing_key_or_fact_is_our_bug_and_shows() -> None:
    with pytest.raises(KeyError):
        reader("en")("no.such.key")
    with pytest.raises(KeyError):
        reader("en")("join.error_at", field="x")


def test_plurals_and_numbers_follow_the_language() -> None:
    assert reader("it").plural("count.pairs", 1) == "1 coppia"
    assert reader("it").plural("count.pairs", 1200) == "1.200 coppie"
    assert reader("en").plural("count.pairs", 0) == "0 pairs"
    assert (reader("it").number(4.1), reader("en").number(4.1)) == ("4,1", "4.1")


def test_the_formal_catalogue_overrides_and_the_plain_one_fills_in() -> None:
    formal = reader("it", formal=True)
    assert formal("proposal.until", until="x") == "Può rispondere fino a x."
    assert formal("button.yes") == reader("it")("button.yes") == "Sì"
    assert reader("en", formal=True)("button.yes") == "Yes"


@pytest.mark.parametrize(
    ("language", "zone", "text"),
    [
        ("it", "Europe/Rome", "martedì 24 novembre alle 15:00 (ora di Roma)"),
        ("en", "Europe/Rome", "Tuesday 24 November at 15:00 (Rome time)"),
        ("en", "America/New_York", "Tuesday 24 November at 09:00 (New York time)"),
        ("it", "Asia/Tokyo", "martedì 24 novembre alle 23:00 (ora di Tokyo)"),
        ("it", "Etc/UTC", "martedì 24 novembre alle 14:00 (UTC)"),
        ("en", "UTC", "Tuesday 24 November at 14:00 (UTC)"),
        ("en", "Greenwich", "Tuesday 24 November at 14:00 (UTC)"),
        ("en", "Etc/GMT+12", "Tuesday 24 November at 02:00 (UTC−12)"),
        ("it", "Etc/GMT-3", "martedì 24 novembre alle 17:00 (UTC+3)"),
        ("en", "EST", "Tuesday 24 November at 09:00 (Eastern Standard Time)"),
        ("it", "EST", "martedì 24 novembre alle 09:00 (ora standard orientale USA)"),
        ("en", "EST5EDT", "Tuesday 24 November at 09:00 (Eastern Time)"),
        ("it", "EST5EDT", "martedì 24 novembre alle 09:00 (ora orientale USA)"),
        ("it", "CET", "martedì 24 novembre alle 15:00 (ora dell’Europa centrale)"),
        ("en", "Japan", "Tuesday 24 November at 23:00 (Tokyo time)"),
        ("it", "Singapore", "martedì 24 novembre alle 22:00 (ora di Singapore)"),
        ("en", "Turkey", "Tuesday 24 November at 17:00 (Istanbul time)"),
        ("it", "NZ", "mercoledì 25 novembre alle 03:00 (ora di Auckland)"),
        ("en", "America/Indiana/Indianapolis", "Tuesday 24 November at 09:00 (Indianapolis time)"),
    ],
)
def test_a_moment_is_written_out_in_the_readers_zone(language: str, zone: str, text: str) -> None:
    assert reader(language, zone).moment(TEATIME) == text


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_zone_is_named_and_only_utc_is_called_utc(language: str) -> None:
    """A zone that is called "UTC+3" is three hours ahead, all the year."""
    for zone in sorted(available_timezones()):
        words = reader(language, zone)
        name = words.zone_name()
        assert name, zone
        assert not re.search(r"unknown|sconosciut|/", name, re.IGNORECASE), (zone, name)
        if name.startswith("UTC"):
            ahead = timedelta(hours=int(name[3:].replace("−", "-") or 0))
            for month in range(1, 13):
                at = datetime(2026, month, 1, tzinfo=words.timezone)
                assert at.utcoffset() == ahead, (zone, name)


def test_the_first_of_a_month_is_an_ordinal_in_italian() -> None:
    assert reader("it").date(date(2026, 12, 1)) == "martedì 1º dicembre"
    assert reader("en").date(date(2026, 12, 1)) == "Tuesday 1 December"


def test_a_token_falls_back_to_the_written_moment() -> None:
    token = reader("it").token(TEATIME)
    assert token == (
        "<!date^1795528800^{date_long_pretty} alle {time}|"
        "martedì 24 novembre alle 15:00 (ora di Roma)>"
    )
    assert isinstance(token, Safe)


def test_names_are_cleaned_and_clipped_and_fall_back_to_a_mention() -> None:
    words = reader("en")
    assert words("join.error_at", field=words.name("U1"), error="") == "Anna &lt;Rossi&gt;: "
    assert len(words.name("U3")) == 80
    assert words.name("U9") == words.mention("U9") == "<@U9>"
    assert words.plain_name("U9") == "a colleague"


def test_a_name_without_ink_reads_as_a_colleague() -> None:
    for name in ("\u202e\x00", "\u3164", "\u200d" * 200 + "Anna", StandIn("")):
        words = words_for("it", "Europe/Rome", formal=False, names={"U2": name}.get)
        assert words.name("U2") == words.plain_name("U2") == "una persona del programma"
    assert words.mention("U2") == "una persona del programma"


def test_a_link_to_somebody_whose_name_has_no_ink_is_their_real_name() -> None:
    words = words_for("en", "Europe/Rome", formal=False, names={"U2": StandIn("Marco & R")}.get)
    assert words.name("U2") == "Marco & R"
    assert words.mention("U2") == "Marco &amp; R"
    assert isinstance(words.mention("U2"), Safe)


def test_a_forged_id_is_never_a_mention() -> None:
    assert reader("en").mention("!channel") == "a colleague"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anna", "Abbiamo pensato ad Anna: faresti da mentor."),
        ("Àlvaro", "Abbiamo pensato ad Àlvaro: faresti da mentor."),
        ("Elena", "Abbiamo pensato a Elena: faresti da mentor."),
        ("", "Abbiamo pensato a : faresti da mentor."),
    ],
)
def test_two_equal_vowels_are_kept_apart_in_italian(name: str, said: str) -> None:
    assert reader("it")("proposal.headline.mentee", partner=name) == said
    assert reader("it").plain("proposal.headline.mentee", partner=name) == said


def test_a_list_keeps_them_apart_too_and_english_knows_of_none() -> None:
    assert reader("it").listed(["Marco", "Anna", "Elena"]) == "Marco, Anna ed Elena"
    assert reader("it").listed(["Elena"]) == "Elena"
    assert reader("en")("why.intro", partner="Anna") == "Why we thought of you and Anna:"


def test_lists_and_topics_read_as_a_sentence() -> None:
    words = reader("it")
    assert words.listed(["a", "b", "c"]) == "a, b e c"
    assert words.topics(["data.sheets", "safe.scams"]) == (
        "• Fogli di calcolo oltre le basi\n• Phishing e truffe: messaggi, telefonate, pagamenti"
    )
    assert words.topic("gone.topic") == "gone.topic"
    assert isinstance(words.listed([words.mention("U12"), words.mention("U13")]), Safe)
    assert not isinstance(words.listed([words.mention("U12"), "<x>"]), Safe)


def test_a_programmes_own_name_comes_in_the_readers_language_if_it_can() -> None:
    words = reader("it")
    assert words.named({"en": "Sales", "it": "Vendite"}) == "Vendite"
    assert words.named({"en": "Sales"}) == "Sales"
    assert words.named({}) == ""


def test_the_other_language_keeps_zone_and_names() -> None:
    other = reader("it", formal=True).also("en")
    assert other.moment(TEATIME) == "Tuesday 24 November at 15:00 (Rome time)"
    assert other.tongue("it") == "Italian"
    assert other.weekday(0) == "Monday"
