"""A tour of two minutes: each step can be done by hand, or be shown."""
