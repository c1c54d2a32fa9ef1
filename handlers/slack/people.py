"""The secretary's list of people: who belongs, who asked, and whose membership is to be confirmed."""

from datetime import date

from handlers.slack.blocks import people as words
from handlers.slack.blocks.kit import View
from handlers.slack.door import opens_modal
from handlers.slack.replies import Open, Redraw, Reply, Say
from handlers.slack.visit import Visit
from rules.refusals import Refusal
from usecases import memberships, register


@opens_modal
async def typed_people(visit: Visit) -> Reply:
    """`/sig people`"""
    group = await visit.group()
    return Open(await people_view(visit, group.id))


@opens_modal
async def clicked_people(visit: Visit) -> Reply:
    """*People*, on the Home tab."""
    [group_id] = visit.ids(1)
    return Open(await people_view(visit, group_id))


async def submitted_find(visit: Visit) -> Reply:
    """*Find*, below the list."""
    group_id = visit.about
    found = await visit.look(register.find, group_id=group_id, text=visit.typed("find"))
    return Redraw(words.register(await visit.look(register.register, group_id=group_id), found=found))


@opens_modal
async def clicked_membership(visit: Visit) -> Reply:
    """*Membership*, beside somebody's name."""
    group_id, person_id = visit.ids(2)
    shown = await visit.look(memberships.of_person, group_id=group_id, person_id=person_id)
    return Open(words.membership_form(shown))


async def submitted_membership(visit: Visit) -> Reply:
    """The form of somebody's membership."""
    group_id, person_id = visit.ids(2)
    if visit.typed("standing") == words.NON_MEMBER:
        return Say(
            words.membership_saved(
                await visit.perform(memberships.declare_non_member, group_id=group_id, person_id=person_id)
            )
        )
    starts_on = _day(visit, "starts_on")
    if starts_on is None:
        raise Refusal("Please give the first day of the membership.", field="starts_on")
    shown = await visit.perform(
        memberships.confirm,
        group_id=group_id,
        person_id=person_id,
        starts_on=starts_on,
        ends_on=_day(visit, "ends_on"),
    )
    return Say(words.membership_saved(shown))


async def clicked_take_back(visit: Visit) -> Reply:
    """*Take back*, after its question was answered."""
    group_id, person_id, starts_on = visit.ids(3)
    shown = await visit.perform(
        memberships.take_back,
        group_id=group_id,
        person_id=person_id,
        starts_on=date.fromisoformat(starts_on),
    )
    return Redraw(words.membership_form(shown, said="That period is taken back, and they are told."))


async def people_view(visit: Visit, group_id: str, *, said: str = "") -> View:
    """The list as it stands now."""
    return words.register(await visit.look(register.register, group_id=group_id), said=said)


def _day(visit: Visit, name: str) -> date | None:
    typed = visit.typed(name)
    return date.fromisoformat(typed) if typed else None


COMMANDS = {"people": typed_people}
CLICKS = {
    "open-people": clicked_people,
    "membership": clicked_membership,
    "take-back-membership": clicked_take_back,
}
SUBMISSIONS = {"people": submitted_find, "membership": submitted_membership}
