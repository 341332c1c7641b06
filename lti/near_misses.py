"""Logins that nearly fit a registration: what an administrator most likely typed differently."""

from collections.abc import Iterable
from enum import StrEnum

from lti.platforms import facts_of
from lti.storage import Registration


class NearMiss(StrEnum):
    """What differs between a login and the registration it was most likely meant for."""

    SLASH = "slash"
    SPELLING = "spelling"
    ISSUER = "issuer"
    CLIENT = "client"


def near_miss(
    known: Iterable[Registration], issuer: str, client_id: str
) -> tuple[Registration, NearMiss] | None:
    """Return the registration that was meant, and what differs; None when nothing comes near.

    Two that fit as well are none: a guess would show one institution's mistake to another. So is
    another client of an issuer that many institutions share.
    """
    judged = [(one, _difference(one, issuer, client_id)) for one in known]
    for miss in NearMiss:
        fits = [one for one, found in judged if found is miss]
        if len(fits) == 1:
            return fits[0], miss
    return None


def _difference(known: Registration, issuer: str, client_id: str) -> NearMiss | None:
    same_client = client_id in ("", known.client_id)
    if same_client and known.issuer.rstrip("/") == issuer.rstrip("/"):
        return NearMiss.SLASH
    if same_client and _plain(known.issuer) == _plain(issuer):
        return NearMiss.SPELLING
    if known.client_id == client_id:
        return NearMiss.ISSUER
    shared = facts_of(issuer).shared_issuer
    return NearMiss.CLIENT if known.issuer == issuer and not shared else None


def _plain(issuer: str) -> str:
    """Return the address without what people mistype: case, scheme, "www.", a final slash."""
    bare = issuer.strip().lower().rstrip("/")
    return bare.removeprefix("https://").removeprefix("http://").removeprefix("www.")
