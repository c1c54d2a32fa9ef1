"""The words of answering: the receipt, and the question for a profession."""

from handlers.slack.blocks import inputs, kit, persons
from handlers.slack.blocks.kit import Block, Message
from rules import moments, money
from rules.meetings import Mode
from rules.rsvp import Answer, Place
from usecases.rsvp import Receipt


def receipt(receipt: Receipt) -> Message:
    """What an answer came to, and the one thing that is still asked."""
    lines = [_what_was_saved(receipt), *_price_lines(receipt)]
    if receipt.join_link:
        lines.append(f"Join here: {receipt.join_link}")
    blocks: list[Block] = [kit.section("\n".join(lines)), *_profession(receipt)]
    return Message("\n".join(lines), tuple(blocks))


def profession_saved(label: str) -> Message:
    """The question was answered."""
    text = (
        f"Thank you. Your profession is recorded as {label}; it is asked only once. "
        "You can change it, and add your organisation or membership number, whenever you like."
    )
    return Message(text, (kit.section(text), kit.actions(kit.button("My details", "my-details"))))


def meeting_in_words(receipt: Receipt) -> str:
    """A meeting as a phrase: its day in the reader's zone, its hours in its own."""
    return moments.span_in_words(receipt.starts_at, receipt.ends_at, receipt.zone)


def _what_was_saved(receipt: Receipt) -> str:
    when = meeting_in_words(receipt)
    if receipt.answer is Answer.APOLOGIES:
        return f"Your apologies are recorded for {when}. Thank you for saying."
    if receipt.answer is Answer.MAYBE:
        return f"You might come on {when}. You will be asked again nearer the time; a place is not held."
    if receipt.place is Place.WAITING:
        return (
            f"All places are taken on {when}. You are number {receipt.number} on the waiting list, and will be "
            "told as soon as a place is free."
        )
    place = f", {kit.escape(receipt.venue)}" if receipt.venue and receipt.mode is Mode.FACE_TO_FACE else ""
    return f"You have a place on {when}{place}."


def _price_lines(receipt: Receipt) -> list[str]:
    lines = [receipt.price.sentence] if receipt.price is not None else []
    if receipt.owed_pence > 0:
        lines.append(f"You owe {money.pounds(receipt.owed_pence)}. {kit.escape(receipt.how_to_pay)}")
    elif receipt.owed_pence < 0:
        lines.append(f"{money.pounds(-receipt.owed_pence)} is owed to you; the treasurer will return it.")
    return lines


def _profession(receipt: Receipt) -> list[Block]:
    if not receipt.asks_role:
        return []
    return [
        kit.section(
            "What is your profession? The group reflects professional diversity; you are asked only once.",
            accessory=inputs.select("profession", persons.role_choices(), placeholder="Your main role"),
        )
    ]
