"""Starts the small Slack, posts by its API, lets somebody act, and says what was imported."""

import json
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import playground
from playground.server import serve
from playground.state.people import Person
from playground.state.workspace import Workspace

ANNA = Person("U0ANNA00001", "anna", "Anna Rossi")
YES = {"type": "button", "action_id": "yes", "text": {"type": "plain_text", "text": "Yes"}}
ASKED = {"type": "actions", "elements": [YES]}
HEARD: list[dict[str, Any]] = []


class App(BaseHTTPRequestHandler):
    """Hears what Slack sends to it, and says 200."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        HEARD.append(json.loads(parse_qs(body)["payload"][0]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


def call(slack: serve.Running, method: str, **arguments: object) -> Any:
    """One method of the Web API, as an app calls it."""
    token = f"Bearer {slack.workspace.bot_token}"
    request = urllib.request.Request(
        f"{slack.api_url}{method}",
        json.dumps(arguments).encode(),
        {"Authorization": token, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def main() -> None:
    """One line of JSON."""
    app = HTTPServer(("127.0.0.1", 0), App)
    threading.Thread(target=app.serve_forever, daemon=True).start()
    slack = serve.start(Workspace(people=[ANNA], request_url=f"http://127.0.0.1:{app.server_port}"))
    posted = call(slack, "chat.postMessage", channel=ANNA.id, text="Meet?", blocks=[ASKED])
    anna = slack.actor("Anna Rossi")
    reply = anna.presses("Yes")
    slack.stop()
    app.shutdown()
    found = {
        "where": playground.__file__,
        "imported": sorted(name for name in sys.modules if name.split(".")[0] == "playground"),
        "posted": posted["ok"],
        "sees": anna.sees.last.text,
        "status": reply.status,
        "heard": [one["actions"][0]["action_id"] for one in HEARD],
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
