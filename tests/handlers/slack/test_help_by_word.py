"""What `/sig help` shows: little at first, and the rest by a word."""

from handlers.slack.blocks import help as words


def test_help_alone_shows_what_everyone_can_type_and_where_the_rest_is() -> None:
    shown = words.all_of_it("").text
    assert "`/sig attend, apologies or maybe`" in shown
    assert "`/sig programme plan 2027`" not in shown
    assert "`/sig help secretary and chair`" in shown


def test_help_with_an_office_shows_its_words() -> None:
    shown = words.all_of_it("Treasurer").text
    assert "`/sig dues`" in shown
    assert "`/sig attend" not in shown


def test_help_with_a_word_shows_every_phrase_about_it() -> None:
    shown = words.all_of_it("quorum").text
    assert "`/sig quorum rule`" in shown
    assert "`/sig decide, ratify`" in shown
    assert "`/sig dues`" not in shown


def test_help_with_everything_or_a_word_that_is_nowhere_shows_all_of_it() -> None:
    for word in ("everything", "marmalade"):
        for noun in words.PHRASES:
            assert f"*{noun}*" in words.all_of_it(word).text
