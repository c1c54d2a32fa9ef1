"""Minutes as a Word document, for those who keep them in a word processor."""

from io import BytesIO
from typing import TYPE_CHECKING

from rules.minutes import Minutes, Section

if TYPE_CHECKING:
    from docx.document import Document


def minutes(
    drawn: Minutes, *, picture: bytes | None = None, described: str = "", annex: bool = True
) -> bytes:
    """The minutes as .docx, with the timeline's picture and its text equivalent where there is one."""
    import docx  # 10 MB that an idle process need not hold
    from docx.shared import Cm

    document = docx.Document()
    document.core_properties.title = drawn.title
    document.add_heading(drawn.title, level=0)
    document.add_paragraph(drawn.status, style="Subtitle")
    for section in drawn.sections:
        _add(document, section)
    if picture is not None:
        document.add_heading("The quorum through the meeting", level=1)
        shape = document.add_picture(BytesIO(picture), width=Cm(16))
        shape._inline.docPr.set("descr", described)  # what a screen reader says of it
        document.add_paragraph(described)
    if annex and drawn.annex.lines:
        _add(document, drawn.annex)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _add(document: "Document", section: Section) -> None:
    document.add_heading(section.heading, level=1)
    for line in section.lines:
        if line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
