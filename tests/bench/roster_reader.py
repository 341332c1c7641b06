"""A process that reads a list of 20,000 whole, page by page, and says its peak of memory in MiB."""

# ruff: noqa: T201 - it answers on standard output

import json
import sys
from urllib.parse import parse_qs, urlsplit

from lti.http import Answer
from lti.services import PlatformServices
from plugin.gateways.lti_rosters import LtiRosters
from plugin.services.rosters import Rosters
from plugin.wiring.house import utc_now
from tests.bench.roster import MEMBERS, campus, new_course
from tests.bench.servers import peak_mb
from tests.fakes.lti_platform import REGISTRATION, RsaSigner, json_answer
from tests.stores import NORTHMOOR

PAGE = 1_000


class Platform:
    """An LMS with pages of 1,000, each made when it is asked for."""

    def send(self, method, url, **_options):
        if method == "POST":
            return json_answer({"access_token": "t", "expires_in": 3600})
        asked = parse_qs(urlsplit(url).query)
        first = int(asked.get("from", ["0"])[0])
        body = {"members": [_member(number) for number in range(first, first + PAGE)]}
        after = f"{url.partition('?')[0]}?limit={PAGE}&from={first + PAGE}"
        more = {"link": f'<{after}>; rel="next"'} if first + PAGE < MEMBERS else {}
        return Answer(200, more, json.dumps(body).encode())


def _member(number):
    return {
        "user_id": f"reader-{number:05}",
        "name": f"Ana {number} Petrović",
        "given_name": f"Ana {number}",
        "family_name": "Petrović",
        "email": f"reader.{number}@northmoor.example",
        "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
        "status": "Active",
    }


def main(path):
    """Read the list into a fresh database."""
    services = PlatformServices(Platform(), RsaSigner(), utc_now)
    source = LtiRosters(services=services, registration_of=lambda _key: REGISTRATION)
    with campus(f"sqlite:///{path}") as store:
        course = new_course(store, "reader")
        change = Rosters(store=store, clock=utc_now, source=source).read(
            NORTHMOOR, course.course_id
        )
    # The teacher, who is not on the list, waits for a decision only where that is one in five.
    if change is None or change.total != MEMBERS + change.waiting:
        raise RuntimeError("the list was not kept whole")
    print(peak_mb())


if __name__ == "__main__":
    main(sys.argv[1])
