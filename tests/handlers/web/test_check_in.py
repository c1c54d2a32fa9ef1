"""The check-in page: for anybody with the code, revealing nothing, and counting nobody by itself."""

from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest
from starlette.applications import Starlette

from handlers.web import check_in
from rules.quorum import Headcount
from rules.quorum_count import Standing
from rules.refusals import Refusal
from sandbox.running import running
from storage.transaction import Store
from tests.usecases.gathering import Clock, Gathering, caller
from usecases import attendance, quorum, sittings


@pytest.fixture
async def gathering(sqlite_url: str) -> AsyncIterator[Gathering]:
    """An open meeting whose only member so far, Ann, is known by her address."""
    clock = Clock()
    store = Store.open(sqlite_url, clock=clock)
    gathering = Gathering(store, clock)
    await gathering.begin(Headcount(1))
    await gathering.person("ann", "nurse", email="ann@example.org")
    await gathering.does("cora", sittings.open_meeting)
    yield gathering
    store.close()


@pytest.fixture
async def page(gathering: Gathering) -> AsyncIterator[str]:
    """The address of the page behind the meeting's code."""
    board = await gathering.does("cora", quorum.board)
    app = Starlette(routes=check_in.routes(gathering.store, "https://sig.example"))
    async with running(app) as url:
        yield f"{url}{check_in.path(board.code)}"


async def _sends(url: str, **typed: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, data=typed) as answer:
        return answer.status, await answer.text()


async def _opens(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


def _leaving(page: str) -> str:
    return page.partition('name="leaving" value="')[2].partition('"')[0]


async def _register(gathering: Gathering) -> list[tuple[str, Standing, bool]]:
    entries = await gathering.does("sara", attendance.register)
    return [(entry.name, entry.standing, entry.left_at is None) for entry in entries]


async def test_member_who_checks_in_on_the_page_counts_once_confirmed(
    gathering: Gathering, page: str
) -> None:
    status, said = await _sends(page, name="Ann", email="Ann@Example.org", role="")
    assert status == 200
    assert "You are checked in" in said
    assert not (await gathering.does("cora", quorum.board)).quorate
    (entry,) = await gathering.does("sara", attendance.register)
    confirmed = await gathering.store.perform(
        attendance.confirm, caller=caller("sara"), stay_id=entry.stay_id
    )
    assert (confirmed.standing, confirmed.board.quorate) == (Standing.MEMBER, True)


async def test_page_says_the_same_to_members_and_strangers(gathering: Gathering, page: str) -> None:
    _, known = await _sends(page, name="Ann", email="ann@example.org", role="")
    _, stranger = await _sends(page, name="Zed", email="zed@example.net", role="legal")
    _, again = await _sends(page, name="Ann", email="ann@example.org", role="")
    assert len({said.replace(_leaving(said), "") for said in (known, stranger, again)}) == 1
    assert [standing for _, standing, _ in await _register(gathering)] == [Standing.UNCONFIRMED] * 2


async def _leaves(page: str, said: str) -> tuple[int, bool]:
    status, told = await _sends(f"{page}/leave", leaving=_leaving(said))
    return status, "This page can’t check you out" in told


async def test_same_browser_checks_out_and_nobody_else_can(gathering: Gathering, page: str) -> None:
    _, said = await _sends(page, name="Ann", email="ann@example.org", role="")
    status, _ = await _sends(f"{page}/leave", leaving="guessed")
    assert status == 410
    for _ in range(2):  # the second time changes nothing
        assert await _leaves(page, said) == (200, False)
    assert await _register(gathering) == [("Ann", Standing.UNCONFIRMED, False)]


async def test_browser_that_checked_in_still_checks_out_once_confirmed(
    gathering: Gathering, page: str
) -> None:
    _, said = await _sends(page, name="Ann", email="ann@example.org", role="")
    (entry,) = await gathering.does("sara", attendance.register)
    for name in ("sara", "cora"):  # two officers press the same button
        await gathering.store.perform(attendance.confirm, caller=caller(name), stay_id=entry.stay_id)
    assert await _leaves(page, said) == (200, False)
    assert not (await gathering.does("cora", quorum.board)).quorate


async def test_same_form_sent_twice_is_one_check_in_that_can_be_ended(
    gathering: Gathering, page: str
) -> None:
    _, form = await _opens(page)
    typed = {"name": "Ann", "email": "ann@example.org", "role": "", "leaving": _leaving(form)}
    first, second = await _sends(page, **typed), await _sends(page, **typed)
    assert first == second
    assert await _leaves(page, second[1]) == (200, False)
    assert await _register(gathering) == [("Ann", Standing.UNCONFIRMED, False)]


async def _checked_in_by_herself(gathering: Gathering) -> None:
    await gathering.does("ann", attendance.check_in)


async def _checked_in_by_an_officer(gathering: Gathering) -> None:
    await gathering.does("sara", attendance.check_in_for, person_id=gathering.ids["ann"])


async def _confirmed_then_checked_in(gathering: Gathering) -> None:
    """An officer was taken in by the impostor, before Ann presses the button herself."""
    (entry,) = await gathering.does("sara", attendance.register)
    await gathering.store.perform(attendance.confirm, caller=caller("sara"), stay_id=entry.stay_id)
    await gathering.does("ann", attendance.check_in)


async def _checked_in_then_confirmed(gathering: Gathering) -> None:
    """An officer presses a button that was drawn before Ann came."""
    (entry,) = await gathering.does("sara", attendance.register)
    await gathering.does("ann", attendance.check_in)
    await gathering.store.perform(attendance.confirm, caller=caller("sara"), stay_id=entry.stay_id)


@pytest.mark.parametrize(
    "ann_comes",
    [
        _checked_in_by_herself,
        _checked_in_by_an_officer,
        _confirmed_then_checked_in,
        _checked_in_then_confirmed,
    ],
)
async def test_impostor_who_came_first_can_not_check_the_real_person_out(
    gathering: Gathering, page: str, ann_comes: Callable[[Gathering], Awaitable[None]]
) -> None:
    _, impostors = await _sends(page, name="Ann", email="ann@example.org", role="")
    await ann_comes(gathering)
    assert await _leaves(page, impostors) == (410, True)
    board = await gathering.does("cora", quorum.board)
    assert (board.present, board.quorate) == (1, True)


async def test_two_browsers_that_claim_to_be_one_person_end_neithers_stay(
    gathering: Gathering, page: str
) -> None:
    _, impostors = await _sends(page, name="Ann", email="ann@example.org", role="")
    _, anns = await _sends(page, name="Ann", email="ann@example.org", role="")
    (entry,) = await gathering.does("sara", attendance.register)
    await gathering.store.perform(attendance.confirm, caller=caller("sara"), stay_id=entry.stay_id)
    assert await _leaves(page, impostors) == await _leaves(page, anns) == (410, True)
    assert (await gathering.does("cora", quorum.board)).quorate


async def test_profession_claimed_on_the_page_does_not_replace_the_one_we_know(
    gathering: Gathering, page: str
) -> None:
    await _sends(page, name="Ann", email="ann@example.org", role="police")
    (entry,) = await gathering.does("sara", attendance.register)
    assert entry.role == "nurse"


async def test_impostor_who_comes_second_changes_nothing(gathering: Gathering, page: str) -> None:
    await gathering.does("sara", attendance.check_in_for, person_id=gathering.ids["ann"])
    status, said = await _sends(page, name="Not Ann", email="ann@example.org", role="")
    assert status == 200
    assert await _leaves(page, said) == (410, True)
    assert await _register(gathering) == [("Ann", Standing.MEMBER, True)]


async def test_somebody_who_left_is_not_brought_back_by_a_late_confirmation(
    gathering: Gathering, page: str
) -> None:
    _, said = await _sends(page, name="Ann", email="ann@example.org", role="")
    (entry,) = await gathering.does("sara", attendance.register)
    await _leaves(page, said)
    with pytest.raises(Refusal, match="has left since"):
        await gathering.store.perform(attendance.confirm, caller=caller("sara"), stay_id=entry.stay_id)
    assert await _register(gathering) == [("Ann", Standing.UNCONFIRMED, False)]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"name": " ", "email": "a@example.org", "role": ""}, "name", "Please give the name."),
        ({"name": "Ann", "email": "nonsense", "role": ""}, "email", "like ann@example.org"),
        ({"name": "Ann", "email": "a@example.org", "role": "wizard"}, "role", "from the list"),
        ({"name": "x" * 121, "email": "a@example.org", "role": ""}, "name", "120 letters"),
    ],
)
async def test_fault_is_shown_beside_its_field_and_what_was_typed_stays(
    gathering: Gathering, page: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    status, said = await _sends(page, **typed)
    assert status == 422
    assert sentence in said.partition(f'id="{field}-fault"')[2].partition("</p>")[0]
    assert f'value="{typed["email"]}"' in said
    assert await _register(gathering) == []


async def test_name_that_may_not_be_kept_is_never_shown_again(gathering: Gathering, page: str) -> None:
    status, said = await _sends(page, name="943 476 5919", email="a@example.org", role="legal")
    assert (status, "943" in said) == (422, False)
    assert 'value="a@example.org"' in said
    assert 'value="legal" selected' in said
    assert await _register(gathering) == []


async def test_code_expires_with_the_meeting_and_a_reopened_one_has_another(
    gathering: Gathering, page: str
) -> None:
    gathering.clock.forward(minutes=5)
    await gathering.does("cora", sittings.close_meeting)
    assert (await _opens(page))[0] == 410
    status, said = await _sends(page, name="Ann", email="ann@example.org", role="")
    assert (status, "This code has expired" in said) == (410, True)
    await gathering.does("cora", sittings.open_meeting)
    assert (await _opens(page))[0] == 410
    reopened = (await gathering.does("cora", quorum.board)).code
    assert (await _opens(page.rpartition("/")[0] + "/" + reopened))[0] == 200


async def test_unknown_code_is_not_found_and_what_people_type_is_escaped(page: str) -> None:
    assert (await _opens(page + "x"))[0] == 404
    _, said = await _sends(page, name="<script>", email="no", role="")
    assert "<script>" not in said
    assert "&lt;script&gt;" in said


async def test_screen_shows_the_address_as_a_code_and_in_letters(page: str) -> None:
    status, said = await _opens(f"{page}/screen")
    address = f"https://sig.example/c/{page.rpartition('/')[2]}"
    assert status == 200
    assert f'<p class="address plain">{address}</p>' in said
    assert "<svg" in said
