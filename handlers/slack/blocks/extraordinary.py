"""The words of extraordinary meetings: asking for one, calling one, answering a request."""

from handlers import meeting_words
from handlers.slack.blocks import inputs, kit, meetings
from handlers.slack.blocks.kit import Message, Modal, View
from usecases.extraordinary import LONGEST, Usual
from usecases.meeting_told import Request
from usecases.meetings import MeetingShown


def ask_form(group_id: str, *, binding: bool) -> View:
    """What the meeting is to be about, and what happens next."""
    text = (
        "By the group's charter any member's request is binding: the secretary and the chair choose the day."
        if binding
        else "The chair answers your request, with a reason if it is declined. You will be told either way."
    )
    purpose = inputs.text_input("purpose", multiline=True, longest=LONGEST)
    blocks = [
        kit.section(text),
        inputs.field_of(
            "What is it to be about?", purpose, hint="Nothing that could identify a child or a family."
        ),
    ]
    return Modal(
        "request-meeting",
        "Extraordinary meeting",
        blocks,
        submit="Ask for it",
        close="Cancel",
        about=group_id,
    ).view()


def asked(request: Request) -> Message:
    """To whoever asked, at once."""
    if request.binding:
        return Message(
            "Thank you. By the charter your request is binding: the secretary and the chair have a draft to "
            "date. You will be told the day."
        )
    return Message("Thank you. The chair has your request and will answer it; you will be told either way.")


def call_form(usual: Usual) -> View:
    """An extraordinary meeting, called by the chair."""
    text = f"The charter asks for {usual.clear_days} clear days' notice. The channel is told as soon as you call it."
    blocks = [kit.section(text), *meetings.fields(usual.plan)]
    return Modal(
        "call-meeting",
        "Extraordinary meeting",
        blocks,
        submit="Call it",
        close="Cancel",
        about=usual.group_id,
    ).view()


def called(found: MeetingShown) -> Message:
    """To the chair."""
    return Message(f"Called for {meeting_words.when(found.plan)}. The channel has notice of it.")


def decline_form(request_id: str) -> View:
    """Asks the chair for the reason."""
    reason = inputs.text_input("because", multiline=True, longest=LONGEST)
    blocks = [inputs.field_of("Reason", reason, hint="Whoever asked reads it as you write it.")]
    return Modal(
        "decline-request", "Decline the request", blocks, submit="Decline", close="Go back", about=request_id
    ).view()


def answered(request: Request) -> Message:
    """To the chair: what was answered, and the next step."""
    if not request.granted or request.meeting is None:
        return Message(kit.escape(f"Declined. {request.asked_by} is told, with your reason."))
    text = kit.escape(f"Granted. {request.asked_by} is told. A draft is waiting for its day.")
    button = kit.button("Set its day", "set-day", request.meeting.id, style="primary")
    return Message(text, (kit.section(text), kit.actions(button)))
