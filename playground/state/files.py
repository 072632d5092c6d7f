"""Files: announced by the app, uploaded to an address of their own, then shared."""

import secrets
from dataclasses import dataclass, field

from playground.state.errors import Json, SlackError


@dataclass(slots=True, eq=False)
class File:
    """`key` is the end of the address to which it is uploaded; until then it has no `content`."""

    id: str
    name: str
    length: int
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    title: str = ""
    content: bytes | None = None
    is_shared: bool = False

    def as_json(self) -> Json:
        """Slack's file object, as it stands in a message."""
        return {"id": self.id, "name": self.name, "title": self.title, "size": self.length}


class Files:
    """All files of a workspace."""

    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}

    def announce(self, name: str, length: int) -> File:
        """A file that is about to be uploaded; `length` in bytes."""
        made = File(f"F0PG{len(self.by_id) + 1:07X}", name, length)
        self.by_id[made.id] = made
        return made

    def upload(self, key: str, content: bytes) -> None:
        """Raises SlackError for an address that was not given out, or another length than said."""
        file = next((one for one in self.by_id.values() if one.key == key), None)
        if file is None or file.is_shared:
            raise SlackError("file_not_found")
        if len(content) != file.length:
            raise SlackError("invalid_length")
        file.content = content

    def share(self, file_id: str, title: str) -> File:
        """Raises SlackError for what was not uploaded, or is shared already."""
        file = self.by_id.get(file_id)
        if file is None or file.content is None or file.is_shared:
            raise SlackError("file_not_found")
        file.title, file.is_shared = title or file.name, True
        return file
