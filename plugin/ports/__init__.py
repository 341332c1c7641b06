"""What the services need from outside, in mentoring words. Gateways and the store supply it.

`errors` sorts what may go wrong by what can be done; `values` cross a port; `outside`, `store` and
`reads` are the Protocols themselves.
"""
