"""Organisations to learn from: sets of them, what may be told of whom, and how a score stands beside them."""
