"""What becomes of a post when this side has run out of something."""

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_too_many_open_files_is_not_sent() -> None:
    """In a process of its own, with every file that it may open in use."""
    script = """
        import os, resource, socket
        from slack_sdk import WebClient
        from bot.outbox.ports import Rendered
        from bot.slack.edge.transport import SlackTransport

        listener = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api/"
        client = WebClient("xoxb-1", base_url=url, retry_handlers=[], timeout=5)
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        taken = []
        try:
            while True:
                taken.append(os.dup(0))
        except OSError:
            pass
        outcome = SlackTransport(client).post("C1", Rendered("text", []), "uid", plain=True)
        print(type(outcome).__name__)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout == "NotSent\n", done.stderr
