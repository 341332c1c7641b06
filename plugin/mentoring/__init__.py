"""The rules of programmes, pairings, agreements and sessions, as frozen values.

Imports the standard library only. Time is an argument; nothing here reads a clock, a database or
a setting.
"""
