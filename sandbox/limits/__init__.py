"""Block Kit's limits: what Slack refuses, refused here with Slack's codes and places."""
