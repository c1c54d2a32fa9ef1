"""Minutes say what was true, in words written here by hand."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from rules.attendance import Sitting, Stay
from rules.decisions import Force, decide
from rules.diversity import Word, speak
from rules.minutes import compile_minutes
from rules.minutes_words import Attendee, Correction, Held
from rules.quorum import AllOf, Headcount, Sectors
from rules.quorum_count import Present, Standing
from rules.quorum_course import QuorumCourse, quorum_course
from rules.quorum_verdict import evaluate
from rules.report import Presentation, Promise, Report, lines_of, split_lines
from rules.timeline import timeline
from rules.urgent import View, Way, give_view, propose, rule_on, withdraw

OPENED = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)  # 10:30 in London
RULE = AllOf((Headcount(3), Sectors(2)))
NAMES = {"ann": "Ann Lee", "bob": "Bob Roy", "col": "Col Day", "gus": "Gus Fox", "iris": "Iris Bell"}
ANN, BOB, COL = Present("ann", "nurse"), Present("bob", "police"), Present("col", "nurse")
GUS = Present("gus", "legal", Standing.GUEST)


def at(minute: int) -> datetime:
    return OPENED + timedelta(minutes=minute)


def held(*stays: Stay, words: tuple[Word, ...] = ()) -> Held:
    sittings = (Sitting(at(0), at(120)),)
    register = {stay.person.person_id: stay.person for stay in stays}
    return Held(
        group="Practice Learning Reviews",
        title="Friday 14 May 2027",
        where="Birmingham",
        zone="Europe/London",
        sittings=sittings,
        register=tuple(
            Attendee(
                NAMES[who],
                person.role,
                person.standing,
                tuple(s for s in stays if s.person.person_id == who),
                late=any(s.late for s in stays if s.person.person_id == who),
            )
            for who, person in register.items()
        ),
        apologies=("Zoe Park",),
        absent=(),
        course=quorum_course(RULE, stays, sittings, words),
        words=words,
        decisions=(),
        urgent=(),
        report=Report(),
        names=NAMES,
    )


def section(facts: Held, heading: str) -> tuple[str, ...]:
    return next(
        part.lines for part in compile_minutes(facts, now=at(130)).sections if part.heading == heading
    )


def test_quorum_sentence_follows_the_meeting() -> None:
    facts = held(Stay(ANN, at(0)), Stay(GUS, at(0)), Stay(COL, at(5)), Stay(BOB, at(20), at(70)))
    assert section(facts, "Quorum") == (
        (
            "The meeting opened at 10:30 inquorate (1 member; two more members"
            " and one more sector needed). It became quorate at 10:50 (3 members from 2 sectors). It lost its"
            " quorum at 11:40 (2 members; one more member and one more sector"
            " needed)."
        ),
    )


def test_meeting_that_was_quorate_from_the_start_says_so_once() -> None:
    facts = held(Stay(ANN, at(0)), Stay(COL, at(0)), Stay(BOB, at(0)))
    assert section(facts, "Quorum") == ("The meeting opened at 10:30 quorate (3 members from 2 sectors).",)


def test_meeting_that_never_was_quorate_says_so() -> None:
    facts = held(Stay(BOB, at(0)), Stay(ANN, at(0)))
    assert section(facts, "Quorum") == (
        (
            "The meeting opened at 10:30 inquorate (2 members; one more member needed)."
            " It did not become quorate."
        ),
    )


def test_chairs_word_on_diversity_is_told_with_its_reason() -> None:
    nurses = [Present(who, "nurse") for who in ("ann", "bob", "col")]
    word = speak(evaluate(RULE, nurses), reflects=True, reason="Three nations", chair_id="ann", at=at(10))
    facts = held(*(Stay(person, at(0)) for person in nurses), words=(word,))
    assert section(facts, "Quorum") == (
        (
            "The meeting opened at 10:30 inquorate (3 members; one more sector"
            " needed). It became quorate at 10:40 (3 members; one more sector"
            " needed; diversity by the chair’s word)."
        ),
        (
            "At 10:40 the chair, Ann Lee, recorded that the attendance reflects professional diversity"
            " (“Three nations”)."
        ),
    )


def test_decisions_are_told_with_the_quorum_of_their_moment() -> None:
    facts = held(Stay(ANN, at(0)))
    made = decide(
        RULE, [ANN, BOB, COL], None, text="Write to the Panel", proposer_id="ann", conflicted=(), at=at(30)
    )
    aside = decide(
        RULE, [ANN, BOB, COL], None, text="Fund the film.", proposer_id="ann", conflicted=("bob",), at=at(40)
    )
    ratified = replace(aside, force=Force.RATIFIED, settled_at=at(60 * 24 * 60))
    assert section(replace(facts, decisions=(made, aside, ratified)), "Decisions") == (
        ("- Decided at 11:00, quorate (3 members from 2 sectors): Write to the Panel. Proposed by Ann Lee."),
        (
            "- Agreed at 11:10, inquorate (2 members; one more member and one more sector"
            " needed): Fund the film. Proposed by Ann Lee. Bob Roy declared a conflict of interest"
            " and did not count. It awaits ratification at the next meeting."
        ),
        (
            "- Agreed at 11:10, inquorate (2 members; one more member and one more sector"
            " needed): Fund the film. Proposed by Ann Lee. Bob Roy declared a conflict of interest"
            " and did not count. It was ratified on Tuesday 13 July 2027."
        ),
    )


def test_urgent_business_is_told_step_by_step() -> None:
    put = propose(
        text="Answer the consultation",
        reason="It closes on Monday",
        by="ann",
        chair_id="ann",
        independent_id="iris",
        quorate=False,
        at=at(5),
    )
    viewed = give_view(put, view=View.SUPPORTS, words="Go on", way=Way.LINK, by="iris", at=at(9))
    ruled = rule_on(viewed, approved=True, words="", by="ann", at=at(12), veto=False)
    facts = replace(held(Stay(ANN, at(0))), urgent=(ruled, withdraw(put, by="ann")))
    assert section(facts, "Urgent business") == (
        (
            "- Put at 10:35 by the Chair (Ann Lee): Answer the consultation. It could not wait because: "
            "It closes on Monday. The Independent Chair (Iris Bell), consulted by e-mail at 10:39, supports"
            " it (“Go on”)."
            " The Chair approved it at 10:42."
        ),
        (
            "- Put at 10:35 by the Chair (Ann Lee): Answer the consultation. It could not wait because: "
            "It closes on Monday. The Independent Chair (Iris Bell) gave no view. The Chair withdrew it."
        ),
    )


def test_register_keeps_members_visitors_and_late_additions_apart() -> None:
    late = Stay(BOB, at(0), at(120), late=True)
    facts = held(Stay(ANN, at(0), at(60)), Stay(ANN, at(70), at(120), forgotten=True), Stay(GUS, at(1)), late)
    assert section(facts, "Present") == ("- Ann Lee (nurse)", "- Bob Roy (police), added afterwards")
    assert section(facts, "Visitors") == ("- Gus Fox (legal): guest",)
    assert section(facts, "Apologies") == ("- Zoe Park",)
    assert compile_minutes(facts, now=at(130)).annex.lines == (
        "- Ann Lee: 10:30 to 11:30 and 11:40 to 12:30 (until closing)",
        "- Bob Roy: 10:30 to 12:30",
        "- Gus Fox: 10:31 on",
    )


def test_minutes_are_a_draft_until_approved_and_count_their_versions() -> None:
    facts = held(Stay(ANN, at(0)))
    assert (
        compile_minutes(facts, now=at(130)).status == "Version 1: draft until approved at the next meeting."
    )
    corrected = replace(facts, corrections=(Correction("Bob Roy was there", "Ann Lee", at(60 * 48)),))
    assert section(corrected, "Corrections") == ("- Sunday 16 May 2027, Ann Lee: Bob Roy was there.",)
    approved = replace(corrected, approved_on=date(2027, 7, 14))
    assert compile_minutes(approved, now=at(130)).status == "Version 2: approved on Wednesday 14 July 2027."


def test_times_are_shown_for_thirteen_months_and_the_register_for_good() -> None:
    facts = held(Stay(ANN, at(0), at(60)))
    year, month = 60 * 24 * 365, 60 * 24 * 30
    assert compile_minutes(facts, now=at(year)).annex.lines == ("- Ann Lee: 10:30 to 11:30",)
    late = compile_minutes(facts, now=at(year + 2 * month))
    assert late.annex.lines == ()
    assert late.sections[0].lines == ("- Ann Lee (nurse)",)


def test_minutes_whose_times_are_erased_say_the_same_of_the_quorum() -> None:
    facts = held(Stay(ANN, at(0)), Stay(COL, at(5)), Stay(BOB, at(20), at(70)))
    kept = QuorumCourse.from_data(json.loads(json.dumps(facts.course.to_data())))
    erased = replace(facts, course=kept, register=tuple(replace(one, stays=()) for one in facts.register))
    assert compile_minutes(erased, now=at(130)).sections == compile_minutes(facts, now=at(130)).sections
    assert compile_minutes(erased, now=at(130)).annex.lines == ()
    assert timeline(erased, RULE, now=at(130)) == timeline(facts, RULE, now=at(130))
    assert "police" not in json.dumps(facts.course.to_data())  # a sector that goes away names a person


def test_times_before_somebody_was_confirmed_are_marked() -> None:
    unsure = replace(BOB, standing=Standing.UNCONFIRMED)
    facts = held(Stay(unsure, at(0), at(10)), Stay(BOB, at(10), at(60)))
    assert compile_minutes(facts, now=at(130)).annex.lines == (
        "- Bob Roy: 10:30 to 10:40 (not confirmed) and 10:40 to 11:30",
    )


def test_empty_parts_are_left_out() -> None:
    headings = [part.heading for part in compile_minutes(held(Stay(ANN, at(0))), now=at(130)).sections]
    assert headings == ["Present", "Apologies", "Quorum"]


def test_report_has_the_parts_of_the_groups_own_notice() -> None:
    report = Report(
        presentations=(Presentation("Audrey Scott Ryan", "a local experience so far!"),),
        themes=("communication",),
        issues=("work capacity",),
        promises=(Promise("Show the films", "Bob Roy"),),
    )
    facts = replace(held(Stay(ANN, at(0))), report=report)
    assert section(facts, "Presentations") == ("- Audrey Scott Ryan: a local experience so far!",)
    assert section(facts, "Carried to a later meeting") == ("- Show the films (Bob Roy)",)
    assert Report.from_data(report.to_data()) == report


@pytest.mark.parametrize(
    ("typed", "lines"), [("", ()), ("- one\n\n • two \n", ("one", "two")), ("three", ("three",))]
)
def test_lines_are_read_as_people_type_them(typed: str, lines: tuple[str, ...]) -> None:
    assert lines_of(typed) == lines


def test_parts_of_a_line_are_set_off_by_bars() -> None:
    assert list(split_lines("Ann | a talk | with a bar\nBob", 2)) == [
        ("Ann", "a talk | with a bar"),
        ("Bob", ""),
    ]
