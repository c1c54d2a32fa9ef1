"""Wiring: settings, assembly, the two servers and the command line."""
