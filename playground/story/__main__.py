"""`python -m playground.story`: the story on the terminal, the messages in a folder."""

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from playground.story.errors import StoryFailed
from playground.story.telling import Script, require_whole, summary, tell

HEAD = """\
revmentor: 28 weeks of reverse mentoring, played now by the real bot against a small local Slack.
No Slack account is needed; all of it stays on this machine. Whatever is quoted was read back from
that Slack's log, as the person named read it."""


def main(arguments: list[str] | None = None) -> int:
    """Status 0, 1 when the story could not be told, 130 when it was interrupted."""
    options = _parser().parse_args(arguments)
    script = Script(options.into, options.people, options.joining, options.weeks, options.seed)
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        print(HEAD, flush=True)
        played = tell(script, lambda line: print(line, flush=True))
        for chapter in played.chapters:
            print("\n".join(chapter))
        print("\n".join(summary(played, script)), flush=True)
        require_whole(played)
    except StoryFailed as failed:
        print(f"\nThe story stopped: {failed}", file=sys.stderr)
        return 1
    except OSError as error:
        what = error.strerror or type(error).__name__
        print(f"\nThe story stopped: {what}: {error.filename or options.into}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; everything is stopped.", file=sys.stderr)
        return 130
    return 0


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    script = Script()
    parser = argparse.ArgumentParser(prog="python -m playground.story", description=__doc__)
    parser.add_argument("--into", type=Path, default=script.into, help="the folder of the files")
    parser.add_argument("--people", type=int, default=script.people)
    parser.add_argument("--joining", type=int, default=script.joining)
    parser.add_argument("--weeks", type=int, default=script.weeks)
    parser.add_argument("--seed", type=int, default=script.seed)
    return parser


if __name__ == "__main__":
    sys.exit(main())
