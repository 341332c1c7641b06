"""What platforms do differently when a tool registers: one small table, with sources and dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

GROUP_IDS = "moodle_group_ids"
"""The custom parameter in which Moodle names the groups of whoever launches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationProfile:
    """One kind of platform.

    Attributes:
        shared_issuers: issuers that stand for every institution it hosts; the configuration is
            then served from another host, one of `vendor_domains`.
        vendor_domains: domains that only the vendor serves pages from.
        places_in_navigation: the tool may ask for a place in the course's own menu.
        extension: what the names of its own settings begin with: how much of a person a launch
            may say, and whether a course shows the tool unasked. None where it has no such.
        custom: parameters worth asking for beside the general ones, by our name.

    """

    shared_issuers: frozenset[str] = frozenset()
    vendor_domains: tuple[str, ...] = ()
    places_in_navigation: bool = False
    extension: str | None = None
    custom: Mapping[str, str] = field(default_factory=dict)
    source: str = "Dynamic Registration 1.0"

    def serves(self, host: str) -> bool:
        """Say whether `host` is one of the vendor's own."""
        return any(host == one or host.endswith(f".{one}") for one in self.vendor_domains)


PLAIN = RegistrationProfile()
"""A platform that does what the specification says."""

PROFILES: Mapping[str, RegistrationProfile] = {
    "canvas": RegistrationProfile(
        shared_issuers=frozenset(
            {
                "https://canvas.instructure.com",
                "https://canvas.test.instructure.com",
                "https://canvas.beta.instructure.com",
            }
        ),
        vendor_domains=("instructure.com", "canvaslms.com"),
        places_in_navigation=True,
        extension="https://canvas.instructure.com/lti",
        custom={
            "canvas_course_id": "$Canvas.course.id",
            "canvas_api_domain": "$Canvas.api.domain",
            "prefers_high_contrast": "$Canvas.user.prefersHighContrast",
        },
        source="developerdocs.instructure.com, LTI registration, November 2026",
    ),
    "moodle": RegistrationProfile(
        custom={GROUP_IDS: "$Moodle.Person.userGroupIds"},
        source="Moodle 4.5, mod/lti/openid-registration.php; seen running, 2026",
    ),
    "desire2learn": RegistrationProfile(
        source="community.d2l.com, LTI Advantage dynamic registration, November 2026"
    ),
    "sakailms.org": RegistrationProfile(
        source="Sakai's LTI13Servlet, which echoes the request with its ids, November 2026"
    ),
}
"""By `product_family_code`."""


def profile_of(family: str | None) -> RegistrationProfile:
    """Return what is known of a kind of platform; PLAIN when nothing is."""
    return PROFILES.get(family or "", PLAIN)


def may_serve(host: str, issuer: str, *, confirmed: str | None) -> bool:
    """Say whether `host` may describe the platform `issuer`.

    It must be the issuer's own host. A shared issuer is described by its vendor's hosts instead,
    but only where the operator has said beforehand that such a platform is expected.

    Args:
        host: of the configuration's address, with a port that is not the usual one.
        issuer: as the configuration names it.
        confirmed: the kind of platform that the operator named; None for none.

    """
    if host == host_of(issuer):
        return True
    profile = PROFILES.get(confirmed or "", PLAIN)
    return issuer in profile.shared_issuers and profile.serves(host)


def host_of(url: str) -> str:
    """Return the host of `url` in lower case, with a port that is not the usual one.

    Empty for what is no address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return (parts.hostname or "") + (f":{port}" if port not in (None, usual) else "")
