"""A wheel of this tree, installed where there is no checkout.

No network is needed: the build calls the backend that is in the development environment, and the
wheel's dependencies come from there, too. Only what the wheel itself declares is handed over, one
distribution after the other, so that an undeclared one is missing here as it would be elsewhere.
That their declared versions can be had from a registry is not shown.
"""

import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
OWN = ("SLACK_", "REVMENTOR_", "DATABASE_", "PYTHON", "PIP_", "PORT", "HOST")


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel and what it declares; `home` is an empty folder to work in."""

    environment: Path
    home: Path

    @property
    def packages(self) -> Path:
        """Where the wheel's packages lie."""
        return next((self.environment / "lib").glob("python*")) / "site-packages"

    def program(self, name: str) -> str:
        """One of the environment's programs."""
        return str(self.environment / "bin" / name)

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """A command, in the folder and with these settings alone."""
        return subprocess.run(
            [self.program(command[0]), *command[1:]],
            cwd=self.home,
            env={**clean(), **settings},
            capture_output=True,
            text=True,
            timeout=120,
        )


def clean() -> Mapping[str, str]:
    """The environment without anything that is ours or leads a Python elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OWN)}


def built(kind: str, tree: Path, into: Path) -> Path:
    """The `wheel` or `sdist` of a tree, by the same hook of the backend that any frontend calls."""
    script = f"import sys; from hatchling.build import build_{kind} as b; print(b(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", script, into], cwd=tree, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return into / done.stdout.splitlines()[-1]


def installed(wheel: Path, folder: Path) -> Installed:
    """The wheel in an environment of its own, put there by that environment's own pip."""
    home = folder / "home"
    home.mkdir()
    here = Installed(folder / "environment", home)
    venv.create(here.environment, with_pip=True)
    pip = "-m", "pip", "--disable-pip-version-check"
    done = here.run("python", *pip, "install", "--no-index", "--no-deps", str(wheel))
    assert done.returncode == 0, done.stderr
    (ours,) = distributions(name="revmentor", path=[str(here.packages)])
    for one in declared(ours):
        hand_over(one, here.packages)
    checked = here.run("python", *pip, "check")
    assert checked.returncode == 0, checked.stdout
    return here


def declared(ours: Distribution) -> Iterable[Distribution]:
    """Every distribution that this one needs, and that those need."""
    found: dict[str, Distribution] = {}
    waiting = list(needed_by(ours, frozenset()))
    seen = set()
    while waiting:
        need = waiting.pop()
        name, extras = canonicalize_name(need.name), frozenset(need.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = distribution(name)
        waiting += needed_by(found[name], extras)
    return found.values()


def needed_by(one: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    """What it requires here, with these of its extras."""
    for line in one.requires or ():
        need = Requirement(line)
        chosen = [{"extra": extra} for extra in (extras or {""})]
        if need.marker is None or any(map(need.marker.evaluate, chosen)):
            yield need


def hand_over(one: Distribution, packages: Path) -> None:
    """A link to everything that a distribution has beside its programs."""
    for top in {file.parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
        link = packages / top
        if not link.is_symlink():
            link.symlink_to(Path(str(one.locate_file(top))).resolve())
