"""What a browser loads: few files, and each of them once.

A document names its files with a version, so a browser keeps them and three pages beside each
other load them once. A script comes with all that it imports, joined as it is served: nothing is
built beforehand, and every module stays a file that one can read.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
ANEW, FOR_EVER = "no-cache", "public, max-age=31536000, immutable"

_NAMED = re.compile(r'="(?P<path>/static/(?P<folder>\w+)/(?P<name>[\w.]+))"')
_IMPORT = re.compile(r'^import \{(?P<names>[^}]+)\} from "(?P<path>[^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?P<what>(?:async )?\w+ (?P<name>\w+))", re.MULTILINE)

Folders = Mapping[str, Path]
"""The folder of files for each word after `/static/` in an address."""


class Assets:
    """The files in some folders."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders

    def document(self, name: str, folder: str, words: Mapping[str, str] | None = None) -> Response:
        """A document, `{words}` filled in, that names the version of each of its files."""
        text = (self.folders[folder] / name).read_text("utf-8")
        for key, word in (words or {}).items():
            text = text.replace(f"{{{key}}}", word)
        text = _NAMED.sub(lambda found: f'="{found["path"]}?v={self._version(found)}"', text)
        return Response(text, headers=_headers(name, ANEW))

    def served(self, folder: str) -> Callable[[Request], Response]:
        """An endpoint for the files of a folder, by `name`; scripts come whole."""

        def endpoint(request: Request) -> Response:
            caching = FOR_EVER if "v" in request.query_params else ANEW
            return self.file(folder, str(request.path_params["name"]), caching)

        return endpoint

    def file(self, folder: str, name: str, caching: str = ANEW) -> Response:
        """One file, or 404."""
        path = self.folders[folder] / name
        if path.suffix not in TYPES or "/" in name or not path.is_file():
            return PlainTextResponse("Not found", 404, headers=_headers("404.html", ANEW))
        return Response(self._content(path), headers=_headers(name, caching))

    def _version(self, found: re.Match[str]) -> str:
        path = self.folders[found["folder"]] / found["name"]
        return hashlib.sha256(self._content(path)).hexdigest()[:12]

    def _content(self, path: Path) -> bytes:
        return self.joined(path).encode() if path.suffix == ".js" else path.read_bytes()

    def joined(self, script: Path) -> str:
        """A module after all that it imports, each of those in a scope of its own.

        Raises ValueError for modules that import each other.
        """
        parts: dict[Path, str] = {}
        entry = self._linked(script, parts, ())
        return "\n".join([*parts.values(), entry])

    def _linked(self, module: Path, parts: dict[Path, str], importers: tuple[Path, ...]) -> str:
        """Its text, with what it imports taken from `parts`, where the imported ones are put."""
        if module in importers:
            raise ValueError(f"{module.name} imports itself, by way of {importers[-1].name}")

        def taken(found: re.Match[str]) -> str:
            imported = self._place(found["path"], module)
            if imported not in parts:
                text = self._linked(imported, parts, (*importers, module))
                parts[imported] = _in_its_scope(imported.name, len(parts), text)
            return f"const {{{found['names']}}} = module{list(parts).index(imported)};"

        return _IMPORT.sub(taken, module.read_text("utf-8"))

    def _place(self, path: str, module: Path) -> Path:
        """The file that an import means: beside the module, or by its whole address."""
        if path.startswith("./"):
            return module.parent / path[2:]
        _, _, folder, name = path.split("/")
        return self.folders[folder] / name


def _in_its_scope(name: str, number: int, text: str) -> str:
    exported = ", ".join(found["name"] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub(lambda found: found["what"], text)
    return f"const module{number} = (() => {{  // {name}\n{body}return {{ {exported} }};\n}})();\n"


def _headers(name: str, caching: str) -> dict[str, str]:
    return {**HEADERS, "Content-Type": TYPES[Path(name).suffix], "Cache-Control": caching}
