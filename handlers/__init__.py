"""The doors: Slack, the web, the mail and the clock. They parse, call one use case and show the result."""
