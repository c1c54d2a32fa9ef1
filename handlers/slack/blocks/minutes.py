"""The words of minutes: how they stand, the form of the report, and what comes before a meeting."""

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Block, Message, View
from rules.report import Action, Presentation, Promise, Report, lines_of, split_lines
from rules.timeline import in_words
from usecases.minutes import Papers

PARTS = {
    "presentations": ("Presentations", "One a line: who | what they presented"),
    "themes": ("Key learning themes", "One a line"),
    "worked_well": ("What worked well", "One a line; views are unattributed"),
    "learnt": ("What can be learnt", "One a line"),
    "sustain": ("How to sustain it", "One a line"),
    "issues": ("Issues", "One a line, e.g. commissioning, capacity"),
    "references": ("References", "One a line"),
    "promises": ("Promised for a later meeting", "One a line: what | who. It comes to the next agenda."),
    "actions": ("Actions", "One a line: what | who | by when"),
}
PLAIN = ("themes", "worked_well", "learnt", "sustain", "issues", "references")


def papers(papers: Papers) -> Message:
    """How the minutes stand, with each form in which they can be had."""
    meeting_id = papers.meeting_id
    text = f"Minutes of {papers.day}. {papers.minutes.status} {papers.sentence}"
    buttons = [
        kit.button("As a Word document", "minutes-word", meeting_id),
        kit.button("As text for a canvas", "minutes-text", meeting_id),
        kit.button("Quorum timeline", "minutes-picture", meeting_id),
        kit.button("Write the report", "write-report", meeting_id, style="primary"),
    ]
    if papers.approves and not papers.approved:
        buttons.append(
            kit.button("Approve the minutes", "approve-minutes", f"{meeting_id} {papers.approves}")
        )
    blocks = [
        kit.section(f"*Minutes of {papers.day}*\n{papers.minutes.status}"),
        kit.section(kit.escape(papers.sentence)),
        kit.context(kit.escape(in_words(papers.timeline))),
        kit.actions(*buttons),
    ]
    return Message(kit.escape(text), tuple(blocks))


def report_form(papers: Papers, report: Report) -> View:
    """The report as the group's own notice has it; what stands there can be edited."""
    blocks: list[Block] = [
        kit.context("Nothing here may identify a child, a family or a case. Views are not attributed.")
    ]
    typed = as_text(report)
    for name, (label, hint) in PARTS.items():
        element = inputs.text_input(name, value=typed[name], multiline=True, longest=3000)
        blocks.append(inputs.field_of(label, element, hint=hint, optional=True, name=name))
    if papers.approved:
        element = inputs.text_input("correction", multiline=True, longest=1000)
        hint = "These minutes are approved; this is shown with your name, and makes a new version."
        blocks.append(inputs.field_of("What you correct", element, hint=hint, name="correction"))
    about = papers.meeting_id
    return kit.Modal("report", "Report of the meeting", blocks, submit="Save", about=about).view()


def as_text(report: Report) -> dict[str, str]:
    """The report as people type it, by the names of the form's parts."""
    plain = {name: "\n".join(getattr(report, name)) for name in PLAIN}
    return {
        **plain,
        "presentations": "\n".join(_line(one.presenter, one.title) for one in report.presentations),
        "promises": "\n".join(_line(one.text, one.owner) for one in report.promises),
        "actions": "\n".join(_line(one.text, one.owner, one.due) for one in report.actions),
    }


def as_report(typed: dict[str, str]) -> Report:
    """The report that was typed."""
    plain = {name: lines_of(typed.get(name, "")) for name in PLAIN}
    return Report(
        presentations=tuple(Presentation(*parts) for parts in split_lines(typed.get("presentations", ""), 2)),
        promises=tuple(Promise(*parts) for parts in split_lines(typed.get("promises", ""), 2)),
        actions=tuple(Action(*parts) for parts in split_lines(typed.get("actions", ""), 3)),
        **plain,
    )


def saved(version: int) -> Message:
    """The report was saved."""
    return Message(f"The report is saved as version {version}. `/sig minutes` shows the minutes.")


def approved(version: int) -> Message:
    """The minutes were approved."""
    return Message(f"Version {version} of the minutes is approved.")


def _line(*parts: str) -> str:
    kept = list(parts)
    while len(kept) > 1 and not kept[-1]:
        kept.pop()
    return " | ".join(kept)
