"""How far the property tests look: the same cases every time, however busy the machine is."""

from hypothesis import settings

settings.register_profile("alongside", derandomize=True, deadline=None, database=None)
settings.load_profile("alongside")
