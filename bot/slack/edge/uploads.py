"""A file reaches a conversation in three steps, of which people see the last alone.

Why: docs/slack.md, Files.
"""

from urllib.parse import urlsplit
from urllib.request import HTTPSHandler, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

from bot import logs
from bot.outbox.ports import File, NotSent, Refused, Sent, Throttled, Unclear
from bot.slack.edge.outcomes import outcome_of

URL, COMPLETE = "files.getUploadURLExternal", "files.completeUploadExternal"
_MARK = 8
"""So many characters of a message's uid stand in the name of its file, by which it is found."""

log = logs.logger(__name__)


class Uploads:
    """Shares files with a client that has no retry handlers."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._logged: set[str] = set()

    def share(
        self, channel: str, file: File, text: str, uid: str
    ) -> Sent | Throttled | NotSent | Unclear | None:
        """Share once, with `text` beside it; None where that is not to be had, and nothing was
        shared: the operator is told of each reason once."""
        uploaded = self._uploaded(file, uid)
        if not isinstance(uploaded, str):
            return self._without(uploaded)
        try:
            self._client.files_completeUploadExternal(
                files=[{"id": uploaded, "title": file.title}],
                channel_id=channel,
                initial_comment=text,
            )
        except Exception as error:  # whatever the wire can do is an outcome
            refused = outcome_of(error, COMPLETE)
            return self._without(refused) if isinstance(refused, Refused) else refused
        return Sent(channel, None)

    def _uploaded(self, file: File, uid: str) -> str | Throttled | Refused | NotSent | Unclear:
        """The id of the file, which nobody sees yet: whatever went wrong, nothing has arrived."""
        try:
            answer = self._client.files_getUploadURLExternal(
                filename=named(file.name, uid), length=len(file.content)
            )
            self._put(str(answer["upload_url"]), file.content)
        except Exception as error:
            return outcome_of(error, URL)
        return str(answer["file_id"])

    def _put(self, url: str, content: bytes) -> None:
        """As the SDK would, but with our proxy and certificates alone. Raises OSError."""
        client = self._client
        if urlsplit(url).scheme != urlsplit(client.base_url).scheme:
            raise OSError("an address of another kind")
        to = ProxyHandler({"http": client.proxy, "https": client.proxy} if client.proxy else {})
        opener = build_opener(to, HTTPSHandler(context=client.ssl))
        with opener.open(Request(url, data=content, method="POST"), timeout=client.timeout) as got:
            got.read()

    def _without(self, why: Throttled | Refused | NotSent | Unclear) -> Throttled | None:
        if isinstance(why, Throttled):
            return why
        reason = why.code if isinstance(why, Refused) else why.reason
        if reason not in self._logged:
            self._logged.add(reason)
            log.warning("slack takes no files: their messages go without, with links", why=reason)
        return None


def named(name: str, uid: str) -> str:
    """The name of a message's file.

    >>> named("mentoring.ics", "7f3a9c21-0000-4000-8000-000000000000")
    'mentoring-7f3a9c21.ics'
    """
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{uid[:_MARK]}{dot}{ending}"


def is_of(name: str, uid: str) -> bool:
    """Whether a file of this name is that of the message with this uid.

    >>> is_of("mentoring-7f3a9c21.ics", "7f3a9c21-0000-4000-8000-000000000000")
    True
    """
    return name.rpartition(".")[0].endswith(f"-{uid[:_MARK]}")
