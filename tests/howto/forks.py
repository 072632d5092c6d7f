"""Runs the checks in many copies of the tree: the libraries are imported once, then one fork each.

Started as a program. A line is a job: `{"folder": …, "checks": […], "code": […], "docs": …}`;
each is answered with `{"folder": …, "said": …}`: what was said, or nothing where all was green.
"""

import gc
import io
import json
import os
import sys
import tempfile
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

AT_ONCE = 2
LIBRARIES = (
    "apscheduler.schedulers.background", "babel.messages.pofile", "cryptography.fernet",
    "holidays", "mypy.api", "numpy", "prometheus_client", "psycopg", "pydantic_settings",
    "pytest", "scipy.optimize", "slack_bolt", "sqlalchemy.dialects.postgresql", "sqlalchemy.orm",
    "starlette.applications", "structlog", "uvicorn", "yaml",
)  # fmt: skip


def checked(job: dict[str, Any]) -> str:
    """What is wrong with this copy: what cannot be imported is said, and is not tested then."""
    folder = Path(job["folder"])
    os.chdir(folder)
    sys.path[:] = [str(folder), *sys.path]
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        well = importable(folder, job["code"])
        if well:
            well = all([documented(folder, job["docs"]), tested(folder, job["checks"])])
    return "" if well else said.getvalue()


def importable(folder: Path, code: list[str]) -> bool:
    """No module lacks what another asks of it."""
    try:
        missing_in = import_module("tests.howto.names").missing_in
        missing = [one for file in code for one in missing_in(folder, file)]
    except Exception:
        traceback.print_exc()
        return False
    sys.stdout.write("\n".join(missing))
    return missing == []


def documented(folder: Path, docs: bool) -> bool:
    """Pages are written anew, as `make docs` does."""
    try:
        if docs:
            import_module("bot.operations.docgen").write(folder)
    except Exception:  # pytest shall say the rest
        traceback.print_exc()
        return False
    return True


def tested(folder: Path, checks: list[str]) -> bool:
    import pytest

    options = (
        "-c", str(folder / "pyproject.toml"), "--rootdir", str(folder), "--noconftest", "-q",
        "--basetemp", str(folder / "tmp"), "-p", "no:cacheprovider", "--tb=short", "--no-header",
        "-o", "verbosity_assertions=2", "-p", "no:unraisableexception", "-p", "no:threadexception",
    )  # fmt: skip
    return pytest.main([*options, *checks]) == 0


def begun(job: dict[str, Any], answer: int) -> int:
    child = os.fork()
    if child == 0:
        try:
            said = checked(job)
        except BaseException:  # an import that fails before pytest runs
            said = traceback.format_exc()
        os.write(answer, json.dumps({"folder": job["folder"], "said": said}).encode())
        os._exit(0)
    return child


def main() -> None:
    for library in LIBRARIES:
        __import__(library)
    gc.freeze()  # no fork looks through the libraries for garbage
    jobs = [json.loads(line) for line in sys.stdin]
    running: dict[int, Any] = {}
    while jobs or running:
        while jobs and len(running) < AT_ONCE:
            answer = tempfile.TemporaryFile()  # noqa: SIM115
            running[begun(jobs.pop(0), answer.fileno())] = answer
        answer = running.pop(os.wait()[0])
        answer.seek(0)
        sys.stdout.write(answer.read().decode() + "\n")


if __name__ == "__main__":
    del sys.path[0]
    main()
