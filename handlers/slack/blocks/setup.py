"""The words of setting up: the form, the announcement, the officers."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from handlers.slack.blocks import inputs, kit
from handlers.slack.blocks.kit import Choice, Confirm, Message, Modal, View
from rules import money, quorum_words
from rules.charter import Charter
from rules.nations import Nation
from rules.offices import Office
from usecases.groups import GroupHere
from usecases.officers import OfficerShown

ZONES = ("Europe/London", "Europe/Dublin", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey", "UTC")


def form(channel_id: str, *, zone: str) -> View:
    """The set-up form: three facts; everything else starts from the terms of reference."""
    zones = [zone, *(one for one in ZONES if one != zone)] if zone in available_timezones() else list(ZONES)
    blocks = [
        kit.section("This channel becomes the group's home. Everything can be changed later, or undone."),
        inputs.field_of(
            "Name of the group",
            inputs.text_input("name", longest=80, hint="Practice Learning Reviews"),
        ),
        inputs.field_of(
            "Nation of its secretariat",
            inputs.select("nation", [Choice(nation.value, nation.label) for nation in Nation]),
            hint="Its bank holidays are kept free first.",
        ),
        inputs.field_of(
            "Time zone of its meetings",
            inputs.select("zone", [Choice(one, one) for one in zones], chosen="Europe/London"),
        ),
        kit.section("*The charter starts from the terms of reference:*\n" + charter_in_words(Charter())),
    ]
    return Modal("setup", "Set up a group", blocks, submit="Set up", close="Cancel", about=channel_id).view()


def charter_in_words(charter: Charter) -> str:
    """The main settings, a line each."""
    rates = f"members {money.price(charter.member_pence).lower()}, non-members {money.pounds(charter.non_member_pence)}"
    lines = (
        f"{charter.virtual_meetings} virtual and {charter.face_to_face_meetings} face-to-face meetings a year, visiting the four nations, at least one in each quarter",
        rates,
        f"quorum: {quorum_words.in_words(charter.quorum)}",
        "any member may request an extraordinary meeting",
        "the terms are reviewed every June",
    )
    return "\n".join(f"• {line}" for line in lines)


def set_up(group: GroupHere) -> Message:
    """What the new secretary does next."""
    text = (
        f"“{kit.escape(group.name)}” is set up, and you are its secretary. Next: name the officers, then plan the year with "
        "`/sig programme plan` and the year's number."
    )
    return Message(
        text,
        (
            kit.section(text),
            kit.actions(kit.button("Name officers", "name-officers", group.id, style="primary")),
        ),
    )


def announcement(name: str, by: str, group_id: str) -> Message:
    """In the channel: what happened, who did it, and how it is undone."""
    text = (
        f"This channel is now the home of *{kit.escape(name)}*, set up by <@{by}>. "
        "Meetings will be announced here; `/sig help` shows what I can do."
    )
    undo = kit.button(
        "Undo",
        "undo-set-up",
        group_id,
        says="Undo setting up the group in this channel",
        confirm=Confirm(
            "Undo the set-up?",
            "The channel is freed and nothing more is sent here. The group's records are kept.",
            "Yes, undo it",
        ),
    )
    return Message(text, (kit.section(text), kit.actions(undo)))


def announcement_undone(name: str) -> Message:
    """What the announcement turns into."""
    return Message(f"Setting up *{kit.escape(name)}* here was undone. `/sig setup` sets up a group again.")


def undone(name: str) -> Message:
    """To whoever undid it."""
    return Message(
        f"Undone. This channel is no longer the home of “{kit.escape(name)}”; its records are kept."
    )


def officers(group: GroupHere, shown: Sequence[OfficerShown], *, may_name: bool) -> Message:
    """Who holds which office."""
    lines = _officer_lines(shown)
    text = f"The officers of “{kit.escape(group.name)}”:\n" + "\n".join(lines)
    blocks = [kit.section(f"*The officers of {kit.escape(group.name)}*"), *kit.sections(lines)]
    if may_name:
        blocks.append(kit.actions(kit.button("Name officers", "name-officers", group.id)))
    return Message(text, tuple(blocks))


def officers_form(group_id: str, shown: Sequence[OfficerShown]) -> View:
    """A picker for each office, filled with those who hold it."""
    blocks = [
        inputs.field_of(
            office.label[0].upper() + office.label[1:],
            inputs.people_picker(
                office.value, [one.slack_id for one in shown if one.office is office and one.slack_id]
            ),
            optional=True,
            hint=_HINTS.get(office, ""),
        )
        for office in Office
    ]
    return Modal("officers", "Name officers", blocks, submit="Save", close="Cancel", about=group_id).view()


def officers_named(shown: Sequence[OfficerShown]) -> Message:
    """What was saved."""
    return Message("Saved.\n" + "\n".join(_officer_lines(shown)))


def taken_over(name: str) -> Message:
    """To the new secretary."""
    return Message(
        f"You are now the secretary of “{kit.escape(name)}”. Please name a successor with `/sig officers name`."
    )


def administrator_named(slack_id: str) -> Message:
    """To the admin."""
    return Message(f"<@{slack_id}> can now set up groups in this workspace.")


_HINTS = {
    Office.SUCCESSOR: "Takes over with `/sig take over` if the secretary can't go on.",
    Office.INDEPENDENT_CHAIR: "Consulted on urgent business when a meeting is inquorate.",
    Office.ASSOCIATION_CHAIR: "Approves changes to the terms of reference.",
}


def _officer_lines(shown: Sequence[OfficerShown]) -> list[str]:
    lines = []
    for office in Office:
        names = [
            f"<@{one.slack_id}>" if one.slack_id else kit.escape(one.name)
            for one in shown
            if one.office is office
        ]
        lines.append(f"• {office.label[0].upper()}{office.label[1:]}: {', '.join(names) or 'not named yet'}")
    return lines
