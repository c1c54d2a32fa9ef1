"""The minutes as files: the same truth in each, and a picture that is also said in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import docx
from PIL import Image

from handlers.documents import markdown, timeline, word, year
from rules.minutes import Minutes, Section
from rules.timeline import Mark, Step, Timeline, in_words

BEGAN = datetime(2027, 5, 14, 9, 30, tzinfo=UTC)
MINUTES = Minutes(
    title="Reviews: minutes of 14 May",
    status="Version 1: draft until approved at the next meeting.",
    sections=(
        Section("Present", ("- Ann *Lee* (Nurse)", "- Bob_Roy")),
        Section("Quorum", ("It became quorate at 10:50.",)),
    ),
    annex=Section("Annex: times", ("- Ann: 10:30 to 12:00",)),
)


def at(minute: int) -> datetime:
    return BEGAN + timedelta(minutes=minute)


DRAWN = Timeline(
    title="Friday 14 May 2027",
    zone="Europe/London",
    begins=at(0),
    ends=at(120),
    steps=(Step(at(0), 0), Step(at(10), 7), Step(at(20), 9), Step(at(80), 6), Step(at(120), 0)),
    needed=8,
    quorate=((at(20), at(80)),),
    decisions=(Mark(at(30), for_ratification=False), Mark(at(75), for_ratification=True)),
)


def test_markdown_keeps_peoples_words_from_becoming_markup() -> None:
    assert markdown.minutes(MINUTES, annex=False) == (
        "# Reviews: minutes of 14 May\n\n"
        "*Version 1: draft until approved at the next meeting.*\n\n"
        "## Present\n\n- Ann \\*Lee\\* (Nurse)\n- Bob\\_Roy\n\n"
        "## Quorum\n\nIt became quorate at 10:50.\n"
    )
    assert markdown.minutes(MINUTES).endswith("## Annex: times\n\n- Ann: 10:30 to 12:00\n")


def test_word_document_holds_every_section_and_the_pictures_words() -> None:
    content = word.minutes(MINUTES, picture=timeline.png(DRAWN), described=in_words(DRAWN))
    read = docx.Document(BytesIO(content))
    texts = [paragraph.text for paragraph in read.paragraphs]
    assert texts[:5] == [
        "Reviews: minutes of 14 May",
        "Version 1: draft until approved at the next meeting.",
        "Present",
        "Ann *Lee* (Nurse)",
        "Bob_Roy",
    ]
    assert in_words(DRAWN) in texts
    (picture,) = read.inline_shapes
    assert picture._inline.docPr.get("descr") == in_words(DRAWN)
    assert texts[-1] == "Ann: 10:30 to 12:00"


def test_timeline_is_said_in_words() -> None:
    assert in_words(DRAWN) == (
        "From 10:30 to 12:30 at most 9 members were present; 8 are needed. Quorate 10:50 to 11:50."
        " Decisions at 11:00 and 11:45 (for ratification)."
    )
    assert "It was never quorate." in in_words(replace(DRAWN, quorate=(), decisions=()))


def _darkness(picture: bytes, minute: int, members: float) -> int:
    """How dark the picture is at this minute and height, from 0 (black) to 255 (white)."""
    image = Image.open(BytesIO(picture)).convert("L")
    x = timeline.LEFT + minute / 120 * (timeline.WIDTH - timeline.LEFT - timeline.RIGHT)
    foot = timeline.HEIGHT - timeline.BOTTOM
    y = foot - members / 10 * (foot - timeline.TOP)
    found = image.getpixel((int(x), int(y)))
    assert isinstance(found, int)
    return found


def test_picture_reads_in_black_and_white() -> None:
    picture = timeline.png(DRAWN)
    assert _darkness(picture, 50, 9) == 0  # the line of members present
    assert _darkness(picture, 15, 7) == 0
    assert _darkness(picture, 50, 4) == int("d9", 16)  # shaded while quorate
    assert _darkness(picture, 100, 4) == 255
    assert _darkness(picture, 30, 10) == 0  # the diamond of a decision
    image = Image.open(BytesIO(picture)).convert("RGB")
    colours = image.getcolors(100_000)
    assert colours is not None
    assert all(r == g == b for _, (r, g, b) in colours)


def test_picture_of_a_meeting_that_was_closed_at_once_can_be_drawn() -> None:
    empty = replace(DRAWN, ends=at(0), steps=(), quorate=(), decisions=(), needed=0)
    assert Image.open(BytesIO(timeline.png(empty))).size == (timeline.WIDTH, timeline.HEIGHT)


def test_years_picture_has_a_bar_for_each_meeting() -> None:
    drawn = year.png("Attendance in 2027", [("14 May", 10), ("13 July", 5)])
    image = Image.open(BytesIO(drawn)).convert("L")
    foot = year.HEIGHT - year.BOTTOM
    wide = (year.WIDTH - year.LEFT - year.RIGHT) / 2
    heights = []
    for number in range(2):
        x = int(year.LEFT + (number + 0.5) * wide - wide * 0.25)
        heights.append(sum(image.getpixel((x, y)) == int("59", 16) for y in range(year.TOP, foot)))
    assert abs(heights[0] - 2 * heights[1]) <= 2
    assert heights[0] > 250
