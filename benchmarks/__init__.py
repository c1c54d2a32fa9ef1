"""How fast Convenor is, as ratios against the bare libraries in the same run: `uv run python -m benchmarks`."""
