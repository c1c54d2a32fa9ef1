"""The story of one learning event: three agencies, twelve practitioners, and everything that may happen."""

from sandbox import HOME
from sandbox.driver import Person
from tests.journeys import learning_stage as stages
from tests.journeys.learning_stage import BY_LETTER, CARYS, IN_SLACK, IONA, REVIEWER, TOM, Stage
from tests.journeys.steps import set_up_group

FFION, RHYS, DEWI, ELIN, KOFI, PRIYA, JOAN, MEGAN = IN_SLACK
BRYN, NIA, OLWEN, IDRIS = BY_LETTER
AGENCIES = {
    "Health Board": (TOM, (FFION, RHYS, DEWI, ELIN)),
    "Police": (IONA, (KOFI, PRIYA, JOAN, MEGAN)),
    "Council": (CARYS[0], tuple(BY_LETTER)),
}


async def lived_through(stage: Stage) -> Person:
    """From convening to the report's taking down; the unit's member, who ran it."""
    unit = await _everybody_is_on_their_list(stage)
    await _panel_members_tell_their_people(stage)
    await stage.fast_forward(2027, 5, 5, 12)
    await _people_do_what_they_need(stage)
    await _the_event_is_paused_and_resumed(stage, unit)
    await stage.fast_forward(2027, 6, 1, 12)
    await _the_report_is_written_and_published(stage, unit)
    return unit


async def _everybody_is_on_their_list(stage: Stage) -> Person:
    await set_up_group(stage.slack)
    unit = await stages.grant_unit(stage)
    await stages.convene(unit)
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    await unit.clicks("Name the reviewer")
    await stages.name_somebody(unit, REVIEWER)
    for agency, (panel_member, practitioners) in AGENCIES.items():
        await stages.add_agency(unit, agency, panel_member, CARYS[1] if panel_member == CARYS[0] else "")
        for name in practitioners:
            await stages.add_practitioner(unit, agency, name, BY_LETTER.get(name, ""))
    await stage.settle()
    return unit


async def _panel_members_tell_their_people(stage: Stage) -> None:
    for name in (FFION, RHYS, DEWI, ELIN):
        await stages.tells(stage.person(TOM), name)
    for name in (KOFI, PRIYA, MEGAN):  # Joan is away, and hears later
        await stages.tells(stage.person(IONA), name)
    for part in await _parts_on_the_page_of(stage, CARYS[1]):
        await stage.presses(CARYS[1], "told", part=part)


async def _parts_on_the_page_of(stage: Stage, address: str) -> list[str]:
    page = await stage.presses(address, "list")
    return [piece.split('"')[0] for piece in page.split('name="part" value="')[1:]]


async def _people_do_what_they_need(stage: Stage) -> None:
    """One asks for support, one pauses, one withdraws, one is bereaved; one by letter asks, and waits."""
    ffion, rhys, dewi = (stage.person(name) for name in (FFION, RHYS, DEWI))
    await ffion.clicks("Talk to my panel member")
    await ffion.submits()
    await ffion.closes(everything=True)
    await rhys.clicks("Pause these messages")
    await dewi.clicks("I'm not taking part")
    iona = stage.person(IONA)
    await iona.opens_home()
    await iona.clicks("My practitioners", in_=HOME)
    await iona.clicks(f"Take {KOFI} off the list")
    await iona.closes(everything=True)
    assert "Thank you for asking" in await stage.presses(BY_LETTER[BRYN], "talk", reviewer="yes")
    await stage.settle()
    tom = stage.person(TOM)
    assert tom.sees_privately(f"{FFION} would like to talk to you")
    await tom.clicks("I am in touch", in_="@app")
    await stage.fast_forward(2027, 5, 7, 12)
    assert stage.person(REVIEWER).sees_privately(f"{BRYN} asked for their panel member")
    await stage.person(REVIEWER).clicks("I am in touch", in_="@app")
    await stage.settle()


async def _the_event_is_paused_and_resumed(stage: Stage, unit: Person) -> None:
    await stage.fast_forward(2027, 5, 14, 9)
    said_before = len(stage.mail.letters), stage.told_in_slack(ELIN)
    await unit.opens_home()
    await unit.clicks("Pause", in_=HOME)
    await unit.awaits("Paused. Nothing goes out")
    await unit.closes(everything=True)
    await stage.fast_forward(2027, 5, 20, 9)
    letters = [letter for _, letter in stage.mail.letters[said_before[0] :]]
    assert (stage.told_in_slack(ELIN), len(letters)) == (said_before[1], 1)  # to Carys: it is on hold
    await unit.opens_home()
    await unit.clicks("Go on", in_=HOME)
    await unit.awaits("It goes on.")
    await unit.closes(everything=True)
    await stages.tells(stage.person(IONA), JOAN)


async def _the_report_is_written_and_published(stage: Stage, unit: Person) -> None:
    for step, day in (
        ("Event held", (5, 26)),
        ("Report drafted", (6, 30)),
        ("Agreed by the Board", (7, 14)),
        ("Copy sent to Welsh Government", (7, 15)),
    ):
        await _record(stage, unit, step, *day)
    await unit.clicks("Plan publication", in_=HOME)
    await unit.fills("The report is to be published on", "2027-07-29")
    await unit.submits()
    await unit.closes(everything=True)
    await stage.settle()
    await _pass_on(stage, "publication-planned")
    await _record(stage, unit, "Published", 7, 29)
    await _pass_on(stage, "published")
    await stage.fast_forward(2027, 10, 20, 12)
    assert stage.told_in_slack(unit.user.real_name).count("business-unit/publication-ending") == 2
    await _record(stage, unit, "Taken down", 10, 21)


async def _record(stage: Stage, unit: Person, step: str, month: int, day: int) -> None:
    if (month, day) > (5, 26):
        await stage.fast_forward(2027, month, day, 12)
    await unit.opens_home()
    await unit.clicks("Record a step", in_=HOME)
    await unit.chooses("Step", step)
    await unit.fills("On", f"2027-{month:02}-{day:02}")
    await unit.submits()
    await unit.closes(everything=True)
    await unit.opens_home()


async def _pass_on(stage: Stage, text: str) -> None:
    """Tom clicks, Carys presses the button on her page; Iona prefers to speak with her people."""
    tom = stage.person(TOM)
    await stage.settle()
    await tom.opens_home()
    await tom.clicks("Read the draft", in_=HOME)
    await tom.awaits("would like you to know something")
    await tom.submits()
    await tom.closes(everything=True)
    await stage.presses(CARYS[1], "pass-on", part=text)
    await stage.settle()
