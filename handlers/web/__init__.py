"""The web door: notice board, feeds, health."""
