"""Who may ask a playground for anything: its own pages, and programs; no page of another site.

A playground has no passwords: whoever reaches it acts for everybody in it. Any page that is open
in the same browser reaches a port of this machine, so every path looks at where a request is from.
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OF_OURS = ("same-origin", "none")
"""What a browser says (`Sec-Fetch-Site`) of our own pages, and of an address typed by hand."""


class SameOriginOnly:
    """Refuses, before anything else looks, a foreign Host, a foreign Origin, and what a browser
    says another site has caused. `host` is the name or address that is listened on."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app, self._host = app, host.casefold()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] not in ("http", "websocket")
            or (reason := self._foreign(HTTPConnection(scope))) is None
        ):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403, "reason": reason})
        else:
            await JSONResponse({"error": reason}, 403)(scope, receive, send)

    def _foreign(self, asked: HTTPConnection) -> str | None:
        hosts = asked.headers.getlist("host")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return "This address is not the playground's: use the one that it printed."
        origins = asked.headers.getlist("origin")
        if any(one.casefold() != f"http://{hosts[0]}".casefold() for one in origins):
            return "Another site may not ask the playground for anything."
        if asked.headers.get("sec-fetch-site", "none") not in _OF_OURS:
            return "Another site led here: type the address into the browser yourself."
        return None

    def _is_ours(self, host: str) -> bool:
        """Names can be made to lead here by anybody; numbers, localhost and our own name cannot."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in ("localhost", self._host):
            return True
        address = _address(name)
        here = _address(self._host)
        only_loopback = self._host == "localhost" or (here is not None and here.is_loopback)
        return address is not None and (address.is_loopback or not only_loopback)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None
