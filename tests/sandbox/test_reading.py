"""Texts as they are read: marks, mentions, links, and dates in the reader's zone."""

from datetime import UTC, datetime

import pytest

from sandbox import Workspace, render_text
from sandbox.mrkdwn import local_date, plain
from sandbox.pages.words import Words

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("*bold* and _it_ and ~gone~ and `code`", "bold and it and gone and code"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("*<@U0>* in <#C0|room>", "@U0 in #room"),
        ("<https://example.org|here>", "here (https://example.org)"),
        ("<https://example.org>", "https://example.org"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<!here> look", "@here look"),
    ],
)
def test_text_is_read_without_its_marks(workspace: Workspace, text: str, read: str) -> None:
    assert plain(text, workspace, workspace.user("Sara")) == read


@pytest.mark.parametrize(
    ("form", "zone", "read"),
    [
        ("{date_num} {time}", "Europe/London", "2027-07-01 11:00"),
        ("{date_num} {time}", "America/New_York", "2027-07-01 06:00"),
        ("{date_long}", "Asia/Tokyo", "Thursday 1 July 2027"),
        ("{date_short_pretty}", "Europe/London", "1 Jul 2027"),
    ],
)
def test_date_is_read_in_the_readers_zone(form: str, zone: str, read: str) -> None:
    moment = int(datetime(2027, 7, 1, 10, 0, tzinfo=UTC).timestamp())
    assert local_date(moment, form, zone, NOW) == read


def test_days_near_by_have_words() -> None:
    tonight = int(datetime(2027, 3, 1, 23, 30, tzinfo=UTC).timestamp())
    assert local_date(tonight, "{date_pretty}", "Europe/London", NOW) == "today"
    assert local_date(tonight, "{date_pretty}", "Asia/Tokyo", NOW) == "tomorrow"


def test_blocks_are_read_in_order_with_buttons_and_choices(workspace: Workspace) -> None:
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Who* comes?"}},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": {"type": "plain_text", "text": "Attend"}, "action_id": "a"},
                {"type": "users_select", "action_id": "u", "initial_user": workspace.user("Tom").id},
            ],
        },
    ]
    assert render_text(blocks, workspace, workspace.user("Sara")) == "Who comes?\n[Attend] [Tom Reid ▾]"


def test_html_of_a_text_has_marks_quotes_and_nothing_foreign(workspace: Workspace) -> None:
    words = Words(workspace, workspace.user("Sara"))
    assert words.mrkdwn("*A &lt;b&gt;*\n> said\n> twice\nend :tada: :nope:") == (
        "<strong>A &lt;b&gt;</strong><br><blockquote>said<br>twice</blockquote>end 🎉 :nope:"
    )
