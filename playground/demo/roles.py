"""The three roles of the demo: who has them, and whom the visitor plays by hand."""

from collections.abc import Mapping

ROLES = ("mentor", "mentee", "lead")


class Roles:
    """Somebody is played from the first thing that the visitor does as them, until they are let
    go or their role is given to somebody else."""

    def __init__(self, holders: Mapping[str, str]) -> None:
        self.holders = dict(holders)
        self.played: set[str] = set()

    def assign(self, role: str, person: str) -> None:
        """Give it to a person; one who has another changes with them. Raises KeyError."""
        before = self.holders[role]
        other = next((name for name, one in self.holders.items() if one == person), None)
        if other is not None:
            self.holders[other] = before
        else:
            self.played.discard(before)
        self.holders[role] = person

    def acted_as(self, person: str) -> None:
        """The visitor did something as this person."""
        self.played.add(person)

    def let_go(self, person: str) -> None:
        """This person acts of themselves again."""
        self.played.discard(person)
