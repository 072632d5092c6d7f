"""What drawing needs to know: who reads, what stands in the fields, who there is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playground.actor.rendering import Reader
from playground.actor.screen import name_of
from playground.page.drawing.mrkdwn import Span, text_object, words_of
from playground.page.words import words_for
from playground.state.errors import Json
from playground.state.forms.fields import Field
from playground.state.forms.form import Form
from playground.state.people import SLACKBOT, Person
from playground.state.workspace import Workspace


@dataclass(frozen=True)
class DrawingContext:
    """One screen in front of one person. `errors` are by block id."""

    ws: Workspace
    person: Person
    reader: Reader
    form: Form
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls, ws: Workspace, person: Person, form: Form, errors: dict[str, str] | None = None
    ) -> "DrawingContext":
        """That of one message, modal or Home tab."""
        return cls(ws, person, reader_of(ws, person), form, errors or {})

    @property
    def words(self) -> dict[str, str]:
        """The page's own words in the reader's language."""
        return words_for(self.person.locale)

    def text(self, text: Json | None) -> list[Span]:
        """The spans of a text object, none for none."""
        return text_object(text, self.reader) if text else []

    def label(self, text: Json | None) -> str:
        """Only its words."""
        return words_of(self.text(text))

    def field(self, block: Json, element: Json) -> Field | None:
        """What the form knows of this element."""
        return self.form.fields.get((block["block_id"], element["action_id"]))


def reader_of(ws: Workspace, person: Person) -> Reader:
    """The person as a reader: zone, language, and names for ids."""
    return Reader.of(person, named(ws))


def named(ws: Workspace) -> Callable[[str], str]:
    """Names for the ids of people and channels."""
    return lambda one: name_of(ws, one)


def colleagues(ws: Workspace) -> list[Person]:
    """Everybody whom a field can name, in the order of their names."""
    people = [
        one
        for one in ws.by_id.values()
        if not (one.is_bot or one.deleted or one.is_stranger or one.id == SLACKBOT)
    ]
    return sorted(people, key=lambda one: (one.real_name.casefold(), one.id))
