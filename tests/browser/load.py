"""What a page asks for over the network until it stands: not what the browser has kept."""

from typing import Any

from playwright.sync_api import Page


class Load:
    """Counts from now on, frames and sockets too."""

    def __init__(self, page: Page) -> None:
        self.requests = 0
        self.size = 0
        """Bytes as they travel, heads included."""
        self._kept: set[str] = set()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestServedFromCache", self._is_kept)
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketCreated", self._socket)
        session.on("Network.webSocketFrameReceived", self._frame)

    def _is_kept(self, event: dict[str, Any]) -> None:
        self._kept.add(event["requestId"])

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._kept.add(event["requestId"])

    def _loaded(self, event: dict[str, Any]) -> None:
        if event["requestId"] not in self._kept:
            self.requests += 1
            self.size += int(event["encodedDataLength"])

    def _socket(self, _: dict[str, Any]) -> None:
        self.requests += 1

    def _frame(self, event: dict[str, Any]) -> None:
        self.size += len(event["response"]["payloadData"].encode())
