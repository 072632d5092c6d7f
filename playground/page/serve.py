"""Serving a workspace with everybody's page."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from playground.page.routes import routes
from playground.server import serve
from playground.server.local_slack import LocalSlack
from playground.server.serve import Routes, Running
from playground.state.workspace import Workspace


def start(
    workspace: Workspace, port: int = 0, host: str = "127.0.0.1", more_routes: Routes | None = None
) -> Running:
    """The small Slack as it is always started, and a page at `/p/USER` for everybody in it."""

    def with_pages(slack: LocalSlack) -> Sequence[BaseRoute]:
        return [*routes(slack), *(more_routes(slack) if more_routes else ())]

    return serve.start(workspace, port, host, with_pages)
