"""A year's attendance as a picture: a bar for each meeting, its number above, readable in black and white."""

from collections.abc import Sequence
from io import BytesIO

WIDTH, HEIGHT = 1200, 480
LEFT, RIGHT, TOP, BOTTOM = 60, 40, 90, 70
INK, BAR, PAPER = "#000000", "#595959", "#ffffff"


def png(title: str, meetings: Sequence[tuple[str, int]]) -> bytes:
    """The picture; `meetings` are (day, members present) in order."""
    from PIL import Image, ImageDraw, ImageFont  # imported when a picture is drawn, as in `timeline`

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(18)
    pen.text((LEFT, 24), title, fill=INK, font=ImageFont.load_default(24))
    foot, tallest = HEIGHT - BOTTOM, max([1, *(count for _, count in meetings)])
    wide = (WIDTH - LEFT - RIGHT) / max(len(meetings), 1)
    for number, (day, count) in enumerate(meetings):
        middle = LEFT + (number + 0.5) * wide
        top = foot - count / tallest * (foot - TOP)
        pen.rectangle([middle - wide * 0.3, top, middle + wide * 0.3, foot], fill=BAR)
        pen.text((middle, top - 6), str(count), fill=INK, font=font, anchor="mb")
        pen.text((middle, foot + 12), day, fill=INK, font=font, anchor="mt")
    pen.line([LEFT, foot, WIDTH - RIGHT, foot], fill=INK, width=2)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()
