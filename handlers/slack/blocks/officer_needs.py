"""The words of what waits for an officer, each with the button that deals with it."""

from handlers import news_words
from handlers.slack.blocks import joining, kit, meeting_news
from handlers.slack.blocks.kit import Block
from usecases.groups import GroupHere
from usecases.officer_needs import Asking, Needs

# The rest is behind the first few: a Home tab holds a hundred blocks
MOST = 5


def blocks(group: GroupHere, needs: Needs) -> list[Block]:
    """What waits for this officer; one calm line where nothing does."""
    waiting = [
        *(_drafts(group.id, year, count) for year, count in needs.drafts[:MOST]),
        *(
            block
            for request in (*needs.undated[:MOST], *needs.requests[:MOST])
            for block in (
                kit.section(kit.escape(news_words.asked(request))),
                kit.actions(*meeting_news.request_buttons(request)),
            )
        ),
        *(block for asking in needs.joining[:MOST] for block in _joining(group.id, asking)),
        *_counted(group.id, needs),
    ]
    if not waiting:
        return [kit.context("Nothing waits for you as an officer.")]
    return [kit.section("*Waiting for you*"), *waiting]


def _drafts(group_id: str, year: int, count: int) -> Block:
    words = "1 meeting is a draft" if count == 1 else f"{count} meetings are drafts"
    button = kit.button(f"Open {year}", "open-desk", f"{group_id} {year}")
    return kit.section(f"{words} in {year}: change them, then publish.", accessory=button)


def _joining(group_id: str, asking: Asking) -> list[Block]:
    return [
        kit.section(f"{kit.escape(asking.name)} asks to join the group."),
        kit.actions(*joining.answer_buttons(group_id, asking.person_id, asking.name)),
    ]


def _counted(group_id: str, needs: Needs) -> list[Block]:
    found = []
    if needs.to_settle:
        words = "1 price can" if needs.to_settle == 1 else f"{needs.to_settle} prices can"
        found.append(
            kit.section(
                f"{words} be settled: the standing is certain now.",
                accessory=kit.button("Accounts", "dues", group_id),
            )
        )
    if needs.undelivered:
        words = "1 notice" if needs.undelivered == 1 else f"{needs.undelivered} notices"
        found.append(
            kit.section(
                f"{words} could not be delivered. Each says why.",
                accessory=kit.button("Reminders", "reminders", group_id),
            )
        )
    if needs.review is not None:
        found.append(
            kit.section(
                "The terms of reference are reviewed this month (7.2).",
                accessory=kit.button("The review is done", "terms-reviewed", f"{group_id} {needs.review}"),
            )
        )
    return found
