"""`python -m playground.demo`: the demo in the browser, until Ctrl-C."""

import argparse
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from playground.demo.setup import PORT, CannotStart, Plan, set_up
from playground.story.errors import StoryFailed

_LOOKS_UP = 0.5  # seconds; for a signal that came just before the sleep
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PROGRAM = "python -m playground.demo"
DESCRIPTION = "The whole bot in the browser, without a Slack account, until Ctrl-C."
HEAD = """\
revmentor: the real bot against a small Slack on this machine. No Slack account is needed and
nothing leaves this machine."""
READY = """\
Ready. Three people's pages, a clock to move, and a tour of two minutes. Ctrl-C ends everything."""


class Ended(BaseException):
    """A signal came."""


def main(arguments: Sequence[str] | None = None, program: str = PROGRAM) -> int:
    """Status 0 when it was ended by a signal, 1 when it could not be set up. `program` is the name
    that the help calls it by."""
    options = _parser(program).parse_args(arguments)
    plan = Plan(port=options.port, host=options.host, manifest=options.manifest)
    before = {number: signal.signal(number, _ended) for number in SIGNALS}
    try:
        print(HEAD, flush=True)
        with set_up(plan, lambda line: print(line, flush=True)) as demo:
            print(f"{READY}\n{demo.running.url}/", flush=True)
            if not options.no_open and _has_a_browser():
                webbrowser.open(f"{demo.running.url}/")
            while True:
                time.sleep(_LOOKS_UP)
    except Ended:
        print("\nStopped; nothing is left running.", flush=True)
        return 0
    except (CannotStart, StoryFailed) as why:
        return _fails(str(why))
    except OSError as error:
        what = error.strerror or type(error).__name__
        return _fails(f"{what}: {error.filename}" if error.filename else what)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ended(_number: int, _frame: FrameType | None) -> None:
    # Whoever presses Ctrl-C twice does not break the clearing up.
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Ended


def _fails(why: str) -> int:
    print(f"The demo cannot be started: {why}", file=sys.stderr)
    return 1


def _has_a_browser() -> bool:
    """Whether there is a screen for one, or somebody named one."""
    names = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or any(os.environ.get(name) for name in names)


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description=DESCRIPTION)
    parser.add_argument("--port", type=int, default=PORT, help="the first port to try")
    parser.add_argument(
        "--host",
        default=os.environ.get("DEMO_HOST", "127.0.0.1"),
        help="the address to listen on; 0.0.0.0 lets in whoever reaches this machine",
    )
    parser.add_argument("--manifest", type=Path, help="the app's, for hints to its commands")
    parser.add_argument("--no-open", action="store_true", help="open no browser")
    return parser


if __name__ == "__main__":
    sys.exit(main())
