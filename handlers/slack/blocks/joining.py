"""The words of joining a group: asked, answered, left."""

from handlers.slack.blocks import kit, persons
from handlers.slack.blocks.kit import Block, Confirm, Message
from storage.groups import Belonging
from usecases.joining import JoinShown


def receipt(shown: JoinShown) -> Message:
    """To whoever asked."""
    if shown.state is Belonging.BELONGS:
        return Message(
            f"You belong to “{kit.escape(shown.group_name)}”. `/sig me` shows your meetings; `/sig leave group` takes you off the list."
        )
    return Message(
        f"Your request to join “{kit.escape(shown.group_name)}” is with the secretary, and you will be told. Meanwhile you can "
        "answer its meetings: non-members are welcome."
    )


def asked(shown: JoinShown) -> Message:
    """To the officers who approve; once it is answered it says so, without its buttons."""
    who = persons.called(shown.name, shown.slack_id)
    about = persons.does(shown.role, shown.organisation)
    text = f"{who} asks to join *{kit.escape(shown.group_name)}*.{f' {about}.' if about else ''}"
    plain = kit.escape(f"{shown.name} asks to join {shown.group_name}.")
    if shown.state is not Belonging.ASKED:
        outcome = kit.escape(_outcome(shown))
        return Message(f"{plain} {outcome}", (kit.section(text), kit.context(outcome)))
    return Message(
        plain, (kit.section(text), kit.actions(*answer_buttons(shown.group_id, shown.person_id, shown.name)))
    )


def answer_buttons(group_id: str, person_id: str, name: str) -> list[Block]:
    """Yes and no; no asks once more, since it is said to the person."""
    return [
        kit.button(
            "Approve", "approve-join", f"{group_id} {person_id}", style="primary", says=f"Approve {name}"
        ),
        kit.button(
            "Decline",
            "decline-join",
            f"{group_id} {person_id}",
            says=f"Decline {name}",
            confirm=Confirm(
                "Decline this request?",
                "They are told kindly that it can't be approved at present, and may ask again.",
                "Yes, decline",
            ),
        ),
    ]


def decided(shown: JoinShown) -> Message:
    """To the officer who answered."""
    if shown.state is Belonging.BELONGS:
        return Message(
            f"{kit.escape(shown.name)} belongs to “{kit.escape(shown.group_name)}” now, and is told."
        )
    return Message(f"Declined. {kit.escape(shown.name)} is told kindly, and may ask again.")


def answered(shown: JoinShown) -> Message:
    """To the person who asked."""
    if shown.state is Belonging.BELONGS:
        return Message(
            f"Welcome: you belong to “{kit.escape(shown.group_name)}” now. `/sig programme` in its channel shows the year, and "
            "`/sig me` your own meetings."
        )
    return Message(
        f"Your request to join “{kit.escape(shown.group_name)}” could not be approved at present. Its meetings are open to you "
        "all the same; the secretary (`/sig officers`) answers questions, and you may ask again."
    )


def left(shown: JoinShown) -> Message:
    """To whoever left."""
    return Message(
        f"You are off the list of “{kit.escape(shown.group_name)}”. Answers you gave to its meetings stand; change them with "
        "`/sig me`. `/sig join` brings you back."
    )


def _outcome(shown: JoinShown) -> str:
    if shown.state is Belonging.BELONGS:
        return f"Approved by {shown.decided_by}."
    if shown.decided_by == shown.name:
        return "They have withdrawn the request."
    return f"Declined by {shown.decided_by}."
