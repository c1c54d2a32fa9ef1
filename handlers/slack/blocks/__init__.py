"""Pure Block Kit builders: one value in, one message out."""
