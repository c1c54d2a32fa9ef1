"""The form of the quorum rule in Slack: it says what it can't edit, and its preview carries the rule along."""

from hypothesis import given

from handlers.slack.blocks.quorum_rule import form, preview, read
from rules.quorum import DEFAULT, AllOf, AnyOf, Headcount, Rule, Size, Step, Tiers, each_of
from tests.rules.test_quorum import sliding_rules
from usecases.quorum_rule import InForce, Preview

CHOICE = AnyOf((each_of("police"), each_of("gp", "nurse")))


def test_form_of_the_default_names_it_in_words() -> None:
    view = form(InForce("group", 3, DEFAULT))
    assert view["blocks"][0]["text"]["text"].startswith(
        "In force (version 3): Quorate with at least 8 members present."
    )
    assert "can’t edit" not in str(view)


def test_form_says_plainly_what_it_can_not_edit() -> None:
    blocks = form(InForce("group", 3, AllOf((Headcount(8), CHOICE))))["blocks"]
    assert blocks[1]["text"]["text"] == (
        "*This form can’t edit these parts. They stay as they are:*\n"
        "1. For professional diversity: either someone from the police or a GP and a nurse; otherwise the"
        " chair records whether the attendance reflects it."
    )
    ticked = blocks[2]["element"]["initial_options"]
    assert [(one["text"]["text"], one["value"]) for one in ticked] == [("Keep part 1", "0")]


def test_sliding_quorum_is_edited_in_lines() -> None:
    rule = Tiers((Step(20, 5),), 8, Size.EXPECTED)
    blocks = {block.get("block_id"): block for block in form(InForce("group", 3, rule))["blocks"]}
    assert blocks["steps"]["element"]["initial_value"] == "up to 20: 5\nmore: 8"
    assert blocks["of"]["element"]["initial_option"]["value"] == "expected"
    assert "kept" not in blocks


@given(sliding_rules)
def test_preview_carries_the_rule_to_its_button(rule: Rule) -> None:
    view = preview("group", 7, rule, Preview("words", 0, (), ()))
    assert read(view["private_metadata"]) == ("group", 7, rule)


def test_preview_names_the_meetings_it_would_have_changed() -> None:
    shown = Preview("words", 5, ("3 March 2027",), ("14 May 2027", "2 July 2027"))
    assert preview("group", 1, DEFAULT, shown)["blocks"][1]["text"]["text"] == (
        "Never quorate by it: 3 March 2027. The chair would have had to judge diversity: 14 May 2027 and 2 July 2027."
    )
    unchanged = preview("group", 1, DEFAULT, Preview("words", 5, (), ()))
    assert unchanged["blocks"][1]["text"]["text"] == "All 5 past meetings would have been quorate by it."
