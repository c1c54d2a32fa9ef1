"""`files.*`: uploading in two steps, and looking at what is there."""

import mimetypes

from sandbox.api.call import Call, method
from sandbox.errors import SlackError, bad_arguments
from sandbox.objects import file_json
from sandbox.state import Channel, File, Json, Message


@method("files.getUploadURLExternal", "files:write", tier=4)
def upload_address(call: Call) -> Json:
    """First step: an address to send the bytes to."""
    name = call.need("filename")
    length = int(call.need("length")) if call.need("length").isdigit() else 0
    if length < 1:
        raise SlackError("file_update_invalid" if "/" in name else "invalid_arguments")
    workspace = call.workspace
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    file = File(workspace.new_id("F"), name, call.token.user, workspace.now_epoch(), mimetype=kind)
    file.expected = length
    workspace.files[file.id] = file
    return {"upload_url": f"{call.base_url}/upload/v1/{workspace.team_id}/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write", tier=4)
def complete(call: Call) -> Json:
    """Second step: the files are whole; share them in a channel when one is named."""
    asked = call.args.get("files")
    if not isinstance(asked, list) or not asked:
        raise bad_arguments("missing required field: files [json-pointer:/files]")
    files = [_uploaded(call, each) for each in asked]
    wanted = call.maybe("channel_id") or call.maybe("channels")
    if wanted:
        call.args["channel"] = wanted
        _share(call, call.channel(), files)
    for file in files:
        file.complete = True
    call.workspace.bell.ring()
    return {"files": [file_json(call.workspace, file) for file in files]}


def _uploaded(call: Call, asked: Json) -> File:
    file = call.workspace.files.get(str(asked.get("id")))
    if file is None or not file.length:
        raise SlackError("file_not_found")
    file.title = str(asked.get("title") or file.name)
    return file


def _share(call: Call, channel: Channel, files: list[File]) -> None:
    if call.token.user not in channel.members:
        raise SlackError("not_in_channel")
    words = call.maybe("initial_comment")
    message = Message(call.workspace.next_ts(), channel.id, call.token.user, words)
    message.files, message.thread_ts = [f.id for f in files], call.maybe("thread_ts")
    for file in files:
        file.channels.append(channel.id)
    call.workspace.post(message)


@method("files.info", "files:read", tier=4)
def info(call: Call) -> Json:
    """One file."""
    file = call.workspace.files.get(call.need("file"))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    return {"file": file_json(call.workspace, file), "comments": []}


@method("files.delete", "files:write", tier=3)
def delete(call: Call) -> Json:
    """Delete a file of the bot's own."""
    file = call.workspace.files.get(call.need("file"))
    if file is None:
        raise SlackError("file_not_found")
    if file.user != call.token.user:
        raise SlackError("cant_delete_file")
    del call.workspace.files[file.id]
    for channel in call.workspace.channels.values():
        for message in channel.messages.values():
            message.files = [f for f in message.files if f != file.id]
    call.workspace.bell.ring()
    return {}
