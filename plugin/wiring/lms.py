"""What speaks with LMSs, over one HTTP client and one memory of tokens."""

from typing import TypedDict

from lti.services import PlatformServices
from lti.storage import Registration
from plugin.gateways.lti_copies import LtiCopyNotices
from plugin.gateways.lti_groups import LtiGroups
from plugin.gateways.lti_probes import LtiProbes
from plugin.gateways.lti_rosters import LtiRosters
from plugin.gateways.lti_scores import LtiScores
from plugin.services.copies import Copies
from plugin.services.course_groups import CourseGroups
from plugin.services.reports import Reports
from plugin.services.rosters import Rosters
from plugin.wiring.house import House, new_id, utc_now


class Lms:
    """The ports that speak with LMSs; one token serves all of them."""

    def __init__(self, house: House) -> None:
        self._book = house.book
        self._http = house.http()
        self._notices = f"{house.settings.public_url}/lti/notices"
        self._sending = PlatformServices(self._http, house.keys, utc_now)

    def rosters(self) -> LtiRosters:
        """Return what reads lists of people."""
        return LtiRosters(services=self._sending, registration_of=self._registration_of)

    def copies(self) -> LtiCopyNotices:
        """Return what asks for notices of copied courses."""
        return LtiCopyNotices(
            services=self._sending,
            registration_of=self._registration_of,
            handler=self._notices,
        )

    def groups(self) -> LtiGroups:
        """Return what reads the groups of courses."""
        return LtiGroups(services=self._sending, registration_of=self._registration_of)

    def scores(self) -> LtiScores:
        """Return what writes into grade books."""
        return LtiScores(services=self._sending, registration_of=self._registration_of)

    def probes(self) -> LtiProbes:
        """Return what looks after connections."""
        return LtiProbes(
            http=self._http,
            services=self._sending,
            registration_of=self._registration_of,
            clock=utc_now,
        )

    def _registration_of(self, key: str) -> Registration | None:
        known = self._book.registrations()
        return next((one for one in known if one.registration_id == key), None)


class _OfLms(TypedDict):
    course_groups: CourseGroups
    copies: Copies
    reports: Reports
    rosters: Rosters


def of_lms(house: House, *, with_places: bool) -> _OfLms:
    """Build the use cases that ask an LMS."""
    store, clock, lms = house.store, utc_now, Lms(house)
    return _OfLms(
        course_groups=CourseGroups(
            store=store,
            clock=clock,
            new_id=new_id,
            source=lms.groups(),
            with_places=with_places,
        ),
        copies=Copies(store=store, clock=clock, new_id=new_id, notices=lms.copies()),
        reports=Reports(store=store, clock=clock, scores=lms.scores()),
        rosters=Rosters(store=store, clock=clock, source=lms.rosters()),
    )
