"""What the bot is measured against: a Bolt app with one listener and nothing around it.

`python -m benchmarks.bare ack` acknowledges the command. `python -m benchmarks.bare change` also
makes the same change, in one transaction with SQLAlchemy: what a command costs that has an effect,
without guard, request key, words or outbox.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.serve.web import Web
from bot.store.db import engine
from bot.store.tables import Person


def main(what: str) -> None:
    app = App(
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        process_before_response=True,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id=None, bot_token=os.environ["SLACK_BOT_TOKEN"]
        ),
    )
    app.command("/revmentor")(_acknowledge if what == "ack" else _changes())

    async def events(request: Request) -> Response:
        bolt = to_bolt_request(request, await request.body())
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt))

    web = Web(Starlette(routes=[Route("/slack/events", events, methods=["POST"])]), "127.0.0.1", 0)
    web.start()
    print(json.dumps({"event": "listening", "port": web.port}), file=sys.stderr, flush=True)
    threading.Event().wait()


def _acknowledge(ack: Ack) -> None:
    ack("done")


def _changes() -> Callable[[Ack, dict[str, Any]], None]:
    sessions = engine.sessions(engine.connect(os.environ["DATABASE_URL"]))

    def change(ack: Ack, command: dict[str, Any]) -> None:
        with sessions.begin() as db:
            found = select(Person).where(Person.slack_id == command["user_id"])
            person = db.scalars(found).one_or_none()
            if person is None:
                person = Person(slack_id=command["user_id"], zone="UTC", language="en",
                                first_seen_at=datetime.now(UTC))  # fmt: skip
                db.add(person)
            person.language = command["text"].split()[-1]
        ack("done")

    return change


if __name__ == "__main__":
    main(sys.argv[1])
