"""Who comes from outside the course, and how people are brought into a programme."""

from dataclasses import replace

from plugin.mentoring.enrolment import Side
from plugin.mentoring.people import CourseRole
from plugin.ports.guests import Identity
from plugin.sandbox.people import person_named
from tests.looks.backstage import TENANT

NAMES = (
    "guests-none", "guests", "invited", "guest-door", "guest-home", "guest-link-over",
    "refer", "referred", "list-new", "list-checked", "list-bringing", "list-done",
    "profile-from-list",
)  # fmt: skip
RUT = Identity("sandbox", "entra", "oid-rut", "Rut Vance", "rut@alumni.example")


def add_people(scenes):
    """Add the pages of those who bring people in, and of those who come."""
    stage = scenes.stage
    hana = stage.coordinator("guests", "david.mwangi")
    programme = stage.open_programme(hana, title="Alumni, one to one")
    key, path = programme.programme_id, f"programmes/{programme.programme_id}/guests/"
    guests = stage.with_microsoft.guests
    scenes.add("guests-none", hana, path)
    rut = guests.accept(guests.invite(key, "Rut from the alumni office", actor=hana), RUT)
    stage.answers(programme, rut, Side.MENTOR, zone="Europe/Berlin", offers=("Networking",))
    waiting = guests.invite(key, "Prof. Dr. Maximiliane von Hohenstein-Waldburg", actor=hana)
    over = guests.invite(key, "Somebody who changed their mind", actor=hana)
    with stage.house.store.look(TENANT) as work:
        made = work.guest_links(key)[0]
    guests.end(key, made.link_id, actor=hana)
    _refer(scenes, programme, hana)
    assert rut.role is CourseRole.NONE
    scenes.add("guests", hana, path)
    scenes.add("guest-home", rut)
    scenes.pages["invited"] = f"{scenes.stage.world.tool}/mentor/{waiting}"
    scenes.pages["guest-link-over"] = f"{scenes.stage.world.tool}/mentor/{over}"
    scenes.pages["guest-door"] = f"{scenes.stage.world.tool}/mentor/"


def add_lists(scenes):
    """A list in each of its states, and the draft that came of one."""
    stage, coordinators = scenes.stage, {}
    for name in ("new", "checked", "bringing", "done"):
        hana = stage.coordinator(f"list-{name}", "david.mwangi")
        programme = stage.open_programme(hana, title="Careers, one to one")
        leila = stage.arrives("leila.haddad", f"list-{name}")
        stage.arrives("amara.okafor", f"list-{name}")
        path = f"programmes/{programme.programme_id}/list/"
        coordinators[name] = (hana, programme.programme_id, leila)
        scenes.add(f"list-{name}", hana, path)
    lists = stage.services.people_lists
    for name in ("checked", "bringing", "done"):
        hana, key, leila = coordinators[name]
        lists.choose(key, _a_list().encode(), actor=hana)
        one = lists.page(key, actor=hana).latest
        if name != "checked":
            lists.bring(key, version=one.version, actor=hana)
        if name == "done":
            lists.go_on(TENANT, one.list_id)
            scenes.add("profile-from-list", leila, f"programmes/{key}/profile/")


def _a_list():
    """Two who are in the course, and what else a list may hold."""
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
    members = [person_named(slug).email for slug in ("leila.haddad", "amara.okafor")]
    rows = (
        f"{members[0]},,mentee,,Networking,,fr en,Africa/Tunis,Mon-Fri 09:00-17:00,x",
        f"{members[1]},,mentor,2,,Networking,en,Africa/Lagos,,y",
        f"{members[1].upper()},,mentor,,,,,,,z",
        "rut@alumni.example,Rut Vance,mentor,,,,,,,z",
        f"{long}@{long}.example,{long},boss,three,Owls,{long},klingon,Berlin,often,{long}",
    )
    heads = "email,name,side,capacity,seeks,offers,languages,zone,hours,phone"
    return "\n".join((heads, *rows))


def _refer(scenes, programme, hana):
    """Leïla refers two; one has said yes, the other has not looked yet."""
    stage, key = scenes.stage, programme.programme_id
    leila = stage.arrives("leila.haddad", "guests")
    why = "She led our lab for years, and never once made anybody feel small."
    refer = stage.with_microsoft.referrals.refer
    stage.with_microsoft.guests.accept(
        refer(key, why, actor=leila), replace(RUT, object_id="oid-ida", name="Ida Lund")
    )
    waiting = refer(key, "", actor=leila)
    scenes.add("refer", leila, f"programmes/{key}/referrals/")
    scenes.pages["referred"] = f"{stage.world.tool}/mentor/{waiting}"
