"""Slack's door: listeners by noun, each a few lines; the words are in `blocks`."""
