"""The quorum's timeline as a picture that reads in black and white: shapes and words, never colour alone."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from rules.moments import local, time_in_words
from rules.timeline import Mark, Timeline

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 1200, 520
LEFT, RIGHT, TOP, BOTTOM = 90, 40, 80, 110
INK, GREY, SHADE, PAPER = "#000000", "#666666", "#d9d9d9", "#ffffff"
TICKS = (5, 10, 15, 30, 60, 120, 240)  # minutes between the labels below


def png(drawn: Timeline) -> bytes:
    """Members present over time, the number needed, shaded while quorate, decisions marked."""
    from PIL import Image, ImageDraw  # imported when a picture is drawn: it would weigh on an idle process

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    _Picture(drawn, ImageDraw.Draw(image)).draw()
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


class _Picture:
    def __init__(self, drawn: Timeline, pen: "ImageDraw") -> None:
        from PIL import ImageFont

        self.drawn, self.pen = drawn, pen
        self.font, self.title = ImageFont.load_default(18), ImageFont.load_default(24)
        most = max([drawn.needed, *(step.members for step in drawn.steps)])
        self.top = most + 1
        self.length = max((drawn.ends - drawn.begins).total_seconds(), 60.0)

    def draw(self) -> None:
        """Everything, from the back to the front."""
        self.pen.text((LEFT, 20), self.drawn.title, fill=INK, font=self.title)
        for begins, ends in self.drawn.quorate:
            self.pen.rectangle([self._x(begins), TOP, self._x(ends), HEIGHT - BOTTOM], fill=SHADE)
        self._axes()
        self._needed()
        self._steps()
        for mark in self.drawn.decisions:
            self._decision(mark)
        self._legend()

    def _x(self, at: datetime) -> float:
        return LEFT + (at - self.drawn.begins).total_seconds() / self.length * (WIDTH - LEFT - RIGHT)

    def _y(self, members: float) -> float:
        return HEIGHT - BOTTOM - members / self.top * (HEIGHT - BOTTOM - TOP)

    def _axes(self) -> None:
        foot = HEIGHT - BOTTOM
        self.pen.line([LEFT, TOP, LEFT, foot, WIDTH - RIGHT, foot], fill=INK, width=2)
        for members in range(0, self.top + 1, max(1, self.top // 6)):
            self.pen.text((LEFT - 12, self._y(members)), str(members), fill=INK, font=self.font, anchor="rm")
        every = next((one for one in TICKS if self.length / 60 / one <= 8), TICKS[-1])
        at = self.drawn.begins
        while at <= self.drawn.ends:
            label = time_in_words(local(at, self.drawn.zone).time())
            self.pen.line([self._x(at), foot, self._x(at), foot + 6], fill=INK, width=2)
            self.pen.text((self._x(at), foot + 12), label, fill=INK, font=self.font, anchor="mt")
            at += timedelta(minutes=every)

    def _needed(self) -> None:
        y = self._y(self.drawn.needed)
        for x in range(LEFT, WIDTH - RIGHT, 16):
            self.pen.line([x, y, x + 8, y], fill=INK, width=2)
        self.pen.text(
            (WIDTH - RIGHT, y - 4), f"{self.drawn.needed} needed", fill=INK, font=self.font, anchor="rb"
        )

    def _steps(self) -> None:
        points, members = [(self._x(self.drawn.begins), self._y(0))], 0
        for step in self.drawn.steps:
            x = self._x(step.at)
            points += [(x, self._y(members)), (x, self._y(step.members))]
            members = step.members
        points.append((self._x(self.drawn.ends), self._y(members)))
        self.pen.line(points, fill=INK, width=4)

    def _decision(self, mark: Mark) -> None:
        x, y = self._x(mark.at), HEIGHT - BOTTOM - 8
        self.pen.line([x, TOP, x, y], fill=GREY, width=1)
        corners = [(x, TOP - 10), (x + 8, TOP), (x, TOP + 10), (x - 8, TOP)]
        self.pen.polygon(corners, fill=PAPER if mark.for_ratification else INK, outline=INK, width=2)

    def _legend(self) -> None:
        words = (
            "thick line: members present    dashes: members needed    shaded: quorate"
            "    diamond: a decision (hollow: for ratification)"
        )
        self.pen.text((LEFT, HEIGHT - 40), words, fill=INK, font=self.font)
