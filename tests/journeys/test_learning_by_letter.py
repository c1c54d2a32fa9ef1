"""A learning event without a public address: people without Slack answer by letter, read from a real mailbox."""

from collections.abc import AsyncIterator, Iterator

import pytest

from sandbox import HOME
from sandbox.driver import Person
from storage.tables import metadata
from storage.transaction import Tx
from tests.handlers.mail import dovecot
from tests.handlers.mail.dovecot import Dovecot
from tests.handlers.mail.learning_letters_in import PROGRAMS, Answered, google
from tests.journeys import learning_stage as stages
from tests.journeys.learning_stage import BY_LETTER, CARYS, Stage
from tests.mailbox import plain_text

pytestmark = pytest.mark.skipif(dovecot.absent(), reason="no Dovecot here: install the package dovecot-imapd")

BRYN, NIA, *_ = BY_LETTER.items()
MARGED = ("Marged Ellisfield", "marged@example.org")


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with dovecot.running() as running:
        yield running


@pytest.fixture
async def stage(database_url: str, server: Dovecot) -> AsyncIterator[Stage]:
    async with stages.staged(database_url, public_url=None, imap=server) as stage:
        yield stage


@pytest.fixture
async def unit(stage: Stage) -> Person:
    """Sara, who runs an event whose panel member, practitioners and reviewer all have no Slack."""
    unit = await stages.grant_unit(stage)
    await stages.convene(unit)
    await unit.opens_home()
    await unit.clicks("People", in_=HOME)
    await unit.clicks("Name the reviewer")
    await stages.name_somebody(unit, *MARGED)
    await stages.add_agency(unit, "Council", *CARYS)
    for name, address in (BRYN, NIA):
        await stages.add_practitioner(unit, "Council", name, address)
    await stage.settle()
    return unit


async def everybody_is_told(stage: Stage) -> None:
    await stage.replies(CARYS[1], "LIST")
    await stage.replies(CARYS[1], "Told all, thanks")
    await stage.fast_forward(2027, 5, 5, 12)


def newest(stage: Stage, address: str) -> str:
    """The newest letter to an address, in one line."""
    return " ".join(stage.mail.texts(address)[-1].split())


async def test_panel_member_tells_by_letter_whom_they_have_told_and_nobody_is_written_to_before(
    stage: Stage, unit: Person
) -> None:
    assert "LIST for your practitioners" in newest(stage, CARYS[1])
    await stage.replies(CARYS[1], "list")
    assert "1. Bryn Fallowfield: not told yet 2. Nia Copperthwaite: not told yet" in newest(stage, CARYS[1])
    await stage.replies(CARYS[1], "TOLD 2")
    assert "1. Bryn Fallowfield: not told yet 2. Nia Copperthwaite: has been told" in newest(stage, CARYS[1])
    await stage.fast_forward(2027, 5, 5, 12)
    assert (stage.told_by_letter(BRYN[1]), stage.told_by_letter(NIA[1])) == ([], ["practitioner/purpose"])


async def test_practitioner_does_by_letter_what_others_do_by_button(stage: Stage, unit: Person) -> None:
    await everybody_is_told(stage)
    await stage.replies(BRYN[1], "READY 1 4")
    assert "1. experiences (ticked) 2. good practice 3." in newest(stage, BRYN[1])
    await stage.replies(BRYN[1], "not ready 1")
    assert "1. experiences 2. good practice" in newest(stage, BRYN[1])
    await stage.replies(BRYN[1], "Cymraeg")
    assert "Diolch am ddweud pa iaith" in newest(stage, BRYN[1])
    await stage.replies(BRYN[1], "SAIB")
    assert "Mae eich negeseuon wedi'u hoedi" in newest(stage, BRYN[1])
    before = len(stage.mail.of(BRYN[1]))
    await stage.fast_forward(2027, 5, 20, 12)
    assert len(stage.mail.of(BRYN[1])) == before
    await stage.replies(BRYN[1], "English")
    await stage.replies(BRYN[1], "Go on, please")
    await stage.replies(BRYN[1], "Can’t come.")
    assert f"{CARYS[0]} has been told that the day may be hard for you" in newest(stage, BRYN[1])
    assert f"{BRYN[0]} says that the learning event is hard for them" in newest(stage, CARYS[1])
    await stage.replies(NIA[1], "Not taking part")
    assert "You will get no more messages" in newest(stage, NIA[1])
    assert f"{NIA[0]} is not taking part" in newest(stage, CARYS[1])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
async def test_word_is_acted_on_from_every_program_also_where_the_names_of_our_letter_were_lost(
    stage: Stage, unit: Person, program: object
) -> None:
    await everybody_is_told(stage)
    for address, threaded in ((BRYN[1], True), (NIA[1], False)):
        letter = Answered.of(stage.mail.of(address)[-1])
        await stage.posts(program(letter, address, "PAUSE", threaded=threaded))  # type: ignore[operator]  # a function
        assert stage.told_by_letter(address)[-1] == "practitioner/paused"


async def test_call_for_support_is_answered_by_letter_and_the_reviewer_hears_only_of_who_agreed(
    stage: Stage, unit: Person
) -> None:
    await everybody_is_told(stage)
    await stage.replies(BRYN[1], "TALK, REVIEWER")
    await stage.replies(NIA[1], "TALK")
    assert "would like to talk to you" in newest(stage, CARYS[1])
    await stage.fast_forward(2027, 5, 6, 18)
    assert f"{BRYN[0]} asked for their panel member" in newest(stage, MARGED[1])
    await stage.replies(MARGED[1], "NEXT")
    assert "2 are invited, 2 told by their panel members; 1 would like to talk" in newest(stage, MARGED[1])
    assert "“Before the meeting” You may like some quiet time" in newest(stage, MARGED[1])
    await stage.replies(MARGED[1], "LIST")
    assert f"1. {BRYN[0]}: would like to talk" in newest(stage, MARGED[1])
    assert NIA[0] not in newest(stage, MARGED[1])
    await stage.replies(MARGED[1], "In touch 1")
    assert stage.told_by_letter(BRYN[1])[-1] == "practitioner/support-answered"
    await stage.replies(CARYS[1], "LIST")
    await stage.replies(CARYS[1], "IN TOUCH 2")
    assert stage.told_by_letter(NIA[1])[-1] == "practitioner/support-answered"


async def test_draft_stands_in_the_letter_and_goes_out_with_one_word(stage: Stage, unit: Person) -> None:
    await everybody_is_told(stage)
    await stage.fast_forward(2027, 7, 15, 12)
    for step, day in (
        ("Event held", "2027-05-26"),
        ("Report drafted", "2027-06-30"),
        ("Agreed by the Board", "2027-07-14"),
        ("Copy sent to Welsh Government", "2027-07-15"),
    ):
        await unit.opens_home()
        await unit.clicks("Record a step", in_=HOME)
        await unit.chooses("Step", step)
        await unit.fills("On", day)
        await unit.submits()
        await unit.closes(everything=True)
    await unit.opens_home()
    await unit.clicks("Plan publication", in_=HOME)
    await unit.fills("The report is to be published on", "2027-07-29")
    await unit.submits()
    await stage.settle()
    assert f"{CARYS[0]} would like you to know something beforehand" in newest(stage, CARYS[1])
    await stage.replies(CARYS[1], "Send")
    assert "It goes to 2 of the practitioners of Council" in newest(stage, CARYS[1])
    await stage.fast_forward(2027, 7, 16, 12)
    assert stage.told_by_letter(BRYN[1])[-1] == "practitioner/publication-planned"


async def test_own_words_are_passed_on_to_the_unit_live_and_kept_nowhere(stage: Stage, unit: Person) -> None:
    await everybody_is_told(stage)
    await stage.replies(BRYN[1], "READY 1")
    await stage.replies(BRYN[1], "My father Zebedee has died, and I can't think of it.")
    [passed_on] = stage.mail.of("sara.lloyd@example.org")
    assert "My father Zebedee has died" in plain_text(passed_on)
    assert (passed_on["Reply-To"], passed_on["Subject"]) == (BRYN[1], "A letter in your own words")
    assert "ticked" not in passed_on.as_string()  # what their list says is theirs alone
    assert "a person reads what you wrote" in newest(stage, BRYN[1])
    assert "Zebedee" not in await stage.convenor.store.look(_everything_kept)
    assert "Zebedee" not in stage.log.getvalue()
    assert BRYN[0].split()[1] not in stage.log.getvalue()
    assert stage.imap is not None
    assert stage.imap.flags() == []


async def test_letter_that_may_not_be_theirs_changes_nothing_and_they_are_told_at_their_own_address(
    stage: Stage, unit: Person
) -> None:
    await everybody_is_told(stage)
    letter = Answered.of(stage.mail.of(BRYN[1])[-1])
    await stage.posts(google(letter, BRYN[1], "NOT TAKING PART", verified=False))
    await stage.posts(google(letter, NIA[1], "NOT TAKING PART"))
    assert stage.told_by_letter(BRYN[1])[-2:] == ["practitioner/could-not"] * 2
    assert stage.told_by_letter(NIA[1])[-1] == "practitioner/purpose"
    await stage.replies(BRYN[1], "PAUSE")  # still taking part
    assert stage.told_by_letter(BRYN[1])[-1] == "practitioner/paused"


async def test_letter_that_comes_twice_is_acted_on_once(stage: Stage, unit: Person) -> None:
    await everybody_is_told(stage)
    raw = google(Answered.of(stage.mail.of(BRYN[1])[-1]), BRYN[1], "TALK")
    await stage.posts(raw)
    before = len(stage.mail.letters)
    await stage.posts(raw)
    assert len(stage.mail.letters) == before
    assert stage.told_by_letter(CARYS[1]).count("panel-member/support-asked") == 1


async def test_call_by_letter_reaches_the_panel_member_while_the_event_is_paused_and_nothing_else_goes_out(
    stage: Stage, unit: Person
) -> None:
    await everybody_is_told(stage)
    await unit.opens_home()
    await unit.clicks("Pause", in_=HOME)
    await stage.settle()
    await stage.replies(BRYN[1], "TALK")
    assert "The event is paused: nothing else about it goes to anyone." in newest(stage, CARYS[1])
    said = len(stage.mail.of(BRYN[1]))
    await stage.replies(CARYS[1], "IN TOUCH")
    assert "so please tell them yourself" in newest(stage, CARYS[1])
    await stage.fast_forward(2027, 6, 30, 12)
    assert len(stage.mail.of(BRYN[1])) == said


async def test_reply_after_everything_was_erased_does_nothing_and_leaves_nothing(
    stage: Stage, unit: Person
) -> None:
    await everybody_is_told(stage)
    letter = Answered.of(stage.mail.of(BRYN[1])[-1])
    await unit.opens_home()
    await unit.clicks("Cancel", in_=HOME)
    await stage.fast_forward(2027, 6, 10, 12)
    before = len(stage.mail.letters)
    await stage.posts(google(letter, BRYN[1], "TALK"))
    assert len(stage.mail.letters) == before


async def test_person_with_no_way_to_answer_is_refused_with_a_sentence(sqlite_url: str) -> None:
    async with stages.staged(sqlite_url, public_url=None) as stage:
        unit = await stages.grant_unit(stage)
        await stages.convene(unit)
        await unit.opens_home()
        await unit.clicks("People", in_=HOME)
        await unit.clicks("Add an agency")
        await unit.fills("Agency", "Council")
        await unit.fills("Name", CARYS[0])
        await unit.fills("E-mail address", CARYS[1])
        await unit.submits()
        await unit.awaits("CONVENOR_PUBLIC_URL (for a page) or IMAP_URL (for replies)")


def _everything_kept(tx: Tx) -> str:
    return repr([list(tx.connection.execute(table.select())) for table in metadata.sorted_tables])
