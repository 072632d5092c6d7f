"""The three places of the desk: who sits there, and whom the visitor plays by hand."""

from collections.abc import Mapping

ROLES = ("mentor", "mentee", "lead")


class Roles:
    """Somebody is played from the first thing that the visitor does as them, until they are let
    go or their place on the desk is given to somebody else."""

    def __init__(self, sitting: Mapping[str, str]) -> None:
        self.sitting = dict(sitting)
        self.played: set[str] = set()

    def sit(self, seat: str, person: str) -> None:
        """Put a person there. Who already sits elsewhere changes places. Raises KeyError."""
        before = self.sitting[seat]
        other = next((name for name, one in self.sitting.items() if one == person), None)
        if other is not None:
            self.sitting[other] = before
        else:
            self.played.discard(before)
        self.sitting[seat] = person

    def acted_as(self, person: str) -> None:
        """The visitor did something as this person."""
        self.played.add(person)

    def let_go(self, person: str) -> None:
        """This person acts of themselves again."""
        self.played.discard(person)
