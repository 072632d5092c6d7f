"""pgbouncer in front of the tests' PostgreSQL, in transaction mode: each transaction may be given
another connection to the server."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from tests.databases import die_with_parent, unprivileged, wait_until_ready

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_PORT = "6432"
_SETTINGS = """
[databases]
* = host={server} user=postgres
[pgbouncer]
listen_port = {port}
unix_socket_dir = {home}
auth_type = any
pool_mode = transaction
default_pool_size = 4
"""


@contextmanager
def pooled(where: str) -> Iterator[str]:
    """The address of the same database behind the pooler."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(prefix="revmentor-pool-") as folder:
        home, server = Path(folder), make_url(where)
        settings = home / "pgbouncer.ini"
        settings.write_text(
            _SETTINGS.format(server=server.query["host"], port=_PORT, home=home), encoding="utf-8"
        )
        process = subprocess.Popen(
            [PROGRAM, "-q", settings], cwd=home, preexec_fn=die_with_parent, **unprivileged(home),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        through = server.set(query={"host": folder, "port": _PORT})
        try:
            plain = through.set(drivername="postgresql").render_as_string(hide_password=False)
            wait_until_ready(process, plain)
            yield through.render_as_string(hide_password=False)
        finally:
            process.terminate()
            process.wait(10)
