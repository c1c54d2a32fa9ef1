"""What Slack says of a person, asked when it is needed and at the first meeting."""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from storage.transaction import Store
from usecases import callers
from usecases.callers import Caller, Profile

log = structlog.get_logger("slack")


async def profile_of(client: AsyncWebClient, caller: Caller) -> Profile:
    """Ask Slack who someone is."""
    return _profile((await client.users_info(user=caller.slack_id))["user"], caller)


async def profile_by_address(client: AsyncWebClient, team_id: str, address: str) -> Profile | None:
    """Who of this workspace uses this address; None for nobody, and where Slack can't say just now."""
    try:
        user = (await client.users_lookupByEmail(email=address))["user"]
    except SlackApiError as problem:
        if problem.response.get("error") != "users_not_found":
            log.warning("an address could not be looked up", error=problem.response.get("error"))
        return None
    except (aiohttp.ClientError, TimeoutError) as problem:
        log.warning("an address could not be looked up", error=type(problem).__name__)
        return None
    return _profile(user, Caller(team_id, user["id"]))


def _profile(user: dict[str, Any], caller: Caller) -> Profile:
    details = user.get("profile", {})
    return Profile(
        caller=caller,
        name=details.get("real_name") or user.get("real_name") or user.get("name") or caller.name,
        email=details.get("email") or None,
        zone=user.get("tz") or "Europe/London",
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
    )


@dataclass
class Introductions:
    """Makes each person known once per process, before the first thing they do.

    Where Slack can't say who they are just now, they go on under their handle and are asked about again.
    """

    store: Store
    _met: set[tuple[str, str]] = field(default_factory=set)

    async def meet(self, client: AsyncWebClient, caller: Caller) -> None:
        """Know this person, so that an imported membership counts from their first click."""
        if (caller.team_id, caller.slack_id) in self._met:
            return
        try:
            profile = await profile_of(client, caller)
        except SlackApiError as problem:
            log.warning("a profile could not be read", error=problem.response.get("error"))
            return
        except (aiohttp.ClientError, TimeoutError) as problem:
            log.warning("a profile could not be read", error=type(problem).__name__)
            return
        await self.store.perform(callers.introduce, profile=profile)
        self._met.add((caller.team_id, caller.slack_id))
