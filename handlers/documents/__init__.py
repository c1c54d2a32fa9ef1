"""Files that leave the bot: minutes as Markdown and Word, the quorum's timeline as a picture."""
