"""Words that belong to no noun: refusals, faults of ours, waiting, and the choice of a group."""

from collections.abc import Sequence

from handlers.carriers import TryAgain, Undeliverable
from handlers.slack.blocks import kit
from handlers.slack.blocks.kit import Message, Modal
from rules.refusals import Refusal


def refusal(refused: Refusal) -> Message:
    """A refusal is its sentence, in which people's words are not read as mrkdwn."""
    return Message(kit.escape(refused.sentence), refused=True, about_field=refused.field)


def our_fault(reference: str) -> Message:
    """Something broke on our side."""
    return Message(
        "Something went wrong on our side, and nothing was saved. Please try again in a minute. "
        f"If it happens again, tell whoever runs Convenor this reference: {reference}.",
        refused=True,
    )


def slack_refused(problem: TryAgain | Undeliverable) -> Message:
    """Slack did not let us do a part of it; where somebody can mend that, the sentence says who."""
    if isinstance(problem, TryAgain):
        return Message(f"{problem}. Please try again in a minute.", refused=True)
    return Message(str(problem), refused=True)


def still_working() -> Message:
    """The 2 seconds are over."""
    return Message(
        "Still working on it. The answer will appear here in a moment; there is no need to repeat it."
    )


def too_late_for_a_form() -> Message:
    """Slack lets a form be opened for three seconds only."""
    return Message("That took longer than Slack waits for a form. Please ask for it once more.")


def done() -> Message:
    """There is nothing more to say."""
    return Message("Done.")


def file_sent(title: str) -> Message:
    """Where a file went."""
    return Message(f"“{kit.escape(title)}” is in your direct messages with me.")


def loading() -> Modal:
    """What is shown while a modal is being prepared."""
    return Modal("loading", "One moment", [kit.section("This takes a little longer than usual.")])


def notice(message: Message, *, clears: bool = False) -> Modal:
    """A message as a modal, where there is nowhere else to say it."""
    title = "That can't be done yet" if message.refused else message.title
    blocks = list(message.blocks) or [kit.section(message.text)]
    return Modal("notice", title, blocks, clears=clears)


def which_group(groups: Sequence[tuple[str, str]], words: str) -> Message:
    """Ask which of several groups a command speaks of; the choice repeats the command."""
    values = [f"{group_id} {words}".strip() for group_id, _ in groups]
    if max(map(len, values)) > kit.VALUE:
        return Message(
            "This workspace has several groups, and what you typed is too long to be kept while you choose one. "
            "Please type it again in the channel of the group that you mean.",
            refused=True,
        )
    buttons = [
        kit.button(name, f"group-chosen-{number}", value)
        for number, (value, (_, name)) in enumerate(zip(values, groups, strict=True))
    ]
    text = "This workspace has several groups. Which one do you mean?"
    return Message(text, (kit.section(text), kit.actions(*buttons)))
