"""Why the tab lets somebody not in, in words; the code is what support asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

PLACES: Mapping[str, str] = {
    "people": "teams/",
    "sessions": "teams/sessions",
    "hours": "teams/hours",
    "circle": "teams/chat",
    "meeting": "teams/meeting/",
}
"""The page of a visit that each tab of the manifest begins with."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What the page says. `again` when opening the tab once more may help."""

    status: int
    code: str
    title: object
    text: object
    again: bool = False


_NOT_OURS = (
    _("Teams and this tool do not know each other"),
    _("An administrator has to look at the app's registration. Tell them the code below."),
)
_STALE = (
    _("Teams gave us a sign-in that is out of date"),
    _("Open the tab again. If it stays like this, check the clock of this device."),
)


def _broken(name: str) -> Refused:
    return Refused(403, f"T-{name.upper()}", *_NOT_OURS)


REFUSED: Mapping[str, Refused] = {
    **{
        name: _broken(name)
        for name in (
            "malformed",
            "algorithm",
            "key",
            "signature",
            "version",
            "audience",
            "issuer",
            "app-only",
            "scope",
            "client",
            "nobody",
        )
    },
    "expired": Refused(401, "T-EXPIRED", *_STALE, again=True),
    "early": Refused(401, "T-EARLY", *_STALE, again=True),
    "replay": Refused(
        403,
        "T-REPLAY",
        _("This way in has been used"),
        _("It opens once, in one place. Open the tab again."),
        again=True,
    ),
    "personal": Refused(
        403,
        "T-PERSONAL",
        _("This is a personal Microsoft account"),
        _("Mentoring here belongs to an institution. Switch to your work or study account."),
    ),
    "tenant": Refused(
        403,
        "T-TENANT",
        _("Your organisation is not part of this"),
        _("Open Teams with the account of the institution that invited you, or its course page."),
    ),
    "guest": Refused(
        403,
        "T-GUEST",
        _("You are a guest in this Teams"),
        _("Guests take part by mail and in the browser: use the link in your invitation."),
    ),
    "unknown": Refused(
        403,
        "T-UNKNOWN",
        _("We have not met in Teams yet"),
        _("Once, tell us that this account is you: it takes one minute."),
    ),
    "token": Refused(
        403,
        "T-TOKEN",
        _("Teams could not tell us who you are"),
        _("Open the tab again. If Teams asks for permission, allow it."),
        again=True,
    ),
    "shape": Refused(
        400, "T-SHAPE", _("We could not read this"), _("Open the tab again."), again=True
    ),
}
"""By reason: those of `graph.tab_tokens.TabTokenProblem`, and what we find ourselves."""
UNKNOWN = Refused(404, "T-404", _("There is no such page"), _("Open the tab again."), again=True)
