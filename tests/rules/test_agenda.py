import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agenda import (
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_ITEMS,
    REGIONAL_HEADINGS,
    Agenda,
    Carried,
    Item,
    add,
    as_text,
    carry,
    from_data,
    move,
    parse,
    remove,
    standing,
    to_data,
    with_theme,
)
from rules.refusals import Refusal

FIRST_OF_MAY = "14 May 2027"


def titles(agenda: Agenda) -> list[str]:
    return [item.title for item in agenda]


WITH_DECISION = carry(standing(), "Bursaries for travel", Carried.FOR_RATIFICATION, FIRST_OF_MAY)


def test_the_standing_items_are_in_order_with_the_five_regional_headings() -> None:
    assert titles(standing()) == [
        "Apologies",
        "Quorum",
        "Conflicts of interest",
        "Minutes of the last meeting",
        "Actions",
        "Regional updates",
        "National Panel: developments and feedback",
        "CDOP: learning from child death reviews",
        "Themed learning",
        "Any other business",
        "Dates of the next meetings",
    ]
    assert standing()[5].headings == REGIONAL_HEADINGS
    assert len(REGIONAL_HEADINGS) == 5


def test_a_themed_meeting_names_its_theme() -> None:
    assert standing("Communication")[8].title == "Themed learning: Communication"


def test_a_new_theme_changes_the_themed_item_and_nothing_else() -> None:
    agenda = remove(standing("Communication"), 1)
    assert with_theme(agenda, "Commissioning") == remove(standing("Commissioning"), 1)
    assert with_theme(agenda, "") == remove(standing(), 1)
    assert with_theme((Item("Only this"),), "Commissioning") == (Item("Only this"),)


def test_an_item_is_added_before_any_other_business_or_where_it_is_wanted() -> None:
    assert titles(add(standing(), " Annual  report "))[9:11] == ["Annual report", "Any other business"]
    assert titles(add(standing(), "Welcome", position=1))[0] == "Welcome"
    assert titles(add(standing(), "Farewell", position=12))[11] == "Farewell"


def test_an_item_is_removed_and_moved_by_its_position() -> None:
    assert titles(remove(standing(), 1))[0] == "Quorum"
    assert titles(move(standing(), 1, 3))[:3] == ["Quorum", "Conflicts of interest", "Apologies"]
    assert titles(move(standing(), 11, 1))[0] == "Dates of the next meetings"
    assert sorted(titles(move(standing(), 2, 9))) == sorted(titles(standing()))


@pytest.mark.parametrize("position", [0, -1, 12])
def test_a_position_that_is_not_there_is_refused(position: int) -> None:
    for change in (lambda: remove(standing(), position), lambda: move(standing(), 1, position)):
        with pytest.raises(Refusal, match="from 1 to 11") as refused:
            change()
        assert refused.value.field == "position"


def test_a_decision_for_ratification_follows_the_last_minutes() -> None:
    assert titles(WITH_DECISION)[3:5] == ["Minutes of the last meeting", "Bursaries for travel"]
    assert WITH_DECISION[4].in_words == "Bursaries for travel (for ratification, from 14 May 2027)"


def test_a_promise_comes_before_any_other_business_and_only_once() -> None:
    promised = carry(standing(), "Videos of campaigns", Carried.PROMISED, FIRST_OF_MAY)
    assert titles(promised)[9:11] == ["Videos of campaigns", "Any other business"]
    edited = parse(as_text(promised).replace("campaigns", "campaigns\n- Which"), promised)
    for agenda in (promised, edited):
        assert carry(agenda, "Videos of campaigns", Carried.PROMISED, FIRST_OF_MAY) == agenda


def test_a_carried_item_finds_a_place_on_an_agenda_without_standing_items() -> None:
    for why in Carried:
        assert titles(carry((Item("Only this"),), "Carried", why, FIRST_OF_MAY)) == ["Only this", "Carried"]


def test_a_long_decision_is_carried_with_a_shortened_title() -> None:
    carried = carry(standing(), "word " * 100, Carried.FOR_RATIFICATION, FIRST_OF_MAY)[4]
    assert len(carried.title) <= LONGEST_LINE
    assert carried.title.endswith("word…")


def test_a_decision_that_waits_for_ratification_can_not_be_removed() -> None:
    with pytest.raises(Refusal, match="waits for ratification since 14 May 2027"):
        remove(WITH_DECISION, 5)
    edited = as_text(WITH_DECISION).replace("Bursaries for travel", "Bursaries")
    with pytest.raises(Refusal, match="Keep its line"):
        parse(edited, WITH_DECISION)


def test_a_promise_can_be_removed() -> None:
    promised = carry(standing(), "Videos", Carried.PROMISED, FIRST_OF_MAY)
    assert remove(promised, 10) == standing()
    assert parse(as_text(standing()), promised) == standing()


def test_a_carried_item_keeps_its_origin_wherever_its_line_goes() -> None:
    lines = ["1. bursaries for travel", "  - Amount", "", "2) Quorum", "• Any other business"]
    agenda = parse("\n".join(lines), WITH_DECISION)
    assert agenda[0] == Item("Bursaries for travel", ("Amount",), Carried.FOR_RATIFICATION, FIRST_OF_MAY)
    assert titles(agenda)[1:] == ["Quorum", "Any other business"]


def test_two_carried_items_of_one_title_keep_both_origins() -> None:
    twice = carry(WITH_DECISION, "Bursaries for travel", Carried.FOR_RATIFICATION, "9 June 2027")
    assert parse(as_text(twice), twice) == twice


def test_a_carried_title_that_looks_like_a_list_can_still_be_edited() -> None:
    carried = carry(standing(), "- 2. Bursaries", Carried.FOR_RATIFICATION, FIRST_OF_MAY)
    assert carried[4].title == "Bursaries"
    assert parse(as_text(carried), carried) == carried


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "at least one item"),
        (" \n \n", "at least one item"),
        ("- Amount", "Start with an item"),
        ("x" * (LONGEST_LINE + 1), "shorten each line to 150"),
        ("Item\n- " + "x" * (LONGEST_LINE + 1), "shorten each line to 150"),
        ("\n".join(f"Item {n}" for n in range(MOST_ITEMS + 1)), "up to 40 items"),
        ("x" * (LONGEST_TEXT + 1), "shorten it to 2,400"),
    ],
)
def test_an_agenda_that_can_not_be_read_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        parse(text)
    assert refused.value.field == "agenda"


def test_adding_nothing_or_too_much_is_refused() -> None:
    with pytest.raises(Refusal, match="what the item is about"):
        add(standing(), "  ")
    full = tuple(Item(f"Item {n}") for n in range(MOST_ITEMS))
    with pytest.raises(Refusal, match="up to 40 items"):
        add(full, "One more")


WORDS = st.text(st.characters(categories=("L", "Nd", "P", "Zs")), min_size=1, max_size=40)


@given(st.lists(st.tuples(WORDS, st.sampled_from(Carried)), max_size=8))
def test_editing_without_a_change_changes_nothing(carried: list[tuple[str, Carried]]) -> None:
    agenda = standing()
    for title, why in carried:
        agenda = carry(agenda, title, why, FIRST_OF_MAY) if title.strip() else agenda
    assert parse(as_text(agenda), agenda) == agenda


@given(st.lists(WORDS, max_size=5))
def test_an_agenda_survives_storage(carried: list[str]) -> None:
    agenda = standing("Communication")
    for title in carried:
        agenda = carry(agenda, title, Carried.PROMISED, FIRST_OF_MAY)
    assert from_data(to_data(agenda)) == agenda
