"""What one of the two may say about a proposal, the pair that came of it, and its end."""

from enum import StrEnum


class Word(StrEnum):
    """All three are private: they change nothing that anybody else can see.

    Source: docs/programme.md, Proposals.
    """

    YES = "yes"
    SOMEONE_ELSE = "someone_else"
    LATER = "later"


class Fit(StrEnum):
    """Whether the pair is a good match for somebody; private, and in no figure.

    Source: docs/programme.md, After the questions.
    """

    GOOD = "good"
    TIME = "time"
    CHANGE = "change"


class After(StrEnum):
    """What somebody would like after a pair; private until it ends, and then all but that both
    would like to go on together.

    Source: docs/programme.md, The end.
    """

    TOGETHER = "together"
    NEW = "new"
    OTHER_ROLE = "other_role"
    NOT_NOW = "not_now"


class Reason(StrEnum):
    """Why somebody changes a pairing; private, nobody need say it.

    Source: docs/programme.md, Changing a pairing.
    """

    TIMES = "times"
    TOPICS = "topics"
    ROLE = "role"
    GOAL = "goal"
    OTHER = "other"
