"""The limits of an exact search."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Effort:
    """How far an exact search may go before the result is given without proof.

    The first search takes about a `handful` of edges, each next one four times as many, up
    to `edges`. These and `branches` bound it the same way on every machine; `seconds`, per
    search, is there for the day on which they do not.
    """

    handful: int = 100
    edges: int = 20_000
    branches: int = 5_000
    seconds: float = 10.0
