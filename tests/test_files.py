"""Files that an operator's tools have written, and folders as machines have them."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from bot import files
from bot.operations import cli
from bot.settings import Settings
from tests.store import damage

ROOT = Path(__file__).parents[1]
BIND = "setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner,-chown"
"""Even for root the rights of a file count then."""

Encode = Callable[[str], bytes]
ENCODINGS: dict[str, Encode] = {
    "utf-8": lambda text: text.encode(),
    "with a byte order mark": lambda text: text.encode("utf-8-sig"),
    "utf-16, little end first": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16, big end first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
}
OTHERS: dict[str, Encode] = {
    "windows-1252": lambda text: text.encode("windows-1252"),
    "utf-16 without its mark": lambda text: text.encode("utf-16-le"),
    "utf-16, cut": lambda text: b"\xff\xfe" + text.encode("utf-16-le")[:-1],
    "utf-32": lambda text: text.encode("utf-32"),
}
good = pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
bad = pytest.mark.parametrize("encode", OTHERS.values(), ids=OTHERS)


class Done(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


class Machine:
    """An empty folder in which the real command line is run."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, patch
        self.data = folder / "data"

    def write(self, name: str, content: bytes) -> Path:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        return file

    def bot(self, *arguments: str, typed: bytes = b"", **settings: str) -> Done:
        """The command line in this process, which is quick."""
        runner = CliRunner(env=settings)
        self.patch.setattr(sys, "argv", ["bot", *arguments])
        with runner.isolation(input=typed) as (out, err, _):
            try:
                cli.main()
                status = 0
            except SystemExit as end:
                status = int(end.code or 0)
            return Done(status, out.getvalue().decode(), err.getvalue().decode())

    def process(self, *arguments: str, before: tuple[str, ...] = (), **settings: str) -> Done:
        """The command line in a process of its own, perhaps with less rights."""
        clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        done = subprocess.run(
            [*before, sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=clean | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | settings,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Done(done.returncode, done.stdout, done.stderr)


def refusal(done: Done) -> str:
    """The one line with which a command ended, with status 2."""
    assert (done.status, done.out) == (2, ""), done.err[-600:]
    assert done.err.count("\n") == 1, done.err[-600:]
    return done.err.strip()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.logs.configure", lambda *_: None)
    return Machine(tmp_path, monkeypatch)


# ----------------------------------------------------------------- text


@good
def test_text_is_read_without_its_mark(tmp_path: Path, encode: Encode) -> None:
    file = tmp_path / "file"
    file.write_bytes(encode("à\r\nb\n"))
    assert files.read_text(file) == "à\nb\n"


@bad
def test_other_bytes_are_refused_with_the_line(encode: Encode) -> None:
    with pytest.raises(files.NotText, match=r"^is not UTF-8 in line [123]: save it as UTF-8$"):
        files.decoded(encode("one\ntwo\nthree è"))


@good
def test_the_settings_file_is_read(machine: Machine, encode: Encode) -> None:
    machine.write(".env", encode("REVMENTOR_DATA=là\n# è\n"))
    assert machine.bot("migrate").status == 0
    assert (machine.folder / "là" / "revmentor.db").exists()


@bad
def test_a_settings_file_of_another_kind_is_one_line(machine: Machine, encode: Encode) -> None:
    machine.write(".env", encode("PORT=4000\n# perché no"))
    said = refusal(machine.bot("migrate"))
    assert said.startswith(".env: is not UTF-8 in line ")
    assert "save it as UTF-8" in said


def test_a_settings_file_that_is_a_folder_or_may_not_be_read_is_one_line(
    machine: Machine,
) -> None:
    folder = machine.folder / ".env"
    folder.mkdir()
    assert refusal(machine.bot("migrate")).startswith(".env: is a folder, not a file: ")
    folder.rmdir()
    machine.write(".env", b"PORT=4000\n").chmod(0)
    said = refusal(machine.process("migrate", before=BIND))
    assert said.startswith(f".env: may not be used by uid {os.geteuid()}: .env belongs to uid ")


@good
def test_a_mounted_secret_is_read(machine: Machine, encode: Encode) -> None:
    file = machine.write("secret", encode(f"sqlite:///{machine.folder}/mine.db\r\n"))
    assert machine.bot("migrate", DATABASE_URL_FILE=str(file)).status == 0
    assert (machine.folder / "mine.db").exists()


@bad
def test_a_mounted_secret_of_another_kind_is_one_line(machine: Machine, encode: Encode) -> None:
    file = machine.write("secret", encode("sqlite:///perché.db"))
    said = refusal(machine.bot("migrate", DATABASE_URL_FILE=str(file)))
    assert said.startswith(f"DATABASE_URL_FILE: {file} is not UTF-8 in line 1: ")


def test_a_secret_in_the_place_of_its_path_is_not_repeated(machine: Machine) -> None:
    for secret in ("xoxb-hunter2", "xoxb-hunter2" * 40):
        assert "hunter2" not in refusal(machine.bot("migrate", SLACK_BOT_TOKEN_FILE=secret))


@good
def test_a_programme_and_a_list_of_messages_are_read(machine: Machine, encode: Encode) -> None:
    machine.write("data/programme.toml", encode('# è\r\nname = "Scambio"\r\n'))
    assert '"name": "Scambio"' in machine.bot("programme", "show", "--json").out
    file = machine.write("new.toml", encode('name = "Perché"\n'))
    assert machine.bot("programme", "apply", str(file), "--yes").status == 0
    line = '{"key": "a", "channel": "U012ABCDEF", "text": "è"}\r\n'
    assert machine.bot("outbox", "put", typed=encode(line)).out == "1: queued\n"


@bad
def test_a_programme_and_a_list_of_another_kind_are_one_line(
    machine: Machine, encode: Encode
) -> None:
    assert machine.bot("programme", "show").status == 0
    machine.write("new.toml", encode('name = "Perché"'))
    said = refusal(machine.bot("programme", "apply", "new.toml", "--yes"))
    assert said.startswith("new.toml: is not UTF-8 in line 1: ")
    put = machine.bot("outbox", "put", typed=encode("perché"))
    assert (put.status, put.err.count("\n")) == (2, 1)
    assert put.err.startswith("standard input: is not UTF-8 in line 1: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 10_000, "Its brackets or names are nested too deeply. Three levels"),
        ("language" + ".a" * 2000 + " = 1", "Its brackets or names are nested too deeply."),
        ("\nplaces.total = " + "9" * 5000 + "\n", "Line 2 isn't TOML. Look at"),
        ("name = ", "Line 1 isn't TOML. Look at"),
        ("round.first = 1990-01-01", "line 1: round.first: This is too small or too large."),
        ("round.first = 9999-12-31", "line 1: round.first: This is too small or too large."),
    ],
)
def test_a_programme_that_is_no_programme_is_one_line(
    machine: Machine, text: str, says: str
) -> None:
    machine.write("mine.toml", text.encode())
    said = refusal(machine.bot("programme", "show", REVMENTOR_PROGRAMME="mine.toml"))
    assert said.startswith(f"REVMENTOR_PROGRAMME: mine.toml: {says}")


# ----------------------------------------------------------------- folders and new files

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")


def modes(folder: Path) -> dict[str, int]:
    return {one.name: stat.S_IMODE(one.stat().st_mode) for one in (folder, *folder.iterdir())}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o177])
def test_what_is_made_is_for_its_owner_alone(machine: Machine, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert machine.bot("restored", REVMENTOR_DATA="new/data").status == 0
        assert machine.bot("backup", "copy.db", REVMENTOR_DATA="new/data").status == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((machine.folder / "new").stat().st_mode) == 0o700
    found = modes(machine.folder / "new" / "data")
    assert found.pop("data") == 0o700
    assert {"revmentor.db", "secret.key", "journal"} <= set(found)
    assert {name for name, mode in found.items() if mode != 0o600} == set()
    assert stat.S_IMODE((machine.folder / "copy.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_a_file_system_without_hard_links_will_do(machine: Machine, number: int) -> None:
    def no_link(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    machine.patch.setattr(os, "link", no_link)
    assert machine.bot("programme", "show").status == 0
    assert machine.bot("backup", "copy.db").status == 0
    before = (machine.folder / "copy.db").read_bytes()
    assert refusal(machine.bot("backup", "copy.db")).startswith("copy.db: is there already")
    assert (machine.folder / "copy.db").read_bytes() == before
    draft = machine.write("draft", b"mine")
    with pytest.raises(FileExistsError):
        files.appear(draft, machine.folder / "copy.db")
    assert not list(machine.folder.glob(".copy*"))


def test_a_backup_follows_no_link(machine: Machine) -> None:
    assert machine.bot("programme", "show").status == 0
    mine = machine.write("mine", b"mine")
    for name, target in ((".copy.db.part", mine), ("copy.db", mine), ("other.db", Path("none"))):
        (machine.folder / name).symlink_to(target)
    for name in ("copy.db", "other.db"):
        assert refusal(machine.bot("backup", name)).startswith(f"{name}: is there already")
    (machine.folder / "copy.db").unlink()
    assert machine.bot("backup", "copy.db").status == 0
    assert mine.read_bytes() == b"mine"
    assert not (machine.folder / "none").exists()


def test_a_folder_that_cannot_be_made_is_one_line(machine: Machine) -> None:
    machine.write("file", b"")
    said = refusal(machine.bot("migrate", REVMENTOR_DATA="file/data"))
    assert "lies below something that is no folder: " in said
    assert machine.bot("migrate").status == 0
    said = refusal(machine.bot("backup", "none/copy.db"))
    assert said.startswith("none/copy.db: lies in a folder that is not there: make it")


@needs_root
def test_another_users_folder_and_key_are_named_with_their_owner(machine: Machine) -> None:
    """A process for which rights count, as under an arbitrary uid in a container."""
    theirs = machine.folder / "theirs"
    theirs.mkdir(0o755)
    os.chown(theirs, 10001, 10001)
    said = refusal(machine.process("migrate", before=BIND, REVMENTOR_DATA="theirs/data"))
    assert said.startswith("theirs/data: may not be used by uid 0: ")
    assert "theirs belongs to uid 10001 (rights 755), so run the bot as that user" in said
    key = machine.write("data/secret.key", b"x")
    key.chmod(0o600)
    os.chown(key, 10001, 10001)
    said = refusal(machine.process("migrate", before=BIND))
    assert said.startswith("REVMENTOR_SECRET_KEY: data/secret.key may not be used by uid 0: ")
    assert "data/secret.key belongs to uid 10001 (rights 600)" in said


def test_a_key_file_that_holds_no_key_says_so(machine: Machine) -> None:
    machine.write("data/secret.key", b"spoilt")
    said = refusal(machine.bot("migrate"))
    assert said.startswith("REVMENTOR_SECRET_KEY: data/secret.key holds no Fernet key: ")


@pytest.mark.parametrize("content", [b"no database" * 500, None])
def test_a_database_that_is_damaged_is_one_line(machine: Machine, content: bytes | None) -> None:
    file = machine.data / "revmentor.db"
    assert machine.bot("programme", "show").status == 0
    if content is None:
        damage.unreadable(file)
    else:
        file.write_bytes(content)
    said = refusal(machine.bot("programme", "show"))
    assert said.startswith("DATABASE_URL: data/revmentor.db: ")
    assert "restore the last backup" in said


def test_a_full_disk_is_one_line(machine: Machine) -> None:
    """A real file system of 64 KiB, seen by this process alone."""
    machine.data.mkdir()
    small = 'mount -t tmpfs -o size=64k none data && exec "$@"'
    before = ("unshare", "-rm", "sh", "-c", small, "sh")
    if subprocess.run([*before, "true"], cwd=machine.folder, capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    said = refusal(machine.process("migrate", before=before))
    assert said.startswith("DATABASE_URL: data/revmentor.db: ")
    assert "full" in said


def test_the_doctor_warns_of_what_others_can_read(machine: Machine) -> None:
    assert machine.bot("restored").status == 0
    assert "rights" not in machine.bot("doctor").out
    machine.write(".env", b"PORT=4000\n").chmod(0o644)
    for name in ("revmentor.db", "journal"):
        (machine.data / name).chmod(0o640)
    machine.data.chmod(0o755)
    told = [line for line in machine.bot("doctor").out.splitlines() if " rights: " in line]
    assert [line.split()[2] for line in told] == [
        "data",
        "data/revmentor.db",
        "data/journal",
        ".env",
    ]
    assert told[0].endswith("is open to others. Run `chmod go= data`")


# ----------------------------------------------------------------- a slip of the pen


@pytest.mark.parametrize("content", [b'name = "Scambio', b'nam = "x"\n', b"\xff", None])
def test_a_wrong_programme_file_stops_nothing_that_runs(
    machine: Machine, content: bytes | None
) -> None:
    """The rules in force stand, the log and the doctor say so; `apply` alone refuses."""
    file = machine.write("data/programme.toml", b'name = "Scambio"\n')
    assert machine.bot("programme", "show").status == 0
    if content is None:
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(content)
    with capture_logs() as lines:
        assert '"name": "Scambio"' in machine.bot("programme", "show", "--json").out
    (line,) = lines
    assert line["log_level"] == "error"
    assert line["wrong"].startswith("data/programme.toml: ")
    told = next(one for one in machine.bot("doctor").out.splitlines() if "programme file" in one)
    assert told.endswith("Fix data/programme.toml; until then the rules in force stand")
    refused = machine.bot("programme", "apply", "data/programme.toml", "--yes")
    assert refused.status == 2
    good = machine.write("good.toml", b'name = "Scambio di saperi"\n')
    assert machine.bot("programme", "apply", str(good), "--yes").status == 0
