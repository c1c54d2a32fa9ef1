"""A stand-in Slack workspace: real HTTP, signed requests, Slack's limits. It knows nothing of Convenor."""
