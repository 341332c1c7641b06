"""A pretend LMS and a pretend Microsoft 365 over real HTTP, to try and to judge the tool.

Imports nothing of lti/, graph/, config/ or the rest of plugin/: a judge that shares code with the
judged proves nothing. Only the commands and the tests import the sandbox.
"""
