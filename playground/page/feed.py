"""What changes on one person's page, in batches over a WebSocket.

A batch is a list of `{"what": part, "now": the whole part}`; the messages of a room come as the
whole order of keys with those items that are new or different.
"""

import asyncio
import contextlib
import json
from collections.abc import Iterable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.page.person_page import PersonPage
from playground.state.clock import real_elapsed
from playground.state.conversations import Message
from playground.state.errors import Json
from playground.state.views import View

BATCH = 0.05
"""Seconds between two batches at most."""

SHARE = 8
"""A batch that took long to make is followed by a rest this many times as long."""

LOOK = 1.0
"""Seconds between two looks at the clock and at the app."""

OF_MESSAGES = frozenset({"messages", "rooms"})


class Feed:
    """One open page: notes what is out of date, and sends it."""

    def __init__(self, socket: WebSocket, page: PersonPage) -> None:
        self.socket, self.page = socket, page
        self._loop = asyncio.get_running_loop()
        self._wanted = asyncio.Event()
        self._stale: set[str] = set()
        self._sent: dict[str, str] = {}
        self._items: dict[str, str] = {}
        self._room = ""
        self._sending = asyncio.Lock()

    def hears(self, kind: str, what: Any) -> None:
        """A change in the workspace, from any thread, under the workspace's lock."""
        stale = self._concerns(kind, what)
        if stale - self._stale:
            self._mark(stale)
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._wanted.set)

    def _mark(self, stale: Iterable[str]) -> None:
        with self.page.ws.lock:
            self._stale.update(stale)

    def _concerns(self, kind: str, what: Any) -> frozenset[str] | set[str]:
        me, rooms = self.page.viewer.id, self.page.ws.rooms.by_id
        if kind == "message" and isinstance(what, Message):
            room = rooms[what.conversation]
            mine = room.kind == "channel" or me in room.members
            return OF_MESSAGES if mine and what.ephemeral_to in (None, me) else set()
        if kind == "view" and isinstance(what, View):
            return {what.kind.replace("modal", "view")} if what.person == me else set()
        if kind == "notice":
            return {"notices"} if what == me else set()
        if kind == "person":
            return set(self.page.parts) if what.id == me else OF_MESSAGES
        if kind == "view_state":
            return set(what[1]) if what[0] == me else set()
        return set()

    async def serve(self) -> None:
        """Until the browser goes away."""
        with self.page.ws.lock:  # before the browser may ask for the state that this goes on from
            self.page.ws.watchers.append(self.hears)
        tasks: list[asyncio.Task[None]] = []
        try:
            await self.socket.accept()
            tasks += [asyncio.create_task(one()) for one in (self._listen, self._push, self._look)]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            return  # the server ends
        finally:
            with self.page.ws.lock:
                self.page.ws.watchers.remove(self.hears)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self.socket.receive_text()

    async def _push(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                began = real_elapsed()
                await self._send()
                await asyncio.sleep(max(BATCH, SHARE * (real_elapsed() - began)))

    async def _look(self) -> None:
        """The clock and the app tell nobody that they changed. A new day renames the days."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await run_in_threadpool(self.page.app_status.check)
                day = self.page.clock()["day"]
                self._mark(("clock", "notices"))
                if day != self._sent.get("day"):
                    self._sent["day"] = day
                    self._mark(("messages",))
                self._wanted.set()
                await asyncio.sleep(LOOK)

    async def _send(self) -> None:
        async with self._sending:
            batch = await run_in_threadpool(self._batch)
            if batch:
                await self.socket.send_text(json.dumps(batch, ensure_ascii=False))

    def _batch(self) -> list[Json]:
        """What is out of date and really different from what was sent before."""
        page = self.page
        with page.ws.lock:
            stale, self._stale = self._stale, set()
            if stale & OF_MESSAGES and page.viewer.reads_open_room():
                stale |= {"rooms"}
            parts = {name: page.parts[name]() for name in page.parts if name in stale}
        batch = []
        for name, now in parts.items():
            text = json.dumps(now)
            if text != self._sent.get(name):
                self._sent[name] = text
                batch.append({"what": name, "now": self._fresh(now) if name == "messages" else now})
        return batch

    def _fresh(self, now: Json) -> Json:
        """The messages with only those items that this page does not have as they are."""
        if now["room"] != self._room:  # the page begins anew in another room
            self._room, self._items = now["room"], {}
        texts = {item["key"]: json.dumps(item) for item in now["list"]}
        fresh = [item for item in now["list"] if self._items.get(item["key"]) != texts[item["key"]]]
        self._items = texts
        return {**now, "list": fresh, "order": list(texts)}
