"""What is true: plain functions on plain frozen values; no clock, no I/O, standard library only."""
