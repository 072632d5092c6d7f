"""Random keys, kept encrypted by the master secret, and the codes made with them.

One key belongs to the installation (sealed fields, codes), one to each round (answers). Rotating
the master secret wraps the same keys anew, and nothing else; deleting a round's row is what unties
its answers from people for good. A wrapped key does not say when it was made.

A new key is wrapped by the secret that wraps the installation's key, not by the newest: replicas
that have been given a new secret work beside others that have not, until one command rotates.
"""

import hmac
import secrets
from contextlib import suppress
from hashlib import sha256

from cryptography.fernet import InvalidToken, MultiFernet
from sqlalchemy import delete, select

from bot.store.db.insert_if_absent import insert_if_absent
from bot.store.db.session import Db
from bot.store.tables import WrappedKey

LENGTH = 32
_INSTALLATION = "installation"
OF_ROUND = "round:"
"""Begins the name of a round's key; the round's id follows."""


def installation_key(db: Db, cipher: MultiFernet) -> bytes:
    """The installation's key, made at the first call.

    Raises cryptography.fernet.InvalidToken when it was wrapped by a secret that `box` lacks.
    """
    return _key(db, cipher, _INSTALLATION)


def round_key(db: Db, cipher: MultiFernet, round_id: int) -> bytes:
    """The key of one round's answers, made at the first call. Raises as `installation_key`."""
    return _key(db, cipher, _of_round(round_id))


def kept_round_key(db: Db, cipher: MultiFernet, round_id: int) -> bytes | None:
    """The key of one round's answers; None when it is gone, or was wrapped by a lost secret."""
    return _opened(db, cipher, _of_round(round_id))


def kept_installation_key(db: Db, cipher: MultiFernet) -> bytes | None:
    """The installation's key; None when there is none yet, or when the secret does not open it."""
    return _opened(db, cipher, _INSTALLATION)


def has_round_key(db: Db, round_id: int) -> bool:
    """Whether answers of this round can still be tied to people."""
    return _wrapped(db, _of_round(round_id)) is not None


def destroy_round_key(db: Db, round_id: int) -> bool:
    """From now on nobody can tie this round's answers to people; False if there was no key."""
    gone = db.scalars(
        delete(WrappedKey).where(WrappedKey.name == _of_round(round_id)).returning(WrappedKey.name)
    )
    return gone.one_or_none() is not None


def pseudonym(key: bytes, *parts: str | int) -> str:
    """HMAC-SHA256 of the parts, 64 hex digits. ("a", "bc") and ("ab", "c") differ."""
    message = b"".join(_framed(str(part).encode()) for part in parts)
    return hmac.new(key, message, sha256).hexdigest()


def open_with(db: Db, cipher: MultiFernet) -> bool:
    """Whether `box` opens every key that is kept."""
    try:
        for wrapped in db.scalars(select(WrappedKey.wrapped)):
            cipher.decrypt(wrapped)
    except InvalidToken:
        return False
    return True


def hold_still(db: Db, cipher: MultiFernet) -> bytes:
    """The installation's key, its row locked, and every kept key opened.

    Raises InvalidToken when `box` lacks a secret that wraps one of them.
    """
    installation = installation_key(db, cipher)
    _held(db, _INSTALLATION)
    for wrapped in db.scalars(select(WrappedKey.wrapped).order_by(WrappedKey.name)):
        cipher.decrypt(wrapped)
    return installation


def rewrap(db: Db, cipher: MultiFernet) -> int:
    """Wraps every key with the newest master secret; how many there are. Raises InvalidToken."""
    _held(db, _INSTALLATION)  # who makes a key meanwhile is done, or waits and wraps it anew
    rows = db.scalars(select(WrappedKey).order_by(WrappedKey.name).with_for_update()).all()
    for row in rows:
        row.wrapped = _wrap(cipher, cipher.decrypt(row.wrapped))
    return len(rows)


def _wrap(cipher: MultiFernet, key: bytes) -> bytes:
    return cipher.encrypt_at_time(key, 0)


def _wrapping(db: Db, cipher: MultiFernet) -> MultiFernet:
    """The secret that wraps the installation's key; of a new installation the newest.

    Raises InvalidToken when `box` lacks it.
    """
    wrapped = _held(db, _INSTALLATION)
    if wrapped is None:
        return cipher
    for one in cipher._fernets:  # the library names no way to ask which of them opens a token
        single = MultiFernet([one])
        with suppress(InvalidToken):
            single.decrypt(wrapped)
            return single
    raise InvalidToken


def _opened(db: Db, cipher: MultiFernet, name: str) -> bytes | None:
    wrapped = _wrapped(db, name)
    try:
        return None if wrapped is None else cipher.decrypt(wrapped)
    except InvalidToken:
        return None


def _key(db: Db, cipher: MultiFernet, name: str) -> bytes:
    wrapped = _wrapped(db, name)
    if wrapped is None:
        insert_if_absent(
            db,
            WrappedKey,
            name=name,
            wrapped=_wrap(_wrapping(db, cipher), secrets.token_bytes(LENGTH)),
        )  # of two at once the first one's key is everybody's
        wrapped = _wrapped(db, name)
        assert wrapped is not None
    return cipher.decrypt(wrapped)


def _wrapped(db: Db, name: str) -> bytes | None:
    return db.scalars(select(WrappedKey.wrapped).where(WrappedKey.name == name)).one_or_none()


def _held(db: Db, name: str) -> bytes | None:
    """The same with the row locked, as it is now."""
    these = select(WrappedKey.wrapped).where(WrappedKey.name == name)
    return db.scalars(these.with_for_update()).one_or_none()


def _of_round(round_id: int) -> str:
    return f"{OF_ROUND}{round_id}"


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part
