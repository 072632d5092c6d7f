"""No page of another site reaches a playground, on whatever path."""

import http.client
from collections.abc import Iterator, Mapping

import pytest

from playground import Workspace
from playground.page import serve
from playground.server.serve import Running
from tests.playground.conftest import ANNA

PATHS = (
    "/", "/api/auth.test", "/response/x", "/link/", "/livez", "/playground/state",
    f"/p/{ANNA.id}", f"/p/{ANNA.id}/state", f"/p/{ANNA.id}/do", f"/p/{ANNA.id}/feed",
    "/static/page/page.js", "/favicon.ico", "/nowhere",
)  # fmt: skip


@pytest.fixture
def running(workspace: Workspace) -> Iterator[Running]:
    """With everybody's page."""
    started = serve.start(workspace)
    yield started
    started.stop()


def status(running: Running, method: str, path: str, headers: Mapping[str, str]) -> int:
    port = int(running.url.rpartition(":")[2])
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.putrequest(method, path, skip_host=True)
        for name, value in {"Host": f"127.0.0.1:{port}", "Content-Length": "0", **headers}.items():
            line.putheader(name, value.replace("PORT", str(port)))
        line.endheaders()
        return line.getresponse().status
    finally:
        line.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "foreign",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:PORT"},
        {"Host": "127.0.0.1.evil.example:PORT"},
        {"Host": "192.0.2.7:PORT"},
        {"Host": ""},
        {"Host": "[:PORT"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:PORT"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=lambda given: " ".join(*given.items()),
)
def test_what_another_site_causes_is_refused(
    running: Running, path: str, foreign: Mapping[str, str]
) -> None:
    for method in ("GET", "POST"):
        assert status(running, method, path, foreign) == 403


@pytest.mark.parametrize(
    "ours",
    [
        {},
        {"Host": "localhost:PORT"},
        {"Host": "[::1]:PORT"},
        {"Origin": "http://127.0.0.1:PORT"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_pages_of_its_own_and_programs_are_served(
    running: Running, ours: Mapping[str, str]
) -> None:
    assert status(running, "GET", "/livez", ours) == 200
    assert status(running, "GET", f"/p/{ANNA.id}", ours) == 200


def test_on_all_addresses_it_tells_one_of_this_machine_and_still_refuses_names(
    workspace: Workspace,
) -> None:
    """As in a container, whose port is published under another number."""
    everywhere = serve.start(workspace, host="0.0.0.0")
    try:
        assert everywhere.url.startswith("http://127.0.0.1:")
        for host, expected in (
            ("localhost:9000", 200), ("192.0.2.7:9000", 200), ("evil.example:9000", 403),
        ):  # fmt: skip
            assert status(everywhere, "GET", "/livez", {"Host": host}) == expected
    finally:
        everywhere.stop()


def test_a_socket_of_another_site_is_refused(running: Running) -> None:
    upgrade = {
        "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }  # fmt: skip
    for path in ("/link/", f"/p/{ANNA.id}/feed"):
        foreign = {**upgrade, "Origin": "https://evil.example"}
        assert status(running, "GET", path, foreign) == 403
