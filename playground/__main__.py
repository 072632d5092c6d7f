"""`python -m playground`: a small Slack of its own, until SIGINT or SIGTERM."""

import argparse
import signal
import sys
import time
from pathlib import Path

from playground.page import serve
from playground.server.manifest import command_hints
from playground.state import seed
from playground.state.clock import SlackClock
from playground.state.people import Person
from playground.state.workspace import Workspace

_LOOKS_UP = 0.2  # seconds; for a signal


def main(arguments: list[str] | None = None) -> int:
    """Serve until a signal comes; 2 when the port or the people file is no good."""
    options = _parser().parse_args(arguments)
    try:
        workspace = Workspace(
            people=_people(options),
            clock=SlackClock(options.clock_file),
            request_url=options.request_url,
            signing_secret=options.signing_secret,
            bot_token=options.bot_token,
            app_token=options.app_token,
            command_hints=command_hints(options.manifest) if options.manifest else {},
        )
        running = serve.start(workspace, options.port, options.host)
    except (OSError, ValueError, TypeError) as wrong:
        print(f"playground: {wrong}", file=sys.stderr)
        return 2
    ended: list[int] = []
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda number, _: ended.append(number))
    print(f"playground ready {running.url}", flush=True)
    while not ended:
        time.sleep(_LOOKS_UP)
    running.stop()
    return 0


def _people(options: argparse.Namespace) -> list[Person]:
    if options.seed is not None:
        return seed.load(options.seed)
    return seed.people(options.people, options.random_seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", type=Path, metavar="FILE", help="people as JSON")
    parser.add_argument("--people", type=int, default=60, metavar="COUNT")
    parser.add_argument("--random-seed", type=int, default=1)
    parser.add_argument("--clock-file", type=Path, help="decimal seconds added to real time")
    parser.add_argument("--manifest", type=Path, help="the app's, for hints to its commands")
    parser.add_argument("--request-url", help="where the app listens; none for Socket Mode")
    parser.add_argument("--signing-secret", default="playground-signing-secret")
    parser.add_argument("--bot-token", default="xoxb-playground")
    parser.add_argument("--app-token", default="xapp-playground")
    return parser


if __name__ == "__main__":
    sys.exit(main())
