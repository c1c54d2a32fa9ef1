"""The limits of a message around its blocks: text and metadata."""

import json
from typing import Any

from sandbox.errors import SlackError, bad_arguments, refused_payload
from sandbox.limits.blocks import check_blocks

LONGEST_TEXT = 4000
LARGEST_METADATA = 8_000  # bytes; Slack gives the error but not the number


def refuse_bad_blocks(blocks: Any) -> None:
    """Raise `invalid_blocks` (or `invalid_blocks_format`) for what Slack would not show."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    found = check_blocks(blocks, "message")
    if found:
        raise refused_payload("invalid_blocks", found)


def refuse_bad_text(text: Any, *, needed: bool) -> None:
    """Raise `no_text` or `msg_too_long`."""
    if not isinstance(text, str):
        raise bad_arguments("must provide a string [json-pointer:/text]")
    if needed and not text.strip():
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")


def refuse_bad_metadata(metadata: Any) -> None:
    """Raise `invalid_metadata_format` or `metadata_too_large`."""
    well_formed = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and bool(metadata["event_type"])
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not well_formed:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
