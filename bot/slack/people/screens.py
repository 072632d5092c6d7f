"""The language that we speak with a person, and the notice that they read."""

from bot.programme.people.results import LanguageChosen, Notice
from bot.slack.kit import blocks
from bot.slack.kit.blocks import Element, Said, View
from bot.slack.kit.tell import tell
from bot.texts.catalogue import LANGUAGES
from bot.texts.words import Words


def choose(words: Words) -> Said:
    """Asked in every language, the reader's first, since the wrong one may be set."""
    others = [words.also(one) for one in LANGUAGES if one != words.language]
    return tell(
        words("language.choose"),
        *(other("language.choose") for other in others),
        buttons=[_button(one, words.also(one), "button.this_language") for one in LANGUAGES],
    )


def chosen(facts: LanguageChosen, words: Words) -> Said:
    """In the language chosen; the way back is written in the one before."""
    if facts.before == facts.language:
        return tell(words("language.chosen"))
    back = _button(facts.before, words.also(facts.before), "button.back_to_this_language")
    return tell(words("language.chosen"), buttons=[back])


def _button(language: str, words: Words, label: str) -> Element:
    return blocks.button(f"language.choose.{language}", language, words.plain(label))


def notice(window: str, facts: Notice, session_id: int, words: Words) -> View:
    """The privacy notice, before something about a meeting that it names; sent when it is read."""
    link = [words("privacy.link", link=facts.link)] if facts.link else []
    return blocks.modal(
        window,
        words.plain("title.notice"),
        [
            blocks.section(f"*{words('notice.new')}*"),
            blocks.section("\n".join([words("privacy.notice"), words("privacy.kept"), *link])),
        ],
        submit=words.plain("button.notice_read"),
        close=words.plain("button.close"),
        metadata={"session": session_id},
    )
