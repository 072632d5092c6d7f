"""The address of a video call: https and nothing else.

Source: docs/programme.md, In a calendar.
"""

import re

from bot.domain.refusals import NoVideoLink

LONGEST = 500
_HTTPS = re.compile(
    r"https://"
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9][a-z0-9-]*[a-z0-9]"  # a host with a dot
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][a-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?",
    re.IGNORECASE | re.ASCII,
)


def video_link(typed: str) -> str:
    """The address as it was typed, without blanks around it; nothing stays nothing.

    Raises NoVideoLink for whatever is no https address in the signs that RFC 3986 allows: another
    scheme (`javascript:`, `http:`), a name and password before the host, blanks, signs that look
    like others, more than 500 characters.
    """
    link = typed.strip()
    if link and (len(link) > LONGEST or not _HTTPS.fullmatch(link)):
        raise NoVideoLink(LONGEST)
    return link
