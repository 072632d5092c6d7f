"""One reader's words: sentences by key, dates in their zone, names made harmless."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.texts.catalogue import FORMAL, LANGUAGES, Catalogue, chain
from bot.texts.clean import ELLIPSIS, Safe, StandIn, clean, clip, escaped, has_ink
from bot.texts.topics import Topics, catalogue_topics
from bot.texts.zones import JULY, NEW_YEAR, offset, placeless

__all__ = ["LANGUAGES", "Safe", "Words", "language_of", "words_for"]

Fact = str | int | float
NAME_LENGTH = 80
TOPIC_LENGTH = 50
"""Of a topic's name where more is said of it, and both have to fit a menu."""
_LOCALES = {"en": Locale.parse("en_GB"), "it": Locale.parse("it_IT")}
_VOWEL_BEFORE_A_FACT = re.compile(r"\b([ae]) (?=\{(\w+)\})", re.IGNORECASE)
_SLACK_ID = re.compile(r"[A-Z0-9]{2,32}")


def language_of(locale: str | None, default: str) -> str:
    """The language of a Slack locale ("it-IT" is "it"), or the default if we do not speak it."""
    spoken = (locale or "").replace("_", "-").partition("-")[0].lower()
    return spoken if spoken in LANGUAGES else default


def words_for(
    language: str,
    zone: str,
    *,
    formal: bool,
    names: Callable[[str], str | None],
    full_names: Callable[[str], str | None] | None = None,
    topics: Topics | None = None,
    also_in: str | None = None,
) -> "Words":
    """The words of a reader, in a programme with these topics; the catalogue's, if none are said.
    `also_in` is the zone of another one, who reads the same.

    `names` tells the display name of a Slack id (a StandIn where that has no ink), or None when it
    cannot; `full_names` tells first and last name. An unknown zone reads as UTC, an unknown
    language as the first one of ours.
    """
    known = language if language in LANGUAGES else LANGUAGES[0]
    return Words(
        known, zone, formal, names, full_names or names, topics or catalogue_topics(), also_in
    )


@dataclass(frozen=True)
class Words:
    """Sentences for one reader. Facts are named; plain ones are escaped, `Safe` ones are not."""

    language: str
    zone: str
    formal: bool
    names: Callable[[str], str | None]
    full_names: Callable[[str], str | None]
    catalogue: Topics = field(default_factory=catalogue_topics)
    also_in: str | None = None

    # --- sentences

    def __call__(self, key: str, **facts: Fact) -> Safe:
        """The text of a key as mrkdwn. Raises KeyError for a key or a fact that is missing."""
        return self._safe(self._forms(key)[1][0], facts)

    def plural(self, key: str, n: int, **facts: Fact) -> Safe:
        """The form of a key that fits `n`, which stands in it as `{n}`."""
        return self._safe(self._form(key, n), {"n": n, **facts})

    def plain(self, key: str, **facts: Fact) -> str:
        """The text of a key for a plain-text element: nothing is escaped, marks are dropped."""
        return self._plain(self._forms(key)[1][0], facts)

    def plain_plural(self, key: str, n: int, **facts: Fact) -> str:
        """`plural` for a plain-text element."""
        return self._plain(self._form(key, n), {"n": n, **facts})

    @property
    def register(self) -> str:
        """In which of its registers this reader reads the content: "en", "it" or "it_formal"."""
        return FORMAL.get(self.language, self.language) if self.formal else self.language

    def knows(self, key: str) -> bool:
        """Whether there is a text for this key."""
        return any(key in catalogue.forms for catalogue in self._chain)

    @property
    def _chain(self) -> tuple[Catalogue, ...]:
        return chain(self.language, formal=self.formal)

    def _forms(self, key: str) -> tuple[Catalogue, tuple[str, ...]]:
        for catalogue in self._chain:
            if key in catalogue.forms:
                return catalogue, catalogue.forms[key]
        raise KeyError(key)

    def _form(self, key: str, n: int) -> str:
        catalogue, forms = self._forms(key)
        return forms[catalogue.form_of(abs(n))]

    def _safe(self, text: str, facts: Mapping[str, Fact]) -> Safe:
        return Safe(self._filled(text, {name: self._shown(fact) for name, fact in facts.items()}))

    def _shown(self, fact: Fact) -> str:
        if isinstance(fact, Safe):
            return fact
        return escaped(fact) if isinstance(fact, str) else self.number(fact)

    def _plain(self, text: str, facts: Mapping[str, Fact]) -> str:
        shown = {
            name: clean(fact) if isinstance(fact, str) else self.number(fact)
            for name, fact in facts.items()
        }
        return self._filled(text, shown)

    def _filled(self, text: str, shown: Mapping[str, str]) -> str:
        spoken = _apart(text, shown) if self.language == "it" else text
        return spoken.format_map(shown)

    # --- time

    @property
    def _locale(self) -> Locale:
        return _LOCALES[self.language]

    @property
    def timezone(self) -> tzinfo:
        """The reader's zone, or UTC if nobody knows it."""
        try:
            return ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError):
            return UTC

    def date(self, day: date) -> str:
        """Such as "Monday 7 December", "lunedì 7 dicembre", "martedì 1º dicembre"."""
        pattern = self.plain("time.date_first" if day.day == 1 else "time.date")
        return format_date(day, pattern, locale=self._locale)

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 0 is Monday."""
        return str(self._locale.days["stand-alone"]["wide"][number])

    def clock(self, at: datetime) -> str:
        """The time of day in the reader's zone, such as "15:00"."""
        return format_time(at.astimezone(self.timezone), "HH:mm", locale=self._locale)

    def zone_name(self) -> str:
        """Such as "Rome time", "ora di Roma"; "UTC−12", "Eastern Time" where there is no city."""
        zone = self.timezone
        key = zone.key if isinstance(zone, ZoneInfo) else "Etc/UTC"
        if placeless(key):
            return self.plain("time.utc") + offset(zone)
        if key.startswith(str(NEW_YEAR.replace(tzinfo=zone).tzname())):
            return self._abbreviated(zone)
        city = get_timezone_location(key, locale=self._locale, return_city=True)
        return self.plain("time.zone", city=city.rpartition("/")[2])

    def _abbreviated(self, zone: tzinfo) -> str:
        """The name behind an abbreviation; `EST` has standard time all year, `EST5EDT` has not."""
        changes = NEW_YEAR.replace(tzinfo=zone).dst() != JULY.replace(tzinfo=zone).dst()
        when = zone if changes else NEW_YEAR.replace(tzinfo=zone)
        name = str(get_timezone_name(when, locale=self._locale))
        return name if self.language == "en" else name[:1].lower() + name[1:]

    def moment(self, at: datetime) -> str:
        """Written out with its zone: "Tuesday 24 November at 15:00 (Rome time)"."""
        day = self.date(at.astimezone(self.timezone).date())
        return self.plain("time.moment", date=day, time=self.clock(at), zone=self.zone_name())

    def short(self, at: datetime) -> str:
        """For a button or one of several, without its zone: "Tue 24 Nov, 15:00"."""
        day = format_date(at.astimezone(self.timezone), "EEE d MMM", locale=self._locale)
        return f"{day}, {self.clock(at)}"

    def moment_of_all(self, at: datetime) -> str:
        """The moment for each reader in their own zone: "Tuesday 24 November at 15:00 (Rome time),
        09:00 (New York time)"; with its day where that is another one."""
        mine = self.moment(at)
        other = replace(self, zone=self.also_in or self.zone, also_in=None)
        days = (at.astimezone(one.timezone).date() for one in (self, other))
        theirs = other.moment(at) if len(set(days)) > 1 else other._hours(at)
        return mine if mine.endswith(theirs) else f"{mine}, {theirs}"

    def _hours(self, at: datetime) -> str:
        return self.plain("time.hours", time=self.clock(at), zone=self.zone_name())

    def token(self, at: datetime) -> Safe:
        """Slack's date token, for several readers: each client shows it in its own zone.

        Clients name the day in their own language, too, so one reader is told the `moment`.
        """
        shown = self.plain("time.token", date="{date_long_pretty}", time="{time}")
        return Safe(f"<!date^{int(at.timestamp())}^{shown}|{escaped(self.moment(at))}>")

    # --- numbers, lists, things

    def number(self, value: float, places: int = 0) -> str:
        """With as many decimals as it has, at least `places`."""
        pattern = "#,##0." + "0" * places + "#" * (3 - places)
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def listed(self, items: Iterable[str]) -> str:
        """Such as "a, b and c". Safe only if every item is."""
        things = list(items)
        text = format_list(things, locale=self._locale)
        if self.language == "it" and len(things) > 1:
            last = things[-1]
            text = f"{text.removesuffix(f'e {last}')}{_before('e', last)} {last}"
        return Safe(text) if things and all(isinstance(one, Safe) for one in things) else text

    def topic(self, id_: str) -> str:
        """The name of a topic, also of one that is offered no longer, which is said; an id that
        stands for none stays an id."""
        known = self.catalogue.known.get(id_)
        name = self.named(known.names) if known else id_
        if id_ not in self.catalogue.hidden:
            return name
        return self.plain("topic.no_longer", topic=clip(name, TOPIC_LENGTH))

    def topics(self, ids: Iterable[str], mark: str = "•") -> Safe:
        """One a line: their names hold commas and "and" themselves, and begin with a capital."""
        return Safe("\n".join(f"{mark} {escaped(self.topic(id_))}" for id_ in ids))

    def named(self, name: Mapping[str, str]) -> str:
        """A programme's own name in the reader's language, else in the first that it has."""
        return clean(name.get(self.language) or next(iter(name.values()), ""))

    def tongue(self, code: str) -> str:
        """The name of a language."""
        return str(self._locale.languages.get(code, code))

    # --- people

    def name(self, slack_id: str) -> str:
        """The display name, or a mention when Slack does not tell it."""
        return self._named(slack_id, self.names(slack_id))

    def full_name(self, slack_id: str) -> str:
        """First and last name, for whoever has to tell many people apart; else as `name`."""
        return self._named(slack_id, self.full_names(slack_id))

    def _named(self, slack_id: str, name: str | None) -> str:
        return self._link(slack_id) if name is None else self._readable(name)

    def plain_name(self, slack_id: str) -> str:
        """The display name for a plain-text element."""
        return self._readable(self.names(slack_id) or "")

    def mention(self, slack_id: str) -> Safe:
        """Slack's own link to a person; their name where Slack would show nothing there."""
        told = self.names(slack_id)
        if isinstance(told, StandIn):
            return escaped(self._readable(told))
        return self._link(slack_id)

    def _link(self, slack_id: str) -> Safe:
        if _SLACK_ID.fullmatch(slack_id):
            return Safe(f"<@{slack_id}>")
        return self("person.unnamed")

    def _readable(self, name: str) -> str:
        shown = clip(clean(name), NAME_LENGTH)
        return shown if has_ink(shown.rstrip(ELLIPSIS)) else self.plain("person.unnamed")

    def also(self, language: str) -> "Words":
        """The same reader's words in another language."""
        return replace(self, language=language)


def _apart(text: str, shown: Mapping[str, str]) -> str:
    """An Italian text, still with its placeholders, as it is said before these facts: "ad Anna"."""
    return _VOWEL_BEFORE_A_FACT.sub(
        lambda found: f"{_before(found[1], shown.get(found[2], ''))} ", text
    )


def _before(word: str, following: str) -> str:
    """Italian *a* or *e* before what follows: with a *d* where that begins with the same vowel."""
    first = unicodedata.normalize("NFD", following[:1]).casefold()
    return f"{word}d" if first[:1] == word.casefold() else word
