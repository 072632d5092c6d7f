"""`python -m tests.slack.screens.gallery_page`: the gallery in the browser, until Ctrl-C."""

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.slack.kit.blocks import Said, section
from bot.texts.clean import escaped
from bot.texts.topics import areas, own_topic, topics
from playground import Person, Workspace
from playground.page import drawing, serve
from playground.page import routes as page
from playground.page.assets import Assets
from playground.page.drawing.context import DrawingContext
from playground.page.words import words_for
from playground.server.local_slack import LocalSlack
from playground.state.forms.block_ids import named_blocks
from playground.state.forms.form import Form
from tests.slack.screens.samples import NAMES, SCREENS, reader

ASSETS = Assets({"page": page.STATIC, "gallery": Path(__file__).parent})
READERS = {
    "en": ("en-GB", reader("en")),
    "it": ("it-IT", reader("it")),
    "it, Lei": ("it-IT", reader("it", formal=True)),
}
OF_AREAS = tuple(
    own_topic(f"area.{area}", area, {"en": f"A topic of your own, area {area}"}, {})
    for area in areas()
)
"""What a programme's own topic says that comes with a name and no more."""


def workspace() -> Workspace:
    """The people whom the samples speak of."""
    return Workspace(people=[Person(one, name.lower(), name) for one, name in NAMES.items()])


def screens(ws: Workspace) -> Iterator[dict[str, Any]]:
    """A screen in each language; one that reads the same with Lei is not repeated."""
    for name, screen in SCREENS.items():
        seen: list[Any] = []
        for language, (locale, words) in READERS.items():
            shown = screen(words)
            if shown not in seen:
                seen.append(shown)
                yield {"name": name, "language": language, **drawn(ws, shown, locale)}


def contents(ws: Workspace) -> Iterator[dict[str, Any]]:
    """What two people can talk about, topic by topic and area by area, in each register."""
    for topic in (*topics().values(), *OF_AREAS):
        for language, (locale, words) in READERS.items():
            name, content = words.named(topic.names), topic.contents[words.register]
            said = Said(name, [section(escaped(one)) for one in (
                f"{name}: {content.description}",
                *content.goals, content.proof,
                *(f"{prompt.by}: {prompt.says}" for prompt in content.prompts),
            )])  # fmt: skip
            yield {"name": f"content.{topic.id}", "language": language, **drawn(ws, said, locale)}


def drawn(ws: Workspace, shown: Said | dict[str, Any], locale: str) -> dict[str, Any]:
    """What the page draws of a message or a window."""
    view = {} if isinstance(shown, Said) else shown
    blocks = named_blocks(list(shown.blocks if isinstance(shown, Said) else shown["blocks"]))
    person = ws.by_id["U0ANNA"].changed(locale=locale)
    return {
        "words": words_for(locale),
        "title": (view.get("title") or {}).get("text", ""),
        "buttons": [view[end]["text"] for end in ("close", "submit") if view.get(end)],
        "blocks": drawing.blocks(blocks, DrawingContext.of(ws, person, Form(blocks))),
    }


def routes(slack: LocalSlack) -> list[BaseRoute]:
    """The page, what it shows, and its files."""

    def state(_: Request) -> Response:
        return JSONResponse([*screens(slack.workspace), *contents(slack.workspace)])

    return [
        Route("/gallery", lambda _: ASSETS.document("gallery.html", "gallery")),
        Route("/gallery/state", state),
        Route("/static/gallery/{name}", ASSETS.served("gallery")),
    ]


def main() -> int:
    """Serve it on a free port, or on the one that is named."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    running = serve.start(workspace(), port, more_routes=routes)
    sys.stdout.write(f"{running.url}/gallery\n")
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    running.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
