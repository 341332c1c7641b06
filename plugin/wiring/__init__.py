"""The composition root: settings in, running parts out. The only package that sees all others.

`house` opens what is kept, `microsoft` connects a Microsoft tenant, `services` builds the use
cases, `web` and `worker` what the two kinds of process run.
"""
