"""`/sig help`, near misses, and what the bot says when somebody simply talks to it."""

from typing import Any

from handlers.slack.blocks import help as words
from handlers.slack.door import Listener, instant
from handlers.slack.replies import Reply, Say
from handlers.slack.visit import Visit
from handlers.slack.words import Heard
from rules.refusals import Refusal
from usecases.guardrail import refuse_identifiers


@instant
async def typed_help(visit: Visit) -> Reply:
    """`/sig help [words]`"""
    return Say(words.all_of_it(visit.words))


def did_you_mean(heard: Heard) -> Listener:
    """Answer words that no listener knows: the help of a noun, the nearest phrases, or all of it."""

    @instant
    async def unknown_words(_visit: Visit) -> Reply:
        spoken = heard.rest.lower().split()
        if not spoken:
            return Say(words.all_of_it(""))
        if spoken[-1] in {"help", "?"}:
            return Say(words.all_of_it(" ".join(spoken[:-1])))
        return Say(words.near_misses(heard.nearest))

    return unknown_words


async def answer_words(visit: Visit, event: dict[str, Any]) -> None:
    """Someone wrote to the bot, or mentioned it: nothing of it is kept; say where things are done."""
    try:
        refuse_identifiers(event.get("text", ""))
        message = words.spoken_to()
    except Refusal:
        message = words.spoken_to_with_identifiers()
    client, slack_id = visit.client, visit.caller.slack_id
    if event.get("channel_type") == "im":
        await client.chat_postMessage(channel=event["channel"], **message.payload())
    else:
        await client.chat_postEphemeral(channel=event["channel"], user=slack_id, **message.payload())


COMMANDS = {"help": typed_help}
