"""The document and its files: safe, small, and the same for everybody."""

import pytest

from tests.playground.conftest import ANNA
from tests.playground.page.visitor import Visitor


def test_the_document_allows_nothing_from_elsewhere_and_nothing_inline(anna_at: Visitor) -> None:
    status, headers, body = anna_at.ask(f"/p/{ANNA.id}")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert headers["content-security-policy"] == "default-src 'self'; frame-ancestors 'self'"
    assert b"style=" not in body
    assert b"<script>" not in body
    assert ANNA.real_name.encode() not in body


@pytest.mark.parametrize(
    ("name", "kind"),
    [("h.js", "text/javascript"), ("base.css", "text/css"), ("icon.svg", "image/svg+xml")],
)
def test_files_have_their_type(anna_at: Visitor, name: str, kind: str) -> None:
    status, headers, body = anna_at.ask(f"/static/page/{name}")
    assert (status, headers["content-type"].partition(";")[0]) == (200, kind)
    assert headers["x-content-type-options"] == "nosniff"
    assert body


@pytest.mark.parametrize("name", ["no.js", "..%2froutes.py", "../routes.py", "page", "%2e%2e"])
def test_nothing_else_is_served(anna_at: Visitor, name: str) -> None:
    assert anna_at.ask(f"/static/page/{name}")[0] == 404
