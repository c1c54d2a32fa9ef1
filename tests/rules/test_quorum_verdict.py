"""The live verdict, against an oracle that shares no code with the rules."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.professions import ROLES
from rules.quorum import (
    AllOf,
    AnyOf,
    FromThese,
    Headcount,
    RoleCap,
    Rule,
    Sectors,
    Share,
    Size,
    each_of,
    to_data,
)
from rules.quorum_count import Present, Standing, Tally
from rules.quorum_verdict import Colour, evaluate, judge, would_mend
from tests.rules import quorum_oracle as oracle
from tests.rules.test_quorum import leaves, trees

rules = trees(leaves())
roles = st.sampled_from(["", "nurse", "gp", "midwife", "police", "education", "legal", "lay"])
people = st.builds(Present, st.sampled_from("abcdefghijkl"), roles, st.sampled_from(Standing))
rooms = st.lists(people, max_size=14)
DEFAULT = AllOf((Headcount(8), Sectors(3), RoleCap(50)))


def plain(room: list[Present]) -> list[oracle.Person]:
    return [(person.person_id, person.role, person.standing.value) for person in room]


def room_of(**counts: int) -> list[Present]:
    """Members with these roles, e.g. `room_of(nurse=6, police=2)`."""
    return [
        Present(f"{role}{n}", role.replace("_", "-")) for role, count in counts.items() for n in range(count)
    ]


@given(rules, rooms)
def test_verdict_is_the_oracles(rule: Rule, room: list[Present]) -> None:
    verdict, data = evaluate(rule, room), to_data(rule)
    assert verdict.met == oracle.true_of(data, plain(room))
    assert verdict.enough == oracle.true_of(data, plain(room), only_hard=True)
    assert verdict.members == len(oracle.members(plain(room)))
    for part in verdict.parts:
        assert part.met == oracle.true_of(to_data(part.leaf), plain(room))


@given(rules, rooms, st.randoms())
def test_order_of_arrivals_does_not_matter(rule: Rule, room: list[Present], random: Any) -> None:
    shuffled = list(room)
    random.shuffle(shuffled)
    assert evaluate(rule, shuffled) == evaluate(rule, room)


@given(st.integers(1, 9), rooms, people)
def test_one_more_member_never_breaks_a_headcount(
    needed: int, room: list[Present], newcomer: Present
) -> None:
    if evaluate(Headcount(needed), room).met:
        assert evaluate(Headcount(needed), [*room, newcomer]).met


@given(rules, rooms, st.lists(people.filter(lambda person: not person.counts), max_size=5))
def test_those_who_do_not_count_change_nothing(
    rule: Rule, room: list[Present], guests: list[Present]
) -> None:
    assert evaluate(rule, [*guests, *room, *guests]) == evaluate(rule, room)


@given(rules, rooms)
def test_each_person_counts_once_however_often_they_check_in(rule: Rule, room: list[Present]) -> None:
    assert evaluate(rule, [*room, *room, *reversed(room)]) == evaluate(rule, room)


@given(rules, st.lists(st.tuples(st.booleans(), people), max_size=30))
def test_running_tally_says_the_same_as_counting_afresh(
    rule: Rule, moves: list[tuple[bool, Present]]
) -> None:
    tally, room = Tally(), dict[str, Present]()
    for arrives, person in moves:
        if arrives:
            tally.arrive(person)
            room[person.person_id] = person
        else:
            tally.leave(person.person_id)
            room.pop(person.person_id, None)
        assert judge(rule, tally) == evaluate(rule, room.values())


def named_in(sentence: str) -> set[str]:
    """Which kinds of part a sentence speaks of."""
    signs = {
        "headcount": r"more members?\b",
        "sectors": r"more sectors?\b",
        "role-cap": r"\(at most ",
        "from-these": r"\b(a nurse|a GP|a midwife|someone from the police|from the legal profession)\b",
    }
    wanted = re.sub(r"\d+ (is|are) [^(]*\(at most", "(at most", sentence)
    return {kind for kind, sign in signs.items() if re.search(sign, wanted)}


named_keys = st.lists(st.sampled_from(["nurse", "gp", "midwife", "police", "legal"]), min_size=1, unique=True)
some_of_these = named_keys.flatmap(
    lambda keys: st.builds(FromThese, st.just(tuple(keys)), st.integers(1, len(keys)))
)
plain_parts = st.one_of(
    st.builds(Headcount, st.integers(1, 12)),
    st.builds(Sectors, st.integers(1, 6)),
    st.builds(RoleCap, st.integers(1, 100)),
    some_of_these,
)


@given(trees(plain_parts), rooms)
def test_sentence_names_precisely_the_parts_that_fail(rule: Rule, room: list[Present]) -> None:
    failing = oracle.failing(to_data(rule), plain(room))
    assert named_in(evaluate(rule, room).sentence) == {part["kind"] for part in failing}


@given(st.integers(1, 12), st.integers(1, 6), rooms)
def test_sentence_gives_the_exact_numbers(needed: int, sectors: int, room: list[Present]) -> None:
    members = oracle.members(plain(room))
    sentence = evaluate(AllOf((Headcount(needed), Sectors(sectors))), room).sentence
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "10", "11", "12"]
    short = needed - len(members)
    lacking = sectors - len({oracle.sector(role) for role in members.values() if role})
    assert (f"{words[max(0, short)]} more member" in sentence) == (short > 0)
    assert (f"{words[max(0, lacking)]} more sector" in sentence) == (lacking > 0)
    assert sentence.startswith("Quorate") == (short <= 0 and lacking <= 0)


@given(rules, rooms, st.lists(people, max_size=6, unique_by=lambda person: person.person_id))
def test_whoever_is_said_to_mend_it_does_and_nobody_is_forgotten(
    rule: Rule, room: list[Present], candidates: list[Present]
) -> None:
    data, here = to_data(rule), plain(room)
    counted = oracle.members(here)
    newcomers = [person for person in plain(candidates) if person[0] not in counted and person[2] == "member"]
    mending = would_mend(rule, room, candidates)
    groups = oracle.can_mend(data, here, newcomers)
    if groups and not groups[0]:
        assert mending == would_mend(rule, room, [])
        return
    assert plain(list(mending.alone)) == [group[0] for group in groups if len(group) == 1]
    together = plain(list(mending.together))
    if together:
        assert not mending.alone
        assert oracle.true_of(data, here + together)
        for left_out in together:
            assert not oracle.true_of(data, here + [person for person in together if person != left_out])


@pytest.mark.parametrize(
    ("room", "colour", "sentence"),
    [
        ([], Colour.RED, "No members yet; eight more members and three more sectors needed."),
        (
            room_of(nurse=6, police=2),
            Colour.AMBER,
            "8 members, but 6 are nurses (at most half); one more sector needed.",
        ),
        (room_of(nurse=4, police=2, lay=2), Colour.GREEN, "Quorate: 8 members from 3 sectors."),
        (
            room_of(nurse=3, gp=2, police=1, lay=1),
            Colour.RED,
            "7 members; one more member needed.",
        ),
        (
            [
                *room_of(nurse=3, gp=2, police=1, lay=1),
                *(Present(f"g{n}", "legal", Standing.GUEST) for n in range(5)),
            ],
            Colour.RED,
            "7 members; one more member needed.",
        ),
        (
            [*room_of(nurse=1)],
            Colour.RED,
            "1 member, but 1 is a nurse (at most half); seven more members and two more sectors needed.",
        ),
    ],
)
def test_default_rule_says_what_is_missing(room: list[Present], colour: Colour, sentence: str) -> None:
    verdict = evaluate(DEFAULT, room)
    assert (verdict.colour, verdict.sentence) == (colour, sentence)


def test_a_choice_is_spoken_of_as_a_choice() -> None:
    rule = AnyOf((Headcount(5), AllOf((Headcount(3), each_of("police", "health", hard=True)))))
    assert evaluate(rule, room_of(lay=2)).sentence == (
        "2 members; either three more members or one more member, someone from the police"
        " and someone from health needed."
    )


def test_n_of_these_lists_only_those_still_absent() -> None:
    rule = FromThese(("police", "gp", "legal"), 2)
    assert evaluate(rule, room_of(gp=1)).sentence == (
        "1 member; someone from the police or someone from the legal profession needed."
    )


def test_each_role_can_be_spoken_of() -> None:
    for key in ROLES:
        sentence = evaluate(RoleCap(40), room_of(**{key.replace("-", "_"): 2})).sentence
        assert sentence.startswith("2 members, but 2 are ")


def test_two_people_are_needed_together() -> None:
    ann, bob, col = Present("ann", "police"), Present("bob", "nurse"), Present("col", "lay")
    mending = would_mend(DEFAULT, room_of(nurse=4, gp=2), [bob, ann, col])
    assert (mending.alone, set(mending.together)) == ((), {ann, col})


def test_nobody_is_asked_whom_the_rule_can_do_without() -> None:
    rule = AnyOf((Sectors(4), AllOf((RoleCap(34), each_of("lay", "health")))))
    candidates = room_of(education=1, lay=1, midwife=1, legal=1)
    assert len(would_mend(rule, [], candidates).together) == 3


def test_role_exactly_at_its_cap_is_not_named() -> None:
    sentence = evaluate(RoleCap(40), room_of(nurse=5, gp=4, lay=1)).sentence
    assert sentence == "10 members, but 5 are nurses (at most 40 %)."


def test_sliding_rule_has_to_be_settled_before_it_is_judged() -> None:
    with pytest.raises(ValueError, match="settled"):
        evaluate(Share(20, Size.MEMBERSHIP), [])
