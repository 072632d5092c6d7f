"""What one of the two may say about a proposal."""

from enum import StrEnum


class Word(StrEnum):
    """All three are private: they change nothing that anybody else can see.

    Source: docs/programme.md, Proposals.
    """

    YES = "yes"
    SOMEONE_ELSE = "someone_else"
    LATER = "later"
