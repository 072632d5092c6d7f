"""Which tests run in the same worker: those of a file, and the two worlds of one database.

What they share, a story or a programme in full swing, is then told once and not in each worker.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Files are handed out in their order: the last ones are small, so that both end together."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file.startswith("tests/privacy/"):
            return "two worlds on " + ("postgresql" if "postgresql" in nodeid else "sqlite")
        return file
