"""What two people read and did, side by side, one moment below the other."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from playground.story.errors import StoryFailed
from playground.story.report import layout
from playground.story.report.items import Teller
from playground.story.transcript import ActionItem, Item, MessageItem, WindowItem

WINDOW_LINES, AGAIN_LINES = 34, 8
Wanted = Callable[[Item], bool]


class Columns:
    """Prints two columns, and finds where they are to begin and to end."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._transcript = teller.transcript

    def side_by_side(self, left: str, right: str, wanted: Wanted) -> list[str]:
        """Two columns, one moment below the other."""
        lines = ["", *layout.beside([self._teller.who(left)], [self._teller.who(right)])]
        items = {one: [item for item in self._news(one) if wanted(item)] for one in (left, right)}
        for beat in sorted({item.beat for of_one in items.values() for item in of_one}):
            lines += layout.rule()
            lines += layout.beside(
                *(
                    self._moment([item for item in items[one] if item.beat == beat], one)
                    for one in (left, right)
                )
            )
        return lines

    def _news(self, one: str) -> Iterator[Item]:
        """What this person read or did. An edit that only takes something away is left out; it
        stands in their file."""
        for item in self._transcript.of(one):
            if not isinstance(item, MessageItem) or not item.version or self._adds(item, one):
                yield item

    def _adds(self, edit: MessageItem, one: str) -> bool:
        before = replace(edit, version=edit.version - 1)
        known = self._transcript.shown(before, one).split("\n")
        words = self._transcript.shown(edit, one).split("\n")
        return any(line not in known for line in words if not line.startswith("["))

    def _moment(self, items: list[Item], one: str) -> list[str]:
        if not items:
            return []
        lines, windows = [self._teller.day(items[0].at, one)], 0
        for item in items:
            told = self._teller.lines(item, one)
            if isinstance(item, WindowItem):
                told = _shortened(told, AGAIN_LINES if windows else WINDOW_LINES)
                windows += 1
            lines += [*told, ""]
        return lines[:-1]

    def answered(self, one: str, number: int) -> int:
        """The beat in which this person answered the questions about the meeting of this number.
        Raises StoryFailed."""
        answers = [
            item.beat
            for item in self._transcript.of(one)
            if isinstance(item, ActionItem) and item.action == "met.yes"
        ]
        if len(answers) < number:
            name = self._teller.person(one).real_name
            raise StoryFailed(f"{name} has only {len(answers)} check-ins: play more weeks")
        return answers[number - 1]

    def typed(self, one: str, *verbs: str) -> int:
        """The beat in which this person first typed the command of one of these verbs. Raises
        StoryFailed."""
        for item in self._transcript.of(one):
            if (
                isinstance(item, ActionItem)
                and item.words.removeprefix("types /revmentor ") in verbs
            ):
                return item.beat
        raise StoryFailed(f"The command {verbs[0]} was not typed: play more weeks")

    def first_pressed(self, action: str, *people: str) -> int:
        """The beat in which one of them pressed it first. Raises StoryFailed."""
        beats = [
            item.beat
            for one in people
            for item in self._transcript.of(one)
            if isinstance(item, ActionItem) and item.action == action
        ]
        if not beats:
            raise StoryFailed(f"The button {action} was not pressed: play more weeks")
        return min(beats)

    def first_with(self, action: str, one: str) -> MessageItem:
        """The first message to this person in which that can be pressed."""
        return next(
            item
            for item in self._transcript.of(one)
            if isinstance(item, MessageItem) and action in self._transcript.actions(item)
        )

    def is_private(self, item: Item) -> bool:
        if isinstance(item, MessageItem):
            return self._transcript.message(item).ephemeral_to is not None
        return isinstance(item, ActionItem)


def _shortened(lines: list[str], most: int) -> list[str]:
    """A long window is cut; all of it stands in the person's file."""
    if len(lines) <= most:
        return lines
    return [*lines[:most], f"[{len(lines) - most} lines more]"]
