"""The doctor: the settings held against the world, each finding with what to do about it."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.doctor import database, partners, slack
from bot.doctor.finding import Finding, wrong
from bot.settings import Settings, missing_to_run

Check = Callable[[Settings], Awaitable[list[Finding]]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Database", database.check),
    ("Slack", slack.check_bot),
    ("Slack's way to us", slack.check_way_in),
    ("Public address", partners.check_public_address),
    ("Letters out", partners.check_smtp),
    ("Letters in", partners.check_imap),
    ("School weeks", partners.check_school_weeks),
)


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, in a fixed order; never raises."""
    missing = [wrong("Settings", line) for line in missing_to_run(settings)]
    found = await asyncio.gather(*(_carefully(name, check, settings) for name, check in CHECKS))
    return [*missing, *(finding for findings in found for finding in findings)]


async def _carefully(name: str, check: Check, settings: Settings) -> list[Finding]:
    try:
        return await check(settings)
    except Exception as error:  # noqa: BLE001  # the doctor's report must not break off at a surprise
        return [wrong(name, f"could not be checked ({type(error).__name__}).")]
