"""From the candidates of a round to the edges of its best matching, and what is proven of them.

`seats` makes the graph and `lottery` the tickets of its last tier; `repair` finds the matching,
with `cover` (the fractional one, which bounds it), `rounding`, `walks` and `groups` (what an odd
cycle costs), and `exact` (a search where that leaves a gap). The method: docs/programme.md,
Matching.
"""
