"""Learning events: nobody is written to before they were told, everything can be stopped, nothing leaks."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlmodel import select

from rules.learning_stages import Stage
from rules.learning_support import Preparation
from rules.refusals import NotAllowed, Refusal, Unknown
from storage.learning import Practitioner
from storage.notices import Notice
from storage.people import Person
from storage.transaction import Store, Tx
from tests.usecases.learning_world import ALUN, MAIR, REVIEWER, STARTS, UNIT, Clock, Holder, World, details
from usecases import (
    business_unit,
    learning_asking,
    learning_erasure,
    learning_events,
    learning_home,
    learning_notes,
    learning_people,
    learning_report,
    learning_support,
)
from usecases.callers import Caller

SAM = Caller("T1", "USAM")


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    clock = Clock()
    world = World(Store.open(database_url, clock=clock), clock)
    await world.convene()
    yield world
    world.store.close()


async def test_nobody_but_an_admin_grants_the_role_and_admins_see_nothing(world: World) -> None:
    admin = Caller("T1", "UADMIN")
    with pytest.raises(NotAllowed, match="workspace admin"):
        await world.do(business_unit.grant, admin, is_admin=False, slack_id="UADMIN")
    with pytest.raises(NotAllowed, match="business unit"):
        await world.do(learning_people.listed, admin, event_id=world.event_id)
    assert await world.see(learning_home.overview, admin) == learning_home.LearningHome()


async def test_unit_edits_a_regime_with_its_source_and_older_events_keep_what_they_had(world: World) -> None:
    edited = await world.do(
        business_unit.edit_regime_as_typed,
        key="wales-cpr",
        typed={"body": "our own Board", "notice_days": "21", "publication_weeks": ""},
        stages={Stage.AGREED: "Signed off"},
        source="our Board's protocol of 2027",
    )
    assert (edited.body, edited.notice_days, edited.publication_weeks) == ("our own Board", 21, None)
    assert (edited.stages.agreed, edited.stages.sent) == ("Signed off", "Copy sent to Welsh Government")
    assert (edited.sources[-1].source, edited.sources[-1].checked) == (
        "our Board's protocol of 2027",
        date(2027, 4, 1),
    )
    [event] = (await world.see(learning_home.overview)).events
    assert dict(event.to_come)[Stage.AGREED] == "Agreed by the Board"


async def test_number_in_a_regime_that_is_none_is_refused_beside_its_field(world: World) -> None:
    with pytest.raises(Refusal, match="a number") as caught:
        await world.do(
            business_unit.edit_regime_as_typed,
            key="england",
            typed={"notice_days": "soon", "publication_weeks": ""},
            stages={},
            source="x",
        )
    assert caught.value.field == "notice_days"


async def test_role_that_is_taken_back_opens_nothing_any_more(world: World) -> None:
    await world.do(business_unit.revoke, Caller("T1", "UADMIN"), is_admin=True, slack_id="UUNIT")
    with pytest.raises(NotAllowed):
        await world.do(learning_people.listed, event_id=world.event_id)


async def test_practitioner_hears_nothing_until_the_panel_member_has_told_them(world: World) -> None:
    await world.add("Sam", told=False)
    assert await world.due("Sam") == []
    assert (await world.see(learning_home.overview, SAM)).own == ()
    await world.tell("Sam")
    assert await world.due("Sam") == [
        ("practitioner/purpose", "05 May 09:00"),
        ("practitioner/prepare", "19 May 09:00"),
        ("practitioner/practical", "25 May 09:00"),
        ("practitioner/afterwards", "28 May 09:00"),
    ]
    assert len((await world.see(learning_home.overview, SAM)).own) == 1


async def test_saying_twice_that_somebody_was_told_plans_nothing_twice(world: World) -> None:
    await world.add("Sam")
    before = await world.due("Sam")
    await world.tell("Sam")
    assert await world.due("Sam") == before


async def test_only_their_own_panel_member_can_say_that_somebody_was_told(world: World) -> None:
    await world.add("Sam", told=False)
    with pytest.raises(NotAllowed):
        await world.tell("Sam", ALUN)


async def test_someone_added_late_gets_one_combined_message(world: World) -> None:
    world.clock.to(5, 21, 20)
    await world.add("Sam")
    assert await world.due("Sam") == [
        ("practitioner/combined", "24 May 08:00"),
        ("practitioner/afterwards", "28 May 09:00"),
    ]


async def test_pausing_the_event_stops_everything_and_the_panel_is_told(world: World) -> None:
    await world.add("Sam")
    await world.deliver()
    await world.do(learning_events.pause, event_id=world.event_id)
    assert await world.due("Sam") == []
    assert sorted(await world.deliver()) == [
        ("UALUN", "panel-member/paused"),
        ("UMAIR", "panel-member/paused"),
        ("UREV", "reviewer/paused"),
    ]
    world.clock.now = STARTS + timedelta(days=40)
    assert await world.deliver() == []


async def test_message_leased_already_is_withheld_once_the_event_is_paused(world: World) -> None:
    await world.add("Sam")
    world.clock.to(5, 5, 9)
    facts = [row.facts for row in await world.notices() if row.facts.get("text") == "practitioner/purpose"]
    await world.do(learning_events.pause, event_id=world.event_id)

    def read_again(tx: Tx) -> object:
        return learning_notes.load(tx, facts[0])

    assert await world.store.look(read_again) == "the event is not going on"


async def test_resumed_event_makes_up_for_what_was_missed_in_one_message_after_a_working_day(
    world: World,
) -> None:
    await world.add("Sam")
    world.clock.to(5, 5, 9)
    assert ("USAM", "practitioner/purpose") in await world.deliver()
    world.clock.to(5, 10, 9)
    await world.do(learning_events.pause, event_id=world.event_id)
    world.clock.to(5, 20, 13)
    await world.do(learning_events.resume, event_id=world.event_id)
    assert await world.due("Sam") == [
        ("practitioner/prepare", "21 May 13:00"),
        ("practitioner/practical", "25 May 09:00"),
        ("practitioner/afterwards", "28 May 09:00"),
    ]


async def test_cancelled_event_stops_and_sets_the_day_of_erasure(world: World) -> None:
    await world.add("Sam")
    await world.do(learning_events.cancel, event_id=world.event_id)
    assert await world.due("Sam") == []
    [erasure] = [row for row in await world.notices() if row.kind == "learning-erasure"]
    assert f"{erasure.due_at:%d %b}" == "01 May"


async def test_moved_event_is_planned_anew_and_told_only_to_those_who_knew(world: World) -> None:
    await world.add("Sam")
    await world.add("Jo", told=False)
    world.clock.to(5, 5, 9)
    await world.deliver()
    later = details(starts_at=STARTS + timedelta(days=14), ends_at=STARTS + timedelta(days=14, hours=5))
    await world.do(learning_events.change, event_id=world.event_id, details=later)
    assert await world.due("Sam") == [
        ("practitioner/moved", "05 May 09:00"),
        ("practitioner/prepare", "02 Jun 09:00"),
        ("practitioner/practical", "08 Jun 09:00"),
        ("practitioner/afterwards", "11 Jun 09:00"),
    ]
    assert await world.due("Jo") == []


async def test_one_person_pauses_and_goes_on_and_nobody_is_told(world: World) -> None:
    sam = await world.add("Sam")
    await world.deliver()
    await world.do(learning_support.pause, SAM, practitioner_id=sam)
    assert await world.due("Sam") == []
    assert await world.deliver() == []
    world.clock.to(5, 20, 9)
    await world.do(learning_support.resume, SAM, practitioner_id=sam)
    assert [text for text, _ in await world.due("Sam")] == [
        "practitioner/combined",
        "practitioner/practical",
        "practitioner/afterwards",
    ]


async def test_someone_withdraws_quietly_and_what_they_told_us_is_gone(world: World) -> None:
    sam = await world.add("Sam")
    await world.do(learning_support.tick, SAM, practitioner_id=sam, ticked=frozenset({Preparation.RECORDS}))
    await world.do(
        learning_support.say_needs, SAM, practitioner_id=sam, needs="a hearing loop", language="cy"
    )
    await world.do(learning_support.not_taking_part, SAM, practitioner_id=sam)
    assert await world.due("Sam") == []
    assert ("UMAIR", "panel-member/withdrawn") in await world.deliver()
    with pytest.raises(Unknown):
        await world.see(learning_support.own, SAM, practitioner_id=sam)
    [exported] = await world.store.look(
        learning_erasure.export_person, person_id=await _person(world, "USAM")
    )
    assert (exported["needs"], exported["ticked"], exported["taking_part"]) == ("", [], "withdrawn")


async def test_panel_member_takes_somebody_off_the_list_and_nothing_more_reaches_them(world: World) -> None:
    sam = await world.add("Sam")
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam)
    await world.do(learning_people.withdraw, MAIR, practitioner_id=sam)
    assert await world.due("Sam") == []
    assert await world.due(text="support") == []
    with pytest.raises(NotAllowed):
        await world.do(learning_people.withdraw, ALUN, practitioner_id=sam)


async def test_call_for_support_goes_to_the_panel_member_and_is_repeated_after_a_working_day(
    world: World,
) -> None:
    sam = await world.add("Sam")
    world.clock.to(5, 14, 18)  # a Friday evening
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam)
    assert await world.due(text="support") == [
        ("panel-member/support-asked", "14 May 18:00"),
        ("panel-member/support-again", "18 May 08:00"),
    ]


async def test_reviewer_hears_of_a_call_only_with_consent_and_only_while_it_is_open(world: World) -> None:
    sam = await world.add("Sam")
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam, reviewer_too=True)
    assert ("reviewer/support-unanswered", "02 Apr 09:00") in await world.due(text="support")
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam, reviewer_too=False)
    assert [text for text, _ in await world.due(text="reviewer/support")] == []
    request = await _open_request(world)
    with pytest.raises((Unknown, NotAllowed)):
        await world.do(learning_support.answer, REVIEWER, request_id=request)
    await world.do(learning_support.answer, MAIR, request_id=request)
    assert await world.due(text="panel-member/support") == []
    assert ("USAM", "practitioner/support-answered") in await world.deliver()


async def test_call_for_support_is_heard_while_the_event_is_paused_and_says_so_and_nothing_else_goes_out(
    world: World,
) -> None:
    sam = await world.add("Sam")
    await world.do(learning_events.pause, event_id=world.event_id)
    await world.deliver()
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam, hard=True)
    [call] = [row for row in await world.notices() if row.facts.get("text") == "panel-member/hard"]
    note = await world.store.look(lambda tx: learning_notes.load(tx, call.facts))
    assert note.values["on_hold"].startswith("The event is paused")
    assert await world.deliver() == [("UMAIR", "panel-member/hard")]
    assert not await world.do(learning_support.answer, MAIR, request_id=await _open_request(world))
    world.clock.to(5, 30)
    assert await world.deliver() == []


async def test_ticks_are_seen_by_their_owner_and_by_nobody_else(world: World) -> None:
    sam = await world.add("Sam")
    ticked = frozenset({Preparation.RECORDS, Preparation.FAMILIAR})
    await world.do(learning_support.tick, SAM, practitioner_id=sam, ticked=ticked)
    assert (await world.see(learning_support.own, SAM, practitioner_id=sam)).ticks == ticked
    await world.do(learning_support.tick, SAM, practitioner_id=sam, ticked=frozenset({Preparation.RECORDS}))
    assert (await world.see(learning_support.own, SAM, practitioner_id=sam)).ticks == {Preparation.RECORDS}
    for other in (UNIT, MAIR, REVIEWER):
        with pytest.raises(Unknown):
            await world.see(learning_support.own, other, practitioner_id=sam)
    seen = repr(await world.do(learning_people.own_list, MAIR, panel_member_id=world.panel["UMAIR"]))
    assert "records" not in seen
    assert not any("tick" in verb for verb in await world.audit())


async def test_every_look_at_a_list_is_audited_and_lists_show_neither_pauses_nor_ticks(world: World) -> None:
    sam = await world.add("Sam")
    before = await world.do(learning_people.listed, event_id=world.event_id)
    await world.do(learning_support.pause, SAM, practitioner_id=sam)
    assert await world.do(learning_people.listed, event_id=world.event_id) == before
    await world.do(learning_people.own_list, MAIR, panel_member_id=world.panel["UMAIR"])
    verbs = await world.audit()
    assert verbs.count("list of an event viewed") == 2
    assert verbs.count("list of a panel member viewed") == 1


async def test_needs_are_seen_by_the_unit_and_not_by_the_panel_member(world: World) -> None:
    sam = await world.add("Sam")
    await world.do(
        learning_support.say_needs, SAM, practitioner_id=sam, needs="a hearing loop", language="en"
    )
    [health, _police] = await world.do(learning_people.listed, event_id=world.event_id)
    assert health.practitioners[0].needs == "a hearing loop"
    own = await world.do(learning_people.own_list, MAIR, panel_member_id=world.panel["UMAIR"])
    assert own.practitioners[0].needs == ""


async def test_panel_member_sees_their_own_list_and_no_other(world: World) -> None:
    await world.add("Sam")
    with pytest.raises(Unknown):
        await world.do(learning_people.own_list, ALUN, panel_member_id=world.panel["UMAIR"])
    with pytest.raises(NotAllowed):
        await world.do(learning_people.listed, MAIR, event_id=world.event_id)


async def test_pause_of_one_person_can_be_read_from_nobodys_home_tab(world: World) -> None:
    sam = await world.add("Sam")
    others = (UNIT, MAIR, REVIEWER)
    before = [await world.see(learning_home.overview, caller) for caller in others]
    await world.do(learning_support.pause, SAM, practitioner_id=sam)
    assert [await world.see(learning_home.overview, caller) for caller in others] == before


async def test_home_tab_shows_counts_and_never_a_name(world: World) -> None:
    await world.add("Samantha")
    for caller in (UNIT, MAIR, REVIEWER):
        home = await world.see(learning_home.overview, caller)
        assert "SAMANTHA" not in repr(home).upper()
    assert [one.invited for one in (await world.see(learning_home.overview)).events] == [1]
    assert [part.event.invited for part in (await world.see(learning_home.overview, ALUN)).panels] == [0]


async def test_person_without_slack_does_the_same_by_their_own_link(world: World) -> None:
    mari = await world.add("Mari", email="Mari@example.org")
    holder = Holder(await _person(world, email="mari@example.org"))
    await world.do(
        learning_support.tick, holder, practitioner_id=mari, ticked=frozenset({Preparation.FAMILIAR})
    )
    await world.do(learning_support.ask_to_talk, holder, practitioner_id=mari)
    await world.do(learning_support.pause, holder, practitioner_id=mari)
    own = await world.see(learning_support.own, holder, practitioner_id=mari)
    assert (own.ticks, own.asked, own.paused) == ({Preparation.FAMILIAR}, True, True)
    with pytest.raises(Unknown):
        await world.see(learning_support.own, Holder("nobody"), practitioner_id=mari)


async def test_free_text_that_may_identify_a_child_is_refused_and_an_address_is_not(world: World) -> None:
    sam = await world.add("Sam")
    with pytest.raises(Refusal, match="NHS number"):
        await world.do(
            learning_support.say_needs, SAM, practitioner_id=sam, needs="about 999 215 8107", language="en"
        )
    with pytest.raises(Refusal, match="postcode"):
        await world.do(
            learning_events.change, event_id=world.event_id, details=details(ground_rules="home is CF10 4UW")
        )
    await world.do(learning_events.change, event_id=world.event_id, details=details(place="Hall, CF10 4UW"))


async def test_report_goes_through_its_stages_and_publication_waits_for_the_panel_member(
    world: World,
) -> None:
    sam = await world.add("Sam")
    await world.add("Ali", ALUN)
    await _report_until(world, Stage.SENT)
    with pytest.raises(Refusal, match="nothing to pass on"):
        await _pass_on(world, "publication-planned")
    await world.do(learning_report.plan_publication, event_id=world.event_id, on=date(2027, 7, 29))
    assert sorted(await world.deliver())[:2] == [
        ("UALUN", "panel-member/publication-planned"),
        ("UMAIR", "panel-member/publication-planned"),
    ]
    assert await world.due(sam) == []
    assert await _pass_on(world, "publication-planned") == 1
    assert await world.deliver() == [("USAM", "practitioner/publication-planned")]
    world.clock.to(7, 29)
    await _record(world, Stage.PUBLISHED, date(2027, 7, 29))
    assert {text for _, text in await world.deliver()} == {"panel-member/published"}
    assert await _pass_on(world, "published") == 1
    assert await world.deliver() == [("USAM", "practitioner/published")]
    assert await world.due(text="publication-ending") == [
        ("business-unit/publication-ending", "07 Oct 09:00"),
        ("business-unit/publication-ending", "19 Oct 09:00"),
    ]


async def test_stage_taken_back_takes_its_alerts_with_it(world: World) -> None:
    await _report_until(world, Stage.PUBLISHED)
    await world.do(learning_report.take_back, event_id=world.event_id)
    assert await world.due(text="publication-ending") == []
    assert await world.due(text="panel-member/published") == []
    await _record(world, Stage.PUBLISHED, date(2027, 7, 29))
    assert len(await world.due(text="publication-ending")) == 2


async def test_unit_is_told_when_a_stage_is_late_and_not_once_it_is_reached(world: World) -> None:
    await world.do(learning_report.expect, event_id=world.event_id, stage=Stage.HELD, on=date(2027, 5, 26))
    assert await world.due(text="stage-expected") == [("business-unit/stage-expected", "27 May 09:00")]
    world.clock.to(5, 27, 8)
    await _record(world, Stage.HELD, date(2027, 5, 26))
    assert await world.due(text="stage-expected") == []


async def test_event_is_erased_thirty_days_after_it_is_over_with_proof_and_no_names(world: World) -> None:
    await world.add("Sam")
    await world.add("Mari", email="mari@example.org")
    world.clock.to(5, 5, 9)
    sent = len(await world.deliver())
    await _report_until(world, Stage.TAKEN_DOWN)
    world.clock.to(11, 19)
    assert (
        await world.store.perform(learning_erasure.erase_if_due, event_id=world.event_id)
        == "its day has not come"
    )
    world.clock.to(11, 20, 10)
    await world.deliver()
    done = await world.store.perform(learning_erasure.erase_if_due, event_id=world.event_id)
    assert done.startswith("erased 2 + 2 people")

    def left(tx: Tx) -> tuple[int, int, list[str]]:
        parts = len(tx.session.exec(select(Practitioner)).all())
        standing = len(tx.session.exec(select(Notice).where(Notice.kind == "learning-gone")).all())
        return parts, standing, [name for name in tx.session.exec(select(Person.name)) if name in {"Mari"}]

    parts, standing, names = await world.store.look(left)
    assert (parts, names) == (0, [])
    assert standing > sent > 0
    assert [row.facts["text"] for row in await world.notices() if "text" in row.facts] == [
        "business-unit/erased"
    ]
    assert any(verb.startswith("event erased: 2+2 people") for verb in await world.audit())


async def test_one_person_is_erased_on_request_with_what_was_said_about_them(world: World) -> None:
    sam = await world.add("Sam")
    await world.add("Jo")
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam)
    await world.deliver()
    await world.store.perform(learning_erasure.erase_person, person_id=await _person(world, "USAM"))
    rows = await world.notices()
    assert not any(sam in row.key or sam in row.facts.values() for row in rows)
    assert await world.due("Jo") != []


async def _report_until(world: World, last: Stage) -> None:
    steps = (
        (Stage.HELD, date(2027, 5, 26)),
        (Stage.DRAFTED, date(2027, 6, 30)),
        (Stage.AGREED, date(2027, 7, 14)),
        (Stage.SENT, date(2027, 7, 15)),
        (Stage.PUBLISHED, date(2027, 7, 29)),
        (Stage.TAKEN_DOWN, date(2027, 10, 21)),
    )
    for stage, on in steps:
        world.clock.to(on.month, on.day)
        await world.deliver()
        await _record(world, stage, on)
        if stage is last:
            return


async def test_who_asked_to_talk_is_seen_by_the_panel_member_and_the_unit_learns_only_that_one_waits(
    world: World,
) -> None:
    sam = await world.add("Sam")
    await world.add("Eira")
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam)
    own = await world.do(learning_people.own_list, MAIR, panel_member_id=world.panel["UMAIR"])
    assert {one.id for one in own.practitioners if one.requests} == {sam}
    [health, _police] = await world.do(learning_people.listed, event_id=world.event_id)
    assert not any(one.requests for one in health.practitioners)
    assert [event.waiting for event in (await world.see(learning_home.overview)).events] == [False]
    world.clock.to(4, 2, 9)
    assert [event.waiting for event in (await world.see(learning_home.overview)).events] == [True]


async def test_reviewer_counts_only_those_who_agreed_and_only_after_a_working_day(world: World) -> None:
    sam, eira = await world.add("Sam"), await world.add("Eira")
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam, reviewer_too=True)
    await world.do(learning_support.ask_to_talk, Caller("T1", "UEIRA"), practitioner_id=eira)
    assert await _known_to_the_reviewer(world) == (0, [])
    world.clock.to(4, 2, 9)
    assert await _known_to_the_reviewer(world) == (1, ["Someone"])
    await world.do(learning_support.ask_to_talk, SAM, practitioner_id=sam, reviewer_too=False)
    assert await _known_to_the_reviewer(world) == (0, [])
    assert (await world.audit()).count("list of those who would like to talk viewed") == 3
    with pytest.raises(Unknown):
        await world.do(learning_asking.listed, MAIR, event_id=world.event_id)


async def _known_to_the_reviewer(world: World) -> tuple[int, list[str]]:
    """How many are counted on their Home tab, and the names on their list."""
    [lead] = (await world.see(learning_home.overview, REVIEWER)).leads
    askers = await world.do(learning_asking.listed, REVIEWER, event_id=world.event_id)
    return len(lead.requests), [one.name for one in askers]


async def _record(world: World, stage: Stage, on: date) -> None:
    await world.do(learning_report.record, event_id=world.event_id, stage=stage, on=on)


async def _pass_on(world: World, text: str) -> int:
    return await world.do(learning_report.pass_on, MAIR, panel_member_id=world.panel["UMAIR"], text=text)


async def _open_request(world: World) -> str:
    [part] = (await world.see(learning_home.overview, MAIR)).panels
    [request] = part.requests
    return request


async def _person(world: World, slack_id: str = "", *, email: str = "") -> str:
    def found(tx: Tx) -> str:
        column = Person.slack_id == slack_id if slack_id else Person.email == email
        return tx.session.exec(select(Person.id).where(column)).one()

    return await world.store.look(found)
