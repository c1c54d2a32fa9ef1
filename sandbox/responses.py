"""Messages that answer a person: by a command's acknowledgement, or by a `response_url`."""

from datetime import timedelta

from sandbox.api.chat import content, metadata_in
from sandbox.errors import SlackError
from sandbox.state import Json, Message, ResponseUrl
from sandbox.workspace import Workspace

MOST_USES = 5
LIFETIME = timedelta(minutes=30)


def by_url(workspace: Workspace, url_id: str, body: Json) -> None:
    """Carry out what was posted to a `response_url`; `used_url` or `expired_url` when it is spent."""
    url = workspace.response_urls.get(url_id)
    if url is None:
        raise SlackError("invalid_url", status=404)
    if url.uses >= MOST_USES:
        raise SlackError("used_url", status=404)
    if workspace.clock() - url.made > LIFETIME:
        raise SlackError("expired_url", status=404)
    url.uses += 1
    respond(workspace, url, body)


def respond(workspace: Workspace, url: ResponseUrl, body: Json) -> None:
    """Answer in the conversation: a new message, the changed original, or its end."""
    messages = workspace.channels[url.channel].messages
    original = messages.get(url.message_ts)
    if body.get("delete_original") and original is not None:
        del messages[original.ts]
        workspace.bell.ring()
        return
    text, blocks = content(workspace, body)
    if body.get("replace_original") and original is not None:
        original.text, original.blocks, original.edited = text, blocks, workspace.next_ts()
        workspace.bell.ring()
        return
    public = body.get("response_type") == "in_channel"
    answer = Message(workspace.next_ts(), url.channel, workspace.bot.id, text, blocks)
    answer.only_for = "" if public else url.user
    answer.thread_ts = str(body.get("thread_ts") or url.thread_ts)
    answer.metadata = metadata_in(body)
    workspace.post(answer)
