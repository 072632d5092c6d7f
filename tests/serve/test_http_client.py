"""The way to Slack: directly, or by a proxy that opens TLS with a certificate of its own."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.serve import http_client
from bot.serve.socket_mode import Socket
from bot.settings import BadSettings, Settings
from playground import Workspace
from playground.server import serve
from playground.server.same_origin import SameOriginOnly
from playground.server.serve import Running
from playground.state import seed
from tests.bots import Bot
from tests.gateway import Gateway, gateway

HOST = "slack.example"
PEOPLE = seed.people(count=3, seed=7)


@pytest.fixture
def slack() -> Iterator[Running]:
    running = serve.start(Workspace(people=PEOPLE), port=0)
    yield running
    running.stop()


@pytest.fixture
def company(slack: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """A network in which Slack is known by its name only, behind a proxy."""
    monkeypatch.setattr(SameOriginOnly, "_is_ours", lambda _, host: host == HOST)
    port = urlsplit(slack.url).port
    assert port is not None
    slack.workspace.base_url = f"https://{HOST}"
    with gateway(HOST, port, tmp_path) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def settings(**given: object) -> Settings:
    return Settings(bot_token="xoxb-playground", **given)  # type: ignore[arg-type]


def test_calls_the_socket_and_late_answers_go_through_the_proxy(
    slack: Running, company: Gateway, tmp_path: Path
) -> None:
    bot = Bot(
        slack,
        tmp_path / "data",
        SLACK_APP_TOKEN=slack.workspace.app_token,
        SLACK_API_URL=f"https://{HOST}/api/",
        REVMENTOR_PROXY=company.url,
        REVMENTOR_CA_FILE=str(company.ca_file),
    )
    try:
        slack.wait_for_socket(40)
        anna = slack.actor(PEOPLE[0].id)
        anna.types("/revmentor help")
        (asked_before,) = [len(company.asked)]
        before = len(anna.sees.ephemerals)
        anna.presses("verb.status", "ephemeral")  # answered by its response_url
        slack.workspace.wait_until(lambda: len(anna.sees.ephemerals) > before, 20)
        assert len(company.asked) > asked_before
        assert anna.notices == []
        assert bot.ends() == 0
    finally:
        bot.close()
    assert all(head.startswith(f"CONNECT {HOST}:443 HTTP/1.") for head in company.asked)
    assert all("Proxy-Authorization: Basic YW5uYTpzM2NyZXQ=" in head for head in company.asked)
    assert "s3cret" not in bot.told


def test_without_the_companys_certificate_nothing_is_believed(company: Gateway) -> None:
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        http_client.client(settings(api_url=f"https://{HOST}/api/", proxy=company.url)).auth_test()


def test_certificates_are_read_once_and_not_at_each_call(
    company: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, reads = ssl.SSLContext.load_default_certs, []

    def counted(context: ssl.SSLContext, purpose: ssl.Purpose) -> None:
        reads.append(purpose)
        read(context, purpose)

    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", counted)
    client = http_client.client(settings(api_url=f"https://{HOST}/api/", proxy=company.url))
    for _ in range(3):
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            client.auth_test()
    assert len(reads) == 1


def test_without_tls_there_are_no_certificates(slack: Running) -> None:
    assert http_client.client(settings(api_url=slack.api_url)).ssl is None


def test_with_it_slack_answers(slack: Running, company: Gateway) -> None:
    here = settings(api_url=f"https://{HOST}/api/", proxy=company.url, ca_file=company.ca_file)
    client = http_client.client(here)
    assert client.auth_test()["team_id"] == slack.workspace.team_id
    with pytest.raises(SlackApiError):
        client.auth_test(token="xoxb-of-another")


def test_the_environments_proxy_counts_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert http_client.client(settings()).proxy is None
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    assert http_client.client(settings()).proxy == "http://proxy.example:3128"
    assert http_client.client(settings(proxy="http://mine:80")).proxy == "http://mine:80"
    monkeypatch.setenv("NO_PROXY", "localhost,slack.com")
    assert http_client.client(settings()).proxy is None


def test_the_socket_goes_the_way_of_the_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the SDK by itself would take the environment's proxy."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "slack.com")
    client = http_client.client(settings())
    app = App(client=client, token_verification_enabled=False, signing_secret="s")
    socket = Socket(app, "xapp-playground", client)
    assert socket.client.proxy is None
    assert socket.hang_up(1)


def test_a_proxy_of_another_kind_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://u:hunter2@proxy.example:1080")
    with pytest.raises(BadSettings, match=r"^HTTPS_PROXY: ") as told:
        http_client.client(settings())
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_a_file_without_certificates_is_named(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "ca.pem"
    if text is not None:
        file.write_text(text)
    with pytest.raises(BadSettings, match=r"^REVMENTOR_CA_FILE: "):
        http_client.client(settings(ca_file=file))
