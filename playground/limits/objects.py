"""Composition objects: texts, options, groups of options, confirmations."""

from playground.limits.problems import Place

PLAIN = frozenset({"plain_text"})
ANY_TEXT = frozenset({"plain_text", "mrkdwn"})
TEXT_KEYS = {
    "plain_text": frozenset({"type", "text", "emoji"}),
    "mrkdwn": frozenset({"type", "text", "verbatim"}),
}
OPTION_KEYS = frozenset({"text", "value", "description", "url"})
CONFIRM_KEYS = frozenset({"title", "text", "confirm", "deny", "style"})
STYLES = frozenset({"primary", "danger"})


def text(place: Place, most: int, kinds: frozenset[str] = ANY_TEXT, least: int = 1) -> None:
    """A text object of one of these kinds."""
    if not place.object():
        return
    if place.at("type").one_of(kinds):
        place.knows_only(TEXT_KEYS[place.value["type"]])
    place.at("text").string(most, least)


def optional_text(
    place: Place, key: str, most: int, kinds: frozenset[str] = ANY_TEXT, least: int = 1
) -> None:
    """The same for a key that may be missing."""
    if place.has(key):
        text(place.at(key), most, kinds, least)


def optional_string(place: Place, key: str, most: int, least: int = 0) -> None:
    """A plain string that may be missing."""
    if place.has(key):
        place.at(key).string(most, least)


def option(place: Place, in_overflow: bool = False, mrkdwn: bool = False) -> None:
    """One option of a select, an overflow menu, radio buttons or checkboxes."""
    if not place.object():
        return
    place.knows_only(OPTION_KEYS)
    kinds = ANY_TEXT if mrkdwn else PLAIN
    text(place.at("text"), 75, kinds)
    place.at("value").string(150)
    optional_text(place, "description", 75, kinds)
    if place.has("url"):
        place.at("url").string(3000)
        if not in_overflow:
            place.says("url is only allowed in an overflow menu")


def option_group(place: Place) -> None:
    """A labelled group of options of a select."""
    if not place.object():
        return
    place.knows_only(frozenset({"label", "options"}))
    text(place.at("label"), 75, PLAIN)
    if place.at("options").listed(100):
        for one in place.at("options").items():
            option(one)


def optional_confirm(place: Place) -> None:
    """The question before an action, if there is one."""
    if not place.has("confirm") or not place.at("confirm").object():
        return
    confirm = place.at("confirm")
    confirm.knows_only(CONFIRM_KEYS)
    text(confirm.at("title"), 100, PLAIN)
    text(confirm.at("text"), 300)
    text(confirm.at("confirm"), 30, PLAIN)
    text(confirm.at("deny"), 30, PLAIN)
    if confirm.has("style"):
        confirm.at("style").one_of(STYLES)
