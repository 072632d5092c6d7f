"""How Slack is reached: directly or through a proxy, trusting which certificates."""

import ssl
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from slack_sdk import WebClient

from bot.settings import BadSettings, Settings


def client(settings: Settings) -> WebClient:
    """A client that never repeats a call: what to do next is for the outbox to decide.

    The socket and the answers by `response_url` take proxy and certificates from it. Raises
    BadSettings for a proxy or a file of certificates that cannot be used.
    """
    token = settings.bot_token
    assert token is not None
    made = WebClient(
        token=token.get_secret_value(),
        base_url=settings.api_url,
        timeout=settings.http_timeout,  # type: ignore[arg-type]  # a fraction of a second works
        ssl=trusted(settings),
        retry_handlers=[],
    )
    # The SDK by itself takes any proxy of the environment, whatever NO_PROXY says.
    made.proxy = proxy(settings)
    return made


def proxy(settings: Settings) -> str | None:
    """The proxy for the Web API's address; None when Slack is reached directly.

    Raises BadSettings when the environment names one that is no plain HTTP proxy.
    """
    if settings.proxy is not None:
        return settings.proxy.get_secret_value()
    address = urlsplit(settings.api_url)
    found = getproxies().get(address.scheme)
    if not found or proxy_bypass(address.hostname or ""):
        return None
    found = found if "://" in found else f"http://{found}"
    if urlsplit(found).scheme != "http":
        raise BadSettings(
            f"{address.scheme.upper()}_PROXY: names a proxy of another kind: the bot can use one "
            "such as http://host:port, set as REVMENTOR_PROXY if it is not for everybody"
        )
    return found


def trusted(settings: Settings) -> ssl.SSLContext | None:
    """The system's certificates and our own; None where Slack is reached without TLS.

    Raises BadSettings when the file cannot be read or holds none.
    """
    if settings.ca_file is None and urlsplit(settings.api_url).scheme != "https":
        return None
    # Once for all calls: by itself the SDK reads all of the system's certificates at each call,
    # which takes longer than everything else that we do for a message.
    context = ssl.create_default_context()
    if settings.ca_file is None:
        return context
    try:
        context.load_verify_locations(cafile=settings.ca_file)
    except (OSError, ssl.SSLError):
        raise BadSettings(
            "REVMENTOR_CA_FILE: cannot be read as PEM certificates: check its path, and that it "
            "holds -----BEGIN CERTIFICATE-----"
        ) from None
    return context
