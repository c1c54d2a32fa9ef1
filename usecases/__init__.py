"""One verb per thing a person can do: load values, ask the rules, write rows, tell notices."""
