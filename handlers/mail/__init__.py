"""The mail door: letters out, replies in."""
