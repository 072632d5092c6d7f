"""The catalogues: PO files with symbolic keys, read once, never compiled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.pofile import read_po

HERE = Path(__file__).parent
LANGUAGES = ("en", "it")
FORMAL = {"it": "it_formal"}
"""Catalogues that speak to a person formally; they override keys of the plain one."""


@dataclass(frozen=True)
class Catalogue:
    """One file: the forms of each key (one, or one per plural class)."""

    name: str
    forms: Mapping[str, tuple[str, ...]]
    form_of: Callable[[int], int]


@cache
def catalogue(name: str) -> Catalogue:
    """The catalogue of that name; raises FileNotFoundError if there is none."""
    with (HERE / f"{name}.po").open("rb") as file:
        po = read_po(file, locale=name.partition("_")[0])
    forms = {_key(message.id): _forms(message.string) for message in po if message.id}
    return Catalogue(name, forms, c2py(po.plural_expr))


def _key(id_: str | tuple[str, ...] | list[str]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def chain(language: str, *, formal: bool) -> tuple[Catalogue, ...]:
    """Where to look a key up, in this order."""
    names = [FORMAL[language]] if formal and language in FORMAL else []
    return tuple(catalogue(name) for name in [*names, language])
