"""The bots that are measured against each other, each served by the same server in a process of its own."""
