"""Checks of the id_token as a token: OpenID Connect and the 1EdTech security framework.

Each looks at one rule; `lti.guard` puts them in order.
"""

import math
from typing import Any

from lti.fingerprints import matches
from lti.id_token import levels
from lti.message import Message, require
from lti.refusals import RefusalCode
from lti.text import is_identifier

MAX_LEVELS = 32
LEEWAY_S = 60.0  # Moodle's tokens live for 60 s, and clocks differ
MAX_LIFETIME_S = 24 * 3600.0
MAX_AGE_S = 600.0  # as long as a login lives


def no_key_is_repeated(message: Message) -> None:
    """Two readers of one token read the same."""
    require(not message.token.repeats_a_key, RefusalCode.TOKEN_DUPLICATE)


def claims_are_shallow(message: Message) -> None:
    """Counting brackets is nearly always enough, and costs nothing."""
    if message.token.brackets > MAX_LEVELS:
        require(levels(message.token.claims) <= MAX_LEVELS, RefusalCode.TOKEN_DEPTH)


def header_asks_nothing_special(message: Message) -> None:
    """`crit` names extensions that a reader who does not know them must refuse (RFC 7515)."""
    require("crit" not in message.token.header, RefusalCode.TOKEN_SHAPE, "crit")


def algorithm_is_registered(message: Message) -> None:
    """The registration says which algorithms the platform signs with; the token does not."""
    algorithm = message.token.header.get("alg")
    require(algorithm in message.registration.algorithms, RefusalCode.ALGORITHM)


def key_is_named(message: Message) -> None:
    """1EdTech's certification refuses a header without `kid`."""
    require(is_identifier(message.token.header.get("kid")), RefusalCode.KEY_ID)


def issuer_is_the_logins(message: Message) -> None:
    """Compared as it stands: a final slash makes another issuer."""
    require(message.token.claims.get("iss") == message.registration.issuer, RefusalCode.ISSUER)


def audience_names_this_tool(message: Message) -> None:
    """`aud` is our client id, or a list with it."""
    audiences = _audiences(message)
    require(message.registration.client_id in audiences, RefusalCode.AUDIENCE, "not this tool")


def audiences_are_trusted(message: Message) -> None:
    """Security framework: refuse a token that is also meant for parties we do not trust."""
    trusted = message.registration.extra_audiences | {message.registration.client_id}
    require(trusted.issuperset(_audiences(message)), RefusalCode.AUDIENCE, "others too")


def authorised_party_is_this_tool(message: Message) -> None:
    """`azp` names us if it is there, and it must be there beside several audiences."""
    needed = len(_audiences(message)) > 1
    party = message.token.claims.get("azp", None if needed else message.registration.client_id)
    require(party == message.registration.client_id, RefusalCode.AUDIENCE, "azp")


def token_has_not_expired(message: Message) -> None:
    """`exp`, with a minute for clocks that differ."""
    expires_s = _seconds(message, "exp")
    require(expires_s + LEEWAY_S > message.now_s, RefusalCode.EXPIRED)


def token_lives_a_day_at_most(message: Message) -> None:
    """A token that never expires would have to be remembered for ever."""
    lifetime_s = _seconds(message, "exp") - _seconds(message, "iat")
    require(lifetime_s <= MAX_LIFETIME_S, RefusalCode.LIFETIME)


def token_was_issued_just_now(message: Message) -> None:
    """`iat`, neither in the future nor older than a login lives."""
    age_s = message.now_s - _seconds(message, "iat")
    require(-LEEWAY_S <= age_s <= MAX_AGE_S + LEEWAY_S, RefusalCode.ISSUED_AT)


def token_is_valid_already(message: Message) -> None:
    """`nbf`, which D2L sends."""
    if "nbf" in message.token.claims:
        starts_s = _seconds(message, "nbf", RefusalCode.NOT_BEFORE)
        require(starts_s - LEEWAY_S <= message.now_s, RefusalCode.NOT_BEFORE)


def signature_is_the_platforms(message: Message) -> None:
    """The one check that needs a key, and perhaps the network."""
    header = message.token.header
    message.key_sets.verify(
        message.registration,
        key_id=str(header.get("kid")),
        algorithm=str(header.get("alg")),
        signed=message.token.signed,
        signature=message.token.signature,
    )


def nonce_is_the_logins(message: Message) -> None:
    """Bound to one login, which leads to one launch: a token cannot be used with another login."""
    nonce = message.token.claims.get("nonce")
    sent = isinstance(nonce, str) and matches(nonce, message.login.nonce_hash)
    require(sent, RefusalCode.NONCE)


def _audiences(message: Message) -> frozenset[Any]:
    audience = message.token.claims.get("aud")
    members = audience if isinstance(audience, list) else [audience]
    strings = all(isinstance(member, str) and member for member in members)
    require(strings, RefusalCode.AUDIENCE, "shape")
    return frozenset(members)


def _seconds(message: Message, name: str, code: RefusalCode = RefusalCode.TIMES) -> float:
    value = message.token.claims.get(name)
    # A bool is an int to Python; no platform means one.
    number = isinstance(value, int | float) and not isinstance(value, bool)
    require(number and math.isfinite(value or 0) and (value or 0) >= 0, code, name)
    return float(value or 0)
