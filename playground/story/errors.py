"""Why a story cannot go on."""


class StoryFailed(Exception):
    """The story cannot be played to its end; the text says why and what to do."""
