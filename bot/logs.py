"""One structured line per thing that happened, without personal data and without secrets.

Our own lines carry counts, states and codes. Lines of libraries are cut before the first
character that introduces data, since Bolt and the SDK put whole request bodies there. Of an
exception the type and the places in the code are kept; its message is not, because database and
validation errors repeat what people typed.
"""

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PACKAGE = Path(__file__).resolve().parent
_SECRET = re.compile(
    r"\bx(?:ox[a-z]|app|wfp)-[\w.-]+"  # Slack tokens
    r"|(?<=//)[^\s/@]+@"  # user and password in an address
    r"|\b[\w-]{43}=(?![\w=])"  # Fernet keys
    r"|\bgAAAA[\w=-]{40,}"  # what they lock
)
_SLACK_ID = re.compile(r"\b[UWDGCTBAEFV][A-Z0-9]{5,}\b")
_DATA_BEGINS = re.compile(r"[(:{\[<'\"`\n]")
# Verbose ones speak of every request or of each other's business.
_QUIET = {
    "RequestVerification": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.ERROR,
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "uvicorn.error": logging.WARNING,
}


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The log of one module: `log = logs.logger(__name__)`, then `log.info("event", key=value)`."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def error_code() -> str:
    """What a person can quote and an operator can find: `R-` and four signs, new each time."""
    return "R-" + "".join(secrets.choice(_ALPHABET) for _ in range(4))


def failure(code: str, error: BaseException, **facts: str | int | float | bool | None) -> None:
    """One line for a failure that somebody was told of under `code`."""
    logger("bot").error("failure", code=code, exc_info=error, **facts)


def configure(level: str = "INFO", form: str = "auto", stream: TextIO | None = None) -> None:
    """Route structlog and the standard library's logging into one stream.

    `form` is `json`, `console` or `auto` (console when the stream is a terminal).
    """
    out = sys.stderr if stream is None else stream
    as_json = form == "json" or (form == "auto" and not out.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exception_without_words,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[cut_foreign, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                _renderer(as_json),
            ],
        )
    )
    # Bolt remarks at each start that it takes the token from `authorize` alone.
    handler.addFilter(lambda record: not str(record.msg).startswith(("As you gave", "As `ins")))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
    logging.getLogger("slack_bolt.RequestVerification").setLevel(logging.WARNING)


def _renderer(as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False)


# ----------------------------------------------------------------- processors


def cut_foreign(_: Any, __: str, event: EventDict) -> EventDict:
    """A library's line, up to the first sign that introduces data."""
    event["event"] = _DATA_BEGINS.split(str(event.get("event", "")).strip(), maxsplit=1)[0].strip()
    return event


def exception_without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by `exceptions`: types, safe facts and places, outermost first."""
    info = event.pop("exc_info", None)
    error = _exception_of(info)
    if error is not None:
        event["exceptions"] = [_described(one) for one in _chain(error)]
    event.pop("stack_info", None)
    return event


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> EventDict:
    """Last line of defence: no token, key, password or Slack id leaves, wherever it stands."""
    return {key: _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _SLACK_ID.sub("[id]", _SECRET.sub("[secret]", value))
    if isinstance(value, Mapping):
        return {str(key): _clean(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_clean(one) for one in value]
    if value is None or isinstance(value, (int, float)):
        return value
    return _clean(str(value))


def _exception_of(info: Any) -> BaseException | None:
    if info is True:
        return sys.exc_info()[1]
    if isinstance(info, tuple):
        info = info[1]
    return info if isinstance(info, BaseException) else None


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain and len(chain) < 5:
        chain.append(link)
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return chain


def _described(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    told.update(_safe_facts(error))
    told["at"] = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]
    return told


def _safe_facts(error: BaseException) -> dict[str, str | int]:
    """Codes only: Slack's error, the database's SQLSTATE, the system's errno."""
    facts: dict[str, str | int] = {}
    response = getattr(error, "response", None)
    if response is not None and hasattr(response, "get"):
        facts["slack"] = _word(response.get("error"))
    sqlstate = getattr(getattr(error, "orig", error), "sqlstate", None)
    if sqlstate is not None:
        facts["sqlstate"] = _word(sqlstate)
    if isinstance(error, OSError) and error.errno is not None:
        facts["errno"] = error.errno
    return facts


def _word(value: object) -> str:
    text = str(value)
    return text if re.fullmatch(r"[\w.]{1,60}", text) else "?"


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    return "/".join(path.parts[-2:])
