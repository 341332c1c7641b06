"""The tool in a process of its own, as a platform meets it, and its house from inside."""

import base64
import os
import time
from dataclasses import replace

from sqlalchemy import select

import config
from lti.services import PlatformServices
from lti.storage import Registration
from plugin.mentoring.people import TenantId
from plugin.store import tables
from plugin.store.recent import LASTS
from plugin.wiring.house import open_house, utc_now
from plugin.wiring.services import build_services
from tests.journeys.world import World


class Tool(World):
    """Serves launches over HTTP. `register` is the operator's part, `read_roster` the worker's."""

    def __init__(self, *where, **how):
        super().__init__(*where, **how)
        self._at = {}

    def begin(self):
        """Start the web process alone."""
        (self.state / "key").write_text(base64.urlsafe_b64encode(os.urandom(32)).decode())
        self.command("migrate")
        self.house = open_house(config.load(self.environment()))
        self.house.store.prepare()
        self.house.keys.keep_current(utc_now())
        self.start("web", "serve", "--port", str(self.port))
        self._await(self.tool + "/healthz")

    def end(self):
        super().end()
        self.house.database.close()

    def register(self, name, *, deployments=("1",), **platform):
        """Enter a platform for an institution of that name; known ones are brought up to date."""
        tenant = TenantId(name)
        self.house.book.add_tenant(tenant, name)
        registration = Registration(registration_id=name, tenant_id=tenant, **platform)
        self.house.book.add_registration(registration)
        self._wait_if_moved(registration)
        for deployment_id in deployments:
            self.house.book.approve_deployment(registration, deployment_id)
        return registration

    def _wait_if_moved(self, registration):
        """The web process may remember for seconds where the platform was before."""
        client = registration.issuer, registration.client_id
        if self._at.get(client, registration.auth_url) != registration.auth_url:
            time.sleep(LASTS.total_seconds())
        self._at[client] = registration.auth_url

    def courses(self, registration):
        """Return the institution's courses, in no order."""
        known = tables.course
        mine = known.c.registration_id == registration.registration_id
        with self.house.database.transaction(registration.tenant_id, write=False) as connection:
            ids = connection.execute(select(known.c.course_id).where(mine)).scalars().all()
        with self.house.store.look(registration.tenant_id) as work:
            return [work.course(course_id) for course_id in ids]

    def course(self, registration):
        """Return the one course that somebody has launched from."""
        [course] = self.courses(registration)
        return course

    def save_course(self, course):
        with self.house.store.work(course.tenant_id) as work:
            work.save_course(course)

    def members(self, registration):
        """Return everybody in the course, by what the platform calls them."""
        course = self.course(registration)
        known = tables.person
        mine = known.c.registration_id == registration.registration_id
        with self.house.database.transaction(registration.tenant_id, write=False) as connection:
            rows = connection.execute(select(known.c.person_id, known.c.subject).where(mine)).all()
        subjects = {row.person_id: row.subject for row in rows}
        with self.house.store.look(registration.tenant_id) as work:
            found = work.course_members(course.course_id)
        return {subjects[member.person.person_id]: member for member in found}

    def read_roster(self, registration, *, signer=None):
        """Read the course's list as the worker does, with no token kept from before.

        `signer` signs for the token instead of the tool's own keys.
        """
        services = build_services(self.house, None)
        if signer is not None:
            sending = PlatformServices(self.house.http(), signer, utc_now)
            source = replace(services.rosters.source, services=sending)
            services = replace(services, rosters=replace(services.rosters, source=source))
        return services.rosters.read(registration.tenant_id, self.course(registration).course_id)
