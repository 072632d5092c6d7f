"""Log lines: structured, with codes and places, without personal data and secrets."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from slack_sdk.errors import SlackApiError
from sqlalchemy import create_engine, text

from bot import logs

KEY = "k3v1B0zq4mS8xY2hUu7pQe6tRr5wNn9cJj1fLl0aDd8="

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The lines written so far, as JSON objects."""
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure("INFO", "json", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def whole(lines: Lines) -> str:
    return json.dumps(lines(), ensure_ascii=False)


def test_a_line_says_when_where_what(lines: Lines) -> None:
    logs.logger("bot.schedule").info("drafted", pairs=12)
    (line,) = lines()
    assert (line["logger"], line["level"], line["event"]) == ("bot.schedule", "info", "drafted")
    assert line["pairs"] == 12
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-12-34-abcDEF",
        "xapp-1-A1-99-abc",
        "xoxe.xoxp-1-abc",
        KEY,
        "gAAAAABpVZ8" + "Qk3_x-Zy" * 12 + "==",
        "hunter2:s3cret@",
    ],
)
def test_no_secret_leaves_wherever_it_stands(lines: Lines, secret: str) -> None:
    log = logs.logger("bot")
    log.info("trying", address=f"postgresql://{secret}" if "@" in secret else f"with {secret}")
    log.info(f"said //{secret} aloud", deep={"list": [f"//{secret}", 1]})
    logging.getLogger("somebody").warning("header %s", f"//{secret}")
    assert secret not in whole(lines)
    assert len(lines()) == 3


def test_no_slack_id_leaves(lines: Lines) -> None:
    logs.logger("bot").info("asked", who="U012ABCDEF", where=["D0AAAAAAA", "T012ABCDEF"])
    assert "012ABCDEF" not in whole(lines)
    assert lines()[0]["who"] == "[id]"


def test_libraries_are_cut_where_their_data_begins(lines: Lines) -> None:
    bolt = logging.getLogger("slack_bolt.App")
    bolt.warning("Unhandled request ({'user': 'Anna', 'text': 'typed'})\n---\n")
    bolt.error(f"Failed to run listener function (error: {ValueError('typed')})")
    logging.getLogger("slack_sdk.x").error("Failed to run a request listener: Anna typed")
    assert [line["event"] for line in lines()] == [
        "Unhandled request",
        "Failed to run listener function",
        "Failed to run a request listener",
    ]


def test_a_failure_keeps_types_and_places_but_no_words(lines: Lines) -> None:
    class Form(BaseModel):
        level: int

    def broken() -> None:
        note = "a secret local"
        try:
            Form.model_validate({"level": f"Anna typed {note}"})
        except ValueError as error:
            raise RuntimeError("Anna again") from error

    code = logs.error_code()
    try:
        broken()
    except RuntimeError as error:
        logs.failure(code, error, verb="join")
    (line,) = lines()
    assert line["code"] == code
    assert [one["type"] for one in line["exceptions"]] == [
        "builtins.RuntimeError",
        "pydantic_core._pydantic_core.ValidationError",
    ]
    assert any(
        re.fullmatch(r"tests/test_logs.py:\d+ broken", at) for at in line["exceptions"][0]["at"]
    )
    assert not re.search("Anna|secret local", whole(lines))


def test_database_errors_do_not_repeat_what_was_typed(lines: Lines) -> None:
    try:
        with create_engine("sqlite://").connect() as connection:
            connection.execute(text("SELECT * FROM nothing WHERE a = :a"), {"a": "typed by Anna"})
    except Exception:
        logging.getLogger("slack_bolt.App").exception("Failed (x)")
    (line,) = lines()
    assert line["exceptions"][0]["type"] == "sqlalchemy.exc.OperationalError"
    assert "typed by Anna" not in whole(lines)


def test_codes_that_help_are_kept(lines: Lines) -> None:
    logs.failure("R-1", SlackApiError("no", {"ok": False, "error": "invalid_blocks"}))
    logs.failure("R-2", ConnectionRefusedError(111, "refused"))
    assert lines()[0]["exceptions"][0]["slack"] == "invalid_blocks"
    assert lines()[1]["exceptions"][0]["errno"] == 111


def test_people_read_the_console_form() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:]
    logs.configure("INFO", "console", stream)
    try:
        logs.failure("R-1", ValueError("typed"), verb="when")
    finally:
        root.handlers[:] = before
        logging.captureWarnings(capture=False)
    assert re.search(r"failure .*code=R-1", stream.getvalue())
    assert "typed" not in stream.getvalue()


def test_codes_can_be_said_on_the_phone() -> None:
    codes = {logs.error_code() for _ in range(200)}
    assert all(re.fullmatch("R-[2-9A-HJ-NP-Z]{4}", code) for code in codes)
    assert len(codes) > 190
