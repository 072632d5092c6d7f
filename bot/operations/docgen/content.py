"""The part of `docs/content.md` that is drawn from the catalogue of topics."""

from bot.operations.docgen import markdown
from bot.operations.docgen.markdown import Parts
from bot.texts.topics import topics as catalogue
from bot.texts.words import words_for


def topics() -> str:
    """One row a topic, in the order of the menu, with the id by which a programme hides it."""
    said = words_for("en", "UTC", formal=False, names=lambda _: None)
    rows = [
        (said.plain(f"area.{one.area}"), f"`{one.id}`", one.names["en"], one.names["it"])
        for one in catalogue().values()
    ]
    return markdown.table(("area", "id", "in English", "in Italian"), rows)


PARTS: Parts = {"topics": topics}
