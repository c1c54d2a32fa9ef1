"""The words of the secretary's list of people, and of somebody's membership."""

from collections.abc import Sequence

from handlers.slack.blocks import inputs, joining, kit, persons
from handlers.slack.blocks.kit import Block, Choice, Confirm, Message, Modal, View
from rules.pricing import Standing
from usecases.memberships import MembershipShown, MembershipTold
from usecases.register import Entry, Register

# A modal holds 100 blocks: what needs the secretary has most of them
ASKED_SHOWN, UNKNOWN_SHOWN, NAMES_SHOWN = 15, 30, 300
MEMBER, NON_MEMBER = "member", "non-member"


def register(people: Register, *, said: str = "", found: Sequence[Entry] | None = None) -> View:
    """Who asked, whose standing is unknown, who belongs; and a way to anybody else by name."""
    blocks = [
        *([kit.section(kit.escape(said))] if said else []),
        kit.section(_numbers(people)),
        kit.actions(
            kit.button("Import a list", "import-people", people.group_id),
            kit.button("Download the template", "people-template", people.group_id),
        ),
        *_found(people.group_id, found),
        *_asked(people),
        *_unknown(people),
        *_belong(people),
        inputs.field_of(
            "Find somebody",
            inputs.text_input("find", longest=80, hint="A name, an address or a membership number"),
            optional=True,
        ),
    ]
    return Modal("people", "People", blocks, submit="Find", about=people.group_id).view()


def membership_form(shown: MembershipShown, *, said: str = "") -> View:
    """Somebody's membership: what they say, what is confirmed, and the dates to confirm."""
    blocks: list[Block] = [*([kit.section(said)] if said else []), kit.section("\n".join(_known(shown)))]
    for number, period in enumerate(shown.periods):
        blocks.append(
            kit.section(
                f"Confirmed {persons.period(period)}.",
                accessory=kit.button(
                    "Take back",
                    f"take-back-membership-{number}",
                    f"{shown.group_id} {shown.person_id} {period.starts_on.isoformat()}",
                    says=f"Take back the membership {persons.period(period)}",
                    confirm=Confirm(
                        "Take this back?",
                        "The period is removed, and you are recorded as having done it. Prices stay until the "
                        "treasurer settles them.",
                        "Yes, take it back",
                    ),
                ),
            )
        )
    blocks += [
        inputs.field_of(
            "Standing",
            inputs.radios(
                "standing",
                [
                    Choice(MEMBER, "Member in good standing, for these dates"),
                    Choice(NON_MEMBER, "Not a member from today on"),
                ],
                chosen=MEMBER,
            ),
        ),
        inputs.field_of("First day", inputs.date_picker("starts_on"), optional=True),
        inputs.field_of(
            "Last day",
            inputs.date_picker("ends_on"),
            optional=True,
            hint="Leave it empty while the membership runs on.",
        ),
    ]
    about = f"{shown.group_id} {shown.person_id}"
    return Modal("membership", "Membership", blocks, submit="Confirm", close="Cancel", about=about).view()


def membership_saved(shown: MembershipShown) -> Message:
    """What is recorded now, and what is left to the treasurer."""
    text = f"{kit.escape(shown.name)}: {'; '.join(_standing(shown))}."
    if shown.to_settle:
        prices = "one price" if shown.to_settle == 1 else f"{shown.to_settle} prices"
        text += f" The treasurer can settle {prices} now; none was changed."
    return Message(text)


def membership_told(told: MembershipTold) -> Message:
    """To the person whose membership it is."""
    if told.period is None:
        what = "that you are not a member" if told.denied else "no confirmed membership for you"
        return Message(
            f"The secretary of {kit.escape(told.group)} has recorded {what} of the association at present. If that is a "
            "mistake, `/sig officers` says whom to write to. `/sig me` shows your prices."
        )
    return Message(
        f"The secretary of {kit.escape(told.group)} has confirmed your membership of the association "
        f"{persons.period(told.period)}. `/sig me` shows your prices."
    )


def _numbers(people: Register) -> str:
    return (
        f"{len(people.belong)} belong to the group, {len(people.asked)} asked to join, "
        f"{len(people.unknown)} whose membership of the association is not known."
    )


def _found(group_id: str, found: Sequence[Entry] | None) -> list[Block]:
    if found is None:
        return []
    heading = "*Found*" if found else "*Found*\nNobody of that name, address or number."
    return [kit.section(heading), *(_entry(group_id, one) for one in found)]


def _asked(people: Register) -> list[Block]:
    blocks: list[Block] = [kit.section("*Asked to join*")] if people.asked else []
    for one in people.asked[:ASKED_SHOWN]:
        blocks += [
            kit.section(_line(one)),
            kit.actions(*joining.answer_buttons(people.group_id, one.person_id, one.name)),
        ]
    return [*blocks, *_more(len(people.asked) - ASKED_SHOWN)]


def _unknown(people: Register) -> list[Block]:
    if not people.unknown:
        return []
    return [
        kit.section("*Membership to confirm*\nWhoever gave a membership number comes first."),
        *(_entry(people.group_id, one) for one in people.unknown[:UNKNOWN_SHOWN]),
        *_more(len(people.unknown) - UNKNOWN_SHOWN),
    ]


def _belong(people: Register) -> list[Block]:
    if not people.belong:
        return []
    lines = [f"• {_line(one)}" for one in people.belong[:NAMES_SHOWN]]
    return [
        *kit.sections([f"*They belong ({len(people.belong)})*", *lines]),
        *_more(len(people.belong) - NAMES_SHOWN),
    ]


def _entry(group_id: str, one: Entry) -> Block:
    button = kit.button(
        "Membership",
        "membership",
        f"{group_id} {one.person_id}",
        says=f"Membership of {one.name}",
    )
    return kit.section(_line(one), accessory=button)


def _line(one: Entry) -> str:
    about = persons.does(one.role, one.organisation)
    number = f"number {kit.escape(one.membership_number)}" if one.membership_number else ""
    facts = [about, number, persons.STANDINGS[one.standing]]
    return f"{persons.called(one.name, one.slack_id)} – {'; '.join(fact for fact in facts if fact)}"


def _more(count: int) -> list[Block]:
    return [kit.context(f"…and {count} more: find them below.")] if count > 0 else []


def _known(shown: MembershipShown) -> list[str]:
    about = persons.does(shown.role, shown.organisation)
    number = kit.escape(shown.membership_number) or "none given"
    return [
        f"*{persons.called(shown.name, shown.slack_id)}*{f' – {about}' if about else ''}",
        f"Membership number: {number}",
        *(["Recorded as not a member."] if shown.standing is Standing.NON_MEMBER else []),
    ]


def _standing(shown: MembershipShown) -> list[str]:
    if shown.periods:
        return [f"member {persons.period(one)}" for one in shown.periods]
    return ["not a member" if shown.declared_non_member else "membership not known"]
