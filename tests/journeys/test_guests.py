"""Members bring guests who do not use Slack; who is coming is for officers only."""

import pytest

from sandbox import Slack, Workspace
from sandbox.driver import Person
from tests.journeys.conftest import CHANNEL
from tests.journeys.steps import name_officer, publish_year, set_up_group

pytestmark = pytest.mark.usefixtures("convenor")


async def _join(slack: Slack, name: str) -> Person:
    person, owen = slack.person(name), slack.person("Owen")
    await person.types("/sig join", in_=CHANNEL)
    await owen.clicks("Approve", in_="@app", on=person.user.real_name)
    await person.awaits("Welcome: you belong to", in_="@app")
    return person


async def _bring(host: Person, name: str, email: str) -> None:
    await host.types("/sig guest", in_=CHANNEL)
    await host.fills("Name", name)
    await host.fills("E-mail address", email)
    await host.chooses("Profession", "Police")
    await host.submits()


async def test_member_brings_a_guest_lists_and_withdraws_them(slack: Slack) -> None:
    await publish_year(slack)
    sara = await _join(slack, "Sara")
    await _bring(sara, "Kim Vale", "kim@example.com")
    assert sara.sees("Thank you. Kim Vale is noted for Thursday 21 January 2027")
    assert sara.sees("Letters are not set up here: please tell them yourself.")
    assert sara.sees("Members free; non-members £50.")
    await sara.closes(everything=True)
    await sara.types("/sig guests", in_=CHANNEL)
    assert sara.sees_privately("(booked by Sara Lloyd)")
    await sara.clicks("Withdraw")
    assert "Withdraw this guest?" in sara.confirmed[0]
    await sara.awaits("Kim Vale is withdrawn from")
    await sara.types("/sig guests", in_=CHANNEL)
    assert sara.sees_privately("You have no guests at the meetings ahead.")


async def test_known_and_unknown_addresses_get_the_same_answer(slack: Slack) -> None:
    await publish_year(slack)
    sara = await _join(slack, "Sara")
    said = []
    for email in ("kim@example.com", "kim@example.com", "tom.reid@example.org"):
        await _bring(sara, "Kim Vale", email)
        assert sara.modal is not None
        said.append(sara.reader.view(sara.modal))
        await sara.closes(everything=True)
    assert len(set(said)) == 1


async def test_someone_who_uses_slack_is_asked_to_answer_themselves(slack: Slack) -> None:
    await publish_year(slack)
    sara, tom = await _join(slack, "Sara"), slack.person("Tom")
    await _bring(sara, "Tom Reid", "tom.reid@example.org")
    await tom.awaits("Sara Lloyd would like you to come to", in_="@app")
    await sara.closes(everything=True)
    await sara.types("/sig guests", in_=CHANNEL)
    assert sara.sees_privately("You have no guests")
    await tom.clicks("Attend", in_="@app")
    await tom.awaits("You have a place on", in_="@app")


async def test_whoever_belongs_to_nothing_is_told_how_to_join(slack: Slack) -> None:
    await publish_year(slack)
    tom = slack.person("Tom")
    await tom.types("/sig guest", in_=CHANNEL)
    assert tom.sees_privately("Members can bring a guest. /sig join asks")


async def test_own_address_is_refused_and_a_sixth_guest_too(slack: Slack) -> None:
    await publish_year(slack)
    sara = await _join(slack, "Sara")
    await _bring(sara, "Sara", "sara.lloyd@example.org")
    assert sara.sees("This is your own address: “/sig attend” books you.")
    await sara.closes(everything=True)
    for number in range(5):
        await _bring(sara, f"Guest {number}", f"guest{number}@example.com")
        await sara.closes(everything=True)
    await _bring(sara, "Guest 6", "guest6@example.com")
    await sara.awaits("You have 5 guests at this meeting. The secretary can book more.")


async def test_guest_is_refused_where_nothing_is_published(slack: Slack) -> None:
    owen = await set_up_group(slack)
    await owen.types("/sig guest", in_=CHANNEL)
    assert owen.sees_privately("No meeting is published yet, so there is nothing to book.")


async def test_officers_see_and_export_who_is_coming(slack: Slack, workspace: Workspace) -> None:
    owen = await publish_year(slack)
    tom, ana = slack.person("Tom"), slack.person("Ana")
    await tom.types("/sig attend", in_=CHANNEL)
    await tom.chooses("Your main role", "Police")
    await ana.types("/sig apologies", in_=CHANNEL)
    await _bring(owen, "=Kim Vale", "kim@example.com")
    await owen.closes(everything=True)
    await owen.types("/sig answers", in_=CHANNEL)
    await owen.awaits(
        "2 coming (there are 40 places), 0 maybe, 1 sent apologies; 0 of the group have not answered."
    )
    assert owen.sees("Professions: 2 Police.")
    assert owen.sees("guest of Owen Pugh")
    assert owen.sees("Apologies (1)")
    await owen.clicks("Download as a file")
    await owen.awaits("keep the file to the group's officers", in_="@app")
    [file] = [one for one in workspace.files.values() if one.name.startswith("answers-")]
    text = file.content.decode("utf-8-sig")
    assert "'=Kim Vale,kim@example.com,Police" in text
    assert "Tom Reid,tom.reid@example.org,Police,,attending,booked" in text


async def test_members_do_not_see_who_is_coming(slack: Slack) -> None:
    await publish_year(slack)
    sara = slack.person("Sara")
    await sara.types("/sig answers", in_=CHANNEL)
    assert sara.sees_privately(
        "Only the chair, the deputy chair, the secretary or the treasurer can see who is coming."
    )


async def test_treasurer_chooses_another_meeting(slack: Slack) -> None:
    await publish_year(slack)
    await name_officer(slack, "Treasurer", "Ana Costa")
    ana = slack.person("Ana")
    await ana.types("/sig answers", in_=CHANNEL)
    await ana.awaits("Answers for Thursday 21 January 2027")
    await ana.chooses("Another meeting", "Wed 10 Mar: Virtual")
    await ana.awaits("Answers for Wednesday 10 March 2027")
