"""Memory: tables, named queries, the transaction and its migrations; no decisions."""
