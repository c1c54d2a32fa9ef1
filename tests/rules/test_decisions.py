"""Decisions keep the quorum of their moment; what an inquorate meeting may do is exactly the terms'."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.decisions import Decision, Force, decide, ratify
from rules.quorum import AllOf, Headcount, Sectors
from rules.quorum_count import Present, Standing
from rules.quorum_verdict import evaluate
from rules.refusals import NotAllowed, Refusal
from rules.urgent import Step, Urgent, View, Way, give_view, propose, rule_on, withdraw

TEN = datetime(2027, 5, 14, 10, 0, tzinfo=UTC)
RULE = AllOf((Headcount(3), Sectors(2)))
ANN, BOB, COL = Present("ann", "nurse"), Present("bob", "police"), Present("col", "nurse")


def decided(*room: Present, conflicted: tuple[str, ...] = (), text: str = "Write to the Panel") -> Decision:
    return decide(RULE, room, None, text=text, proposer_id="ann", conflicted=conflicted, at=TEN)


def test_quorate_decision_is_in_force() -> None:
    decision = decided(ANN, BOB, COL)
    assert (decision.force, decision.evaluation.members) == (Force.IN_FORCE, 3)


def test_decision_taken_while_inquorate_is_for_ratification() -> None:
    decision = decided(ANN, BOB)
    assert decision.force is Force.FOR_RATIFICATION
    assert decision.evaluation.sentence == "2 members; one more member needed."


def test_people_with_a_conflict_do_not_count_for_that_item() -> None:
    decision = decided(ANN, BOB, COL, conflicted=("bob", "bob"))
    assert decision.force is Force.FOR_RATIFICATION
    assert decision.conflicted == ("bob",)
    assert decision.evaluation.sentence == "2 members; one more member and one more sector needed."


@given(st.sets(st.sampled_from(["ann", "bob", "col", "dee"])))
def test_force_follows_from_those_left_in_the_count(conflicted: set[str]) -> None:
    room = [ANN, BOB, COL, Present("dee", "lay")]
    decision = decided(*room, conflicted=tuple(conflicted))
    left = [person for person in room if person.person_id not in conflicted]
    quorate = len(left) >= 3 and len({person.role for person in left}) >= 2
    assert decision.force == (Force.IN_FORCE if quorate else Force.FOR_RATIFICATION)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001])
def test_decision_without_usable_words_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        decided(ANN, BOB, COL, text=text)
    assert refused.value.field == "text"


@pytest.mark.parametrize("room", [(BOB, COL), (Present("ann", "nurse", Standing.GUEST), BOB, COL)])
def test_proposer_has_to_be_a_member_in_the_room(room: tuple[Present, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        decided(*room)
    assert refused.value.field == "proposer"


@pytest.mark.parametrize(("agreed", "force"), [(True, Force.RATIFIED), (False, Force.NOT_RATIFIED)])
def test_next_meeting_ratifies_or_does_not(agreed: bool, force: Force) -> None:  # a test's case
    later = TEN + timedelta(days=60)
    settled = ratify(decided(ANN), evaluate(RULE, [ANN, BOB, COL]), None, agreed=agreed, at=later)
    assert (settled.force, settled.settled_at, settled.at) == (force, later, TEN)


def test_inquorate_meeting_can_not_ratify() -> None:
    with pytest.raises(Refusal, match="one more member"):
        ratify(decided(ANN), evaluate(RULE, [ANN, BOB]), None, agreed=True, at=TEN)


def test_decision_in_force_needs_no_ratification() -> None:
    quorate = evaluate(RULE, [ANN, BOB, COL])
    with pytest.raises(Refusal):
        ratify(decided(ANN, BOB, COL), quorate, None, agreed=True, at=TEN)


def proposal(
    *,
    by: str = "chair",
    chair_id: str | None = "chair",
    independent_id: str | None = "ind",
    quorate: bool = False,
) -> Urgent:
    return propose(
        text="Answer the consultation",
        reason="It closes on Friday",
        by=by,
        chair_id=chair_id,
        independent_id=independent_id,
        quorate=quorate,
        at=TEN,
    )


def viewed(view: View = View.SUPPORTS) -> Urgent:
    return give_view(proposal(), view=view, words="Go on", way=Way.LINK, by="ind", at=TEN)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"quorate": True}, "quorate"),
        ({"by": "secretary"}, "leave urgent business to the Chair"),
        ({"chair_id": None}, "leave urgent business to the Chair"),
        ({"independent_id": None}, "Nobody is named as Independent Chair"),
        ({"independent_id": "chair"}, "same person"),
    ],
)
def test_urgent_business_is_the_chairs_at_an_inquorate_meeting(facts: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        proposal(**facts)  # type: ignore[arg-type] # the cases above, each of its own type


def test_chair_waits_for_the_view_and_then_decides() -> None:
    with pytest.raises(Refusal, match="wait for the Independent Chair"):
        rule_on(proposal(), approved=True, words="", by="chair", at=TEN, veto=False)
    ruled = rule_on(viewed(), approved=True, words="We answer", by="chair", at=TEN, veto=False)
    assert ruled.step is Step.DECIDED
    assert ruled.ruling is not None
    assert ruled.consultation is not None
    assert (ruled.ruling.approved, ruled.consultation.view) == (True, View.SUPPORTS)


def test_view_against_it_binds_only_where_the_charter_gives_a_veto() -> None:
    against = viewed(View.DOES_NOT_SUPPORT)
    assert rule_on(against, approved=True, words="", by="chair", at=TEN, veto=False).step is Step.DECIDED
    with pytest.raises(Refusal, match="charter"):
        rule_on(against, approved=True, words="", by="chair", at=TEN, veto=True)
    assert rule_on(against, approved=False, words="", by="chair", at=TEN, veto=True).step is Step.DECIDED


def test_view_is_given_once() -> None:
    with pytest.raises(Refusal, match="recorded already"):
        give_view(viewed(), view=View.NO_VIEW, words="", way=Way.BUTTON, by="ind", at=TEN)


@pytest.mark.parametrize(("way", "by"), [(Way.BUTTON, "chair"), (Way.LINK, "ann"), (Way.CALL, "ind")])
def test_view_is_theirs_to_give(way: Way, by: str) -> None:
    with pytest.raises(NotAllowed):
        give_view(proposal(), view=View.SUPPORTS, words="Yes", way=way, by=by, at=TEN)


def test_call_is_recorded_by_the_chair_with_what_was_said() -> None:
    with pytest.raises(Refusal, match="what was said"):
        give_view(proposal(), view=View.SUPPORTS, words=" ", way=Way.CALL, by="chair", at=TEN)
    kept = give_view(
        proposal(), view=View.SUPPORTS, words="Agreed by phone", way=Way.CALL, by="chair", at=TEN
    )
    assert kept.step is Step.VIEW_KEPT


def test_withdrawn_business_takes_no_view_and_no_decision() -> None:
    gone = withdraw(viewed(), by="chair")
    with pytest.raises(Refusal, match="withdrawn"):
        rule_on(gone, approved=True, words="", by="chair", at=TEN, veto=False)
    with pytest.raises(Refusal, match="withdrawn"):
        give_view(
            withdraw(proposal(), by="chair"), view=View.SUPPORTS, words="", way=Way.LINK, by="ind", at=TEN
        )


def test_decided_business_is_decided_once_and_by_its_chair() -> None:
    ruled = rule_on(viewed(), approved=False, words="", by="chair", at=TEN, veto=False)
    with pytest.raises(Refusal, match="decided already"):
        rule_on(ruled, approved=True, words="", by="chair", at=TEN, veto=False)
    with pytest.raises(NotAllowed):
        rule_on(viewed(), approved=True, words="", by="ind", at=TEN, veto=False)
    with pytest.raises(Refusal, match="decided already"):
        withdraw(ruled, by="chair")
