"""Trying Convenor without Slack: a workspace with people, a story, a mailbox and a clock that travels."""
