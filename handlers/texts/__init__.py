"""What the bot says about learning events: files that an editor can open, and what reads and checks them."""
