"""The ports of `plugin.ports.outside`, filled in with Graph, LTI and mail.

Each module knows two vocabularies and translates errors once. Imports ports, mentoring, lti and
graph; no service, no web, no table, no setting.
"""
