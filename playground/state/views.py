"""Modals and Home tabs: what is open for whom, in which version."""

import hashlib
from dataclasses import dataclass, field

from playground.state.errors import Json, SlackError
from playground.state.forms.form import Form

STACK = 3


@dataclass(slots=True, eq=False)
class View:
    """One modal or Home tab of one person. `errors` stand beside fields, by block id."""

    id: str
    person: str
    body: Json
    root_id: str
    form: Form
    hash: str = ""
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.body["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.body["blocks"])

    @property
    def title(self) -> str:
        return str((self.body.get("title") or {}).get("text", ""))

    @property
    def external_id(self) -> str:
        return str(self.body.get("external_id") or "")

    def show(self, body: Json) -> None:
        """A new version; fields with the same ids keep what they hold."""
        self.body = body
        self.form.show(body["blocks"])
        self.errors = {}


class Views:
    """Every open view: a stack of modals and one Home tab for each person."""

    def __init__(self, team_id: str, app_id: str, bot_id: str) -> None:
        self.team_id, self.app_id, self.bot_id = team_id, app_id, bot_id
        self.by_id: dict[str, View] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self._made = 0

    def top(self, person: str) -> View | None:
        """The modal this person looks at, if any."""
        stack = self.stacks.get(person)
        return stack[-1] if stack else None

    def open(self, person: str, body: Json) -> View:
        """A new stack of modals with this one in it; an older stack goes away."""
        self._require_fresh_external_id(body, except_id=None)
        self.close_all(person)
        return self._push(person, body)

    def push(self, person: str, body: Json) -> View:
        """One more modal on the stack. Raises push_limit_reached, or not_found without one."""
        stack = self.stacks.get(person)
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= STACK:
            raise SlackError("push_limit_reached")
        self._require_fresh_external_id(body, except_id=None)
        return self._push(person, body)

    def find(self, view_id: str, external_id: str) -> View:
        """An open view by either id. Raises not_found."""
        if view_id:
            view = self.by_id.get(view_id)
        else:
            matching = (one for one in self.by_id.values() if one.external_id == external_id)
            view = next(matching, None) if external_id else None
        if view is None:
            raise SlackError("not_found")
        return view

    def update(self, view: View, body: Json, expected_hash: str = "") -> View:
        """A new version of an open view. Raises hash_conflict when another came first."""
        if expected_hash and expected_hash != view.hash:
            raise SlackError("hash_conflict")
        if body["type"] != view.kind:
            raise SlackError("invalid_arguments", ["view type cannot change"])
        self._require_fresh_external_id(body, except_id=view.id)
        view.show(body)
        view.hash = self._next_hash(view.id)
        return view

    def publish(self, person: str, body: Json, expected_hash: str = "") -> View:
        """The Home tab of a person. Raises hash_conflict."""
        home = self.homes.get(person)
        if home is not None:
            return self.update(home, body, expected_hash)
        if expected_hash:
            raise SlackError("hash_conflict")
        made = self._make(person, body)
        self.homes[person] = made
        return made

    def close_top(self, person: str) -> View | None:
        """The person goes back to the modal below, if there is one."""
        stack = self.stacks.get(person) or []
        if not stack:
            return None
        closed = stack.pop()
        self.by_id.pop(closed.id, None)
        return closed

    def close_all(self, person: str) -> list[View]:
        """The person is back at the conversation."""
        closed = self.stacks.pop(person, [])
        for view in closed:
            self.by_id.pop(view.id, None)
        return closed

    def as_json(self, view: View, omits_untouched: bool = False) -> Json:
        """Slack's view object, with the state of its fields."""
        body = view.body
        return {
            "id": view.id,
            "team_id": self.team_id,
            "type": view.kind,
            "blocks": body["blocks"],
            "private_metadata": body.get("private_metadata") or "",
            "callback_id": body.get("callback_id") or "",
            "state": {"values": view.form.values(omits_untouched)},
            "hash": view.hash,
            "title": body.get("title") or {"type": "plain_text", "text": "View Title"},
            "clear_on_close": bool(body.get("clear_on_close")),
            "notify_on_close": bool(body.get("notify_on_close")),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self.app_id,
            "external_id": view.external_id,
            "app_installed_team_id": self.team_id,
            "bot_id": self.bot_id,
        }

    def _push(self, person: str, body: Json) -> View:
        stack = self.stacks.setdefault(person, [])
        view = self._make(person, body, below=stack[-1] if stack else None)
        stack.append(view)
        return view

    def _make(self, person: str, body: Json, below: View | None = None) -> View:
        self._made += 1
        view_id = f"V0PG{self._made:07X}"
        root = below.root_id if below else view_id
        view = View(view_id, person, body, root, Form(body["blocks"]))
        view.previous_id = below.id if below else None
        view.hash = self._next_hash(view_id)
        self.by_id[view_id] = view
        return view

    def _next_hash(self, view_id: str) -> str:
        self._made += 1
        return f"{self._made}.{hashlib.sha256(f'{view_id}/{self._made}'.encode()).hexdigest()[:8]}"

    def _require_fresh_external_id(self, body: Json, except_id: str | None) -> None:
        wanted = body.get("external_id")
        if not wanted:
            return
        if any(v.external_id == wanted and v.id != except_id for v in self.by_id.values()):
            raise SlackError("duplicate_external_id")
