"""The real bot behind the page: joining by hand, in both languages."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Pages
from tests.browser.looks import seen_in_every_way
from tests.people import Colleague
from tests.world import World

WHEN_DONE = {"it": "partecipi come mentor.", "en": "you're in as mentor."}
REQUIRED = {
    "it": "Compila questo campo: è obbligatorio.",
    "en": "Please complete this required field.",
}


def field(dialog: Locator, one: Colleague, key: str, role: str) -> Locator:
    """A field by the words of its label; optional ones have a word more."""
    name = re.compile(f"^{re.escape(one.words.plain(key))}")
    return dialog.get_by_role(role, name=name)  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "locale"), [("it", "it-IT"), ("en", "en-GB")])
def test_somebody_joins_by_hand(
    world: World, bot_page_of: Pages, language: str, locale: str
) -> None:
    one = world.person("Anna", locale=locale)
    page = bot_page_of(one.id, locale=locale)
    write = page.get_by_role("combobox", name=re.compile("^(Messaggio|Message)$"))
    write.fill("/revmentor")
    write.press("Enter")
    page.get_by_role("article").get_by_role("button", name=one.words.plain("button.join")).click()
    form = page.get_by_role("dialog")

    role = field(form, one, "join.role", "radiogroup")
    role.get_by_role("radio", name=one.words.plain("join.role.mentor")).check()
    go_on = form.get_by_role("button", name=one.words.plain("button.next"))
    go_on.click()
    band = field(form, one, "join.band", "radiogroup")
    expect(band).to_have_accessible_description(REQUIRED[language])
    assert seen_in_every_way(page) == []
    band.get_by_role("radio").nth(1).check()
    page.reload()
    expect(role.get_by_role("radio", name=one.words.plain("join.role.mentor"))).to_be_checked()
    expect(band.get_by_role("radio").nth(1)).to_be_checked()
    field(form, one, "join.languages", "group").get_by_role("checkbox").first.check()
    go_on.click()

    expect(form.get_by_role("heading", name=re.compile("2 (di|of) 3"))).to_be_visible()
    share = form.get_by_role("combobox").first
    share.press("ArrowDown")
    share.press("Enter")
    share.press("Escape")
    form.get_by_role("checkbox").last.check()
    go_on.click()

    expect(form.get_by_role("heading", name=re.compile("3 (di|of) 3"))).to_be_visible()
    form.get_by_role("combobox").first.select_option(index=2)
    form.get_by_role("button", name=one.words.plain("button.join")).click()
    expect(form).to_be_hidden()
    world.tick()
    expect(page.get_by_role("article").last).to_contain_text(WHEN_DONE[language])
    assert one.takes_part

    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_role("tabpanel")).to_contain_text(one.words.plain("home.settings"))
    assert seen_in_every_way(page) == []
