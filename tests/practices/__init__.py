"""Organisations to learn from: what is kept, shared, found and told of them."""
