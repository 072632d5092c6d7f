"""Preparing: the reminder's buttons, a worksheet, a topic card, starters for the two."""

from sqlalchemy import update

from bot.domain.learning.worksheet import LONGEST
from bot.store.tables import OutboxRow, Participation, WorksheetRow
from bot.texts import guidance
from tests.people import Colleague
from tests.world import World, moment

NEAR = "session.near"
REMINDED, MET = "2026-12-09 12:00", "2026-12-10 16:00"


def offered(who: Colleague) -> list[str]:
    """What the newest reminder has buttons for."""
    rows = [block for block in who.message(NEAR).blocks if block["type"] == "actions"]
    return [one["action_id"] for row in rows for one in row["elements"]]


# --- the reminder ---------------------------------------------------------------------------------


def test_the_reminder_before_the_first_meeting_has_a_primer_and_later_ones_have_ideas(
    world: World,
) -> None:
    anna, marco = world.dated("2026-12-10 11:00")
    before = len(anna.heard), len(marco.heard)
    world.lives_until(REMINDED)
    assert offered(anna) == ["date.move", "learning.card", "learning.primer"]
    assert offered(marco) == ["date.move", "learning.worksheet", "learning.primer"]
    assert (len(anna.heard), len(marco.heard)) == (before[0] + 1, before[1] + 1), "no message more"
    for who, role in ((anna, "mentor"), (marco, "mentee")):
        who.answers_to(NEAR, "button.primer")
        primer = guidance.primers()[role]
        assert primer.title["it"] in who.view.shown
        assert primer.paragraphs["it"][-1] in who.view.shown
        who.closes()
    world.lives_until(MET)
    marco.proposes("2026-12-17 11:00")
    world.tick()
    anna.confirms()
    world.lives_until("2026-12-16 12:00")
    assert offered(anna) == ["date.move", "learning.card", "learning.ideas"]
    assert offered(marco) == ["date.move", "learning.worksheet", "learning.ideas"]


def test_the_topic_card_has_the_pairs_topics_and_the_companys_rules_on_ai(lite: World) -> None:
    anna, _ = lite.dated("2026-12-10 11:00")
    lite.lives_until(REMINDED)
    anna.answers_to(NEAR, "button.topic_card")
    shown = anna.view.shown
    content = anna.words.catalogue.known["ai.assistants"].contents["it"]
    assert anna.words.topic("ai.assistants") in shown
    assert content.description in shown
    assert all(prompt.says in shown for prompt in content.prompts)
    assert guidance.ai_rules().verify_title["it"] in shown
    assert guidance.ai_rules().without_link["it"] in shown


# --- the worksheet --------------------------------------------------------------------------------


def writes(who: Colleague, **lines: str) -> None:
    who.answers_to(NEAR, "button.worksheet")
    who.fills(**lines)
    who.submits()


def test_a_worksheet_is_written_changed_until_the_meeting_and_read_after_it(world: World) -> None:
    anna, marco = world.dated("2026-12-10 11:00")
    world.lives_until(REMINDED)
    heard, seen = list(anna.heard), anna.reads(NEAR)
    writes(marco, tried="Two reports\u202e from a prompt", give="A name")
    assert marco.says_text(
        "worksheet.kept", until=marco.words.moment(moment("2026-12-10 11:00"))
    ) in (marco.answer)
    marco.closes()
    writes(marco, question="Why?", give="")
    marco.closes()
    marco.answers_to(NEAR, "button.worksheet")
    assert [marco.shows(line) for line in ("tried", "question", "give")] == [
        "Two reports from a prompt", "Why?", None,
    ]  # fmt: skip
    marco.closes()
    world.lives_until("2026-12-10 10:59")
    assert (anna.heard, anna.reads(NEAR)) == (heard, seen), "the other sees nothing of it"
    old = marco.message(NEAR)
    marco.answers_to(NEAR, "button.worksheet")
    world.goes_to("2026-12-10 11:00")
    marco.fills(give="too late")
    marco.submits()
    assert list(marco.view.errors.values()) == [marco.words.plain("refusal.worksheet_closed")]
    assert marco.shows("give") == "too late", "what was typed stays"
    marco.closes()
    world.lives_until(MET)
    marco.presses("button.worksheet", old)
    assert "Two reports from a prompt" in marco.view.shown
    assert [block for block in marco.view.blocks if block["type"] == "input"] == []
    marco.closes()
    world.lives_until("2027-01-10 12:00")
    assert world.rows(WorksheetRow) == []
    marco.hands.presses_old(marco.words.plain("button.worksheet"), old)
    assert marco.says_text("refusal.no_longer_open") in marco.answer


def test_three_thousand_characters_are_refused_beside_the_field_and_stay_there(
    world: World,
) -> None:
    _, marco = world.dated("2026-12-10 11:00")
    world.lives_until(REMINDED)
    before = world.fingerprint()
    writes(marco, tried="x" * 3000, question="Why?")
    too_long = marco.words.plain("form.too_long", limit=LONGEST, n=3000)
    assert marco.view.errors == {"tried": too_long}
    assert (marco.shows("tried"), marco.shows("question")) == ("x" * 3000, "Why?")
    assert world.fingerprint() == before


def test_what_was_typed_stands_in_no_message_and_no_row(world: World) -> None:
    _, marco = world.dated("2026-12-10 11:00")
    world.lives_until(REMINDED)
    writes(marco, tried="Zanzibar")
    marco.closes()
    world.lives_until(MET)
    everything = [message for room in world.slack.workspace.rooms.by_id.values()
                  for message in room.by_ts.values()]  # fmt: skip
    assert everything
    assert not [one for one in everything if "Zanzibar" in f"{one.blocks} {one.text} {one.earlier}"]
    assert "Zanzibar" not in str(world._everything())


def test_sent_twice_it_is_kept_once(lite: World) -> None:
    _, marco = lite.dated("2026-12-10 11:00")
    lite.lives_until(REMINDED)
    marco.answers_to(NEAR, "button.worksheet")
    marco.fills(tried="once")
    reply = marco.submits()
    counts = lite.counts()
    marco.hands.replays(reply)
    assert lite.counts() == counts
    marco.closes()
    marco.answers_to(NEAR, "button.worksheet")
    assert marco.shows("tried") == "once"


def test_a_meeting_that_is_moved_takes_the_worksheet_along(world: World) -> None:
    anna, marco = world.dated("2026-12-10 11:00")
    world.lives_until(REMINDED)
    writes(marco, question="Why?")
    marco.closes()
    old = marco.message(NEAR)
    anna.proposes("2026-12-15 11:00")
    world.tick()
    marco.confirms()
    world.lives_until("2026-12-14 12:00")
    assert marco.message(NEAR) is not old
    assert offered(marco) == ["date.move", "learning.worksheet", "learning.primer"]
    marco.answers_to(NEAR, "button.worksheet")
    assert marco.shows("question") == "Why?"
    marco.closes()
    marco.hands.presses_old(marco.words.plain("button.worksheet"), old)
    assert marco.shows("question") == "Why?"
    assert len(world.rows(WorksheetRow)) == 1


def test_who_joined_under_an_older_notice_reads_the_new_one_once_before(world: World) -> None:
    _, marco = world.dated("2026-12-10 11:00")
    with world.db() as db:
        db.execute(update(Participation).values(notice_version=1))
    world.lives_until(REMINDED)
    marco.answers_to(NEAR, "button.worksheet")
    assert marco.says_text("notice.new") in marco.view.shown
    marco.closes()
    marco.answers_to(NEAR, "button.worksheet")
    marco.submits()
    marco.fills(tried="in the window that came in its place")
    marco.submits()
    marco.closes()
    marco.answers_to(NEAR, "button.worksheet")
    assert marco.shows("tried") == "in the window that came in its place"


def test_an_undone_leaving_keeps_the_worksheet_and_a_final_one_takes_it(lite: World) -> None:
    _, marco = lite.dated("2026-12-10 11:00")
    lite.lives_until("2026-12-08 12:00")
    assert len(lite.rows(WorksheetRow)) == 1
    marco.leaves()
    lite.lives_until("2026-12-08 12:05")
    assert len(lite.rows(WorksheetRow)) == 1
    lite.lives_until("2026-12-08 12:11")
    assert lite.rows(WorksheetRow) == []


# --- ideas ----------------------------------------------------------------------------------------


def test_both_read_the_same_three_starters_from_the_introduction_on(world: World) -> None:
    anna, marco = world.paired()
    pair = world.pair_of(anna, marco)
    starters = guidance.three("first", f"{pair.id}:0", 0)
    questions = [one.says["it"] for one in starters]
    anna.presses("button.verb.ideas", world.group(anna, marco)[-1])
    marco.types("idee")
    for who in (anna, marco):
        assert all(question in who.answer for question in questions)
    by = {one.by: one.says["it"] for one in starters}
    assert anna.says_text("ideas.mine", question=by["mentor"]) in anna.answer
    assert marco.says_text("ideas.theirs", partner="Anna", question=by["mentor"]) in marco.answer


def test_another_three_stand_in_the_place_of_the_first_and_leave_nothing(world: World) -> None:
    anna, marco = world.paired()
    pair = world.pair_of(anna, marco)
    before = world.fingerprint(without="inbox_key")
    anna.types("ideas")
    for page in (1, 2, 3):
        anna.presses("button.more_ideas")
        told = guidance.three("first", f"{pair.id}:0", page)
        assert all(one.says["it"] in anna.answer for one in told)
    assert world.fingerprint(without="inbox_key") == before


def test_later_meetings_have_starters_of_their_own(lite: World) -> None:
    anna, marco = lite.dated("2026-12-10 11:00")
    lite.lives_until(MET)
    pair = lite.pair_of(anna, marco)
    marco.types("idee")
    told = guidance.three("building", f"{pair.id}:1", 0)
    assert all(one.says["it"] in marco.answer for one in told)


def test_without_a_pairing_there_is_nothing_to_begin(lite: World) -> None:
    anna, marco = lite.paired()
    introduction = lite.group(anna, marco)[-1]
    eva = lite.person("Eva")
    eva.types("ideas")
    assert eva.says_text("refusal.not_enrolled") in eva.answer
    eva.joins("mentor")
    eva.types("ideas")
    assert eva.says_text("refusal.no_live_pair") in eva.answer
    anna.leaves()
    lite.lives_until("2026-12-01 12:00")
    marco.presses("button.verb.ideas", introduction)
    assert marco.says_text("refusal.no_longer_open") in marco.answer


def test_preparing_owes_no_message(world: World) -> None:
    anna, marco = world.dated("2026-12-10 11:00")
    world.lives_until(REMINDED)
    rows = len(world.rows(OutboxRow))
    writes(marco, tried="Two reports")
    anna.answers_to(NEAR, "button.topic_card")
    anna.answers_to(NEAR, "button.primer")
    marco.types("idee")
    assert len(world.rows(OutboxRow)) == rows
