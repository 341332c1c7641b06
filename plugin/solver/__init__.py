"""Assignment and grouping on arrays, with proof of how good: indices and scores, no people.

Loaded by the worker alone. `solver.py` fills the port; the rest may be read from the bottom up:
`affinity.py` (scores by blocks), `exact.py` and `auction.py` (who goes where), `cohort.py` (the
whole way with its proof), `circles.py` and `peers.py` (groups of one kind of people).
"""
