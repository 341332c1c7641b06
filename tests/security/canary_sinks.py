"""Words planted where no page of the journey writes, and what leaves the tool beside its pages."""

import base64
import io
import json
import secrets
import zipfile
from dataclasses import replace

from sqlalchemy import LargeBinary, select

import config
from config.settings import Secret
from plugin.mentoring.agreed_link import AgreedLink
from plugin.mentoring.break_glass import Category, Opening
from plugin.mentoring.bringing import ListRow, PeopleList, RowState
from plugin.mentoring.enrolment import Side
from plugin.mentoring.exclusions import ExclusionKind, exclusion
from plugin.mentoring.feedback import Feedback
from plugin.mentoring.guest import GuestLink
from plugin.mentoring.joint import Piece
from plugin.mentoring.list_file import Column
from plugin.mentoring.mentor_requests import MentorRequest, RequestWord
from plugin.mentoring.people import Actor, CourseRole
from plugin.mentoring.questions import Asked
from plugin.mentoring.training import Progress, Round, Said, Waiver
from plugin.mentoring.ways import Platform, Reach, Way
from plugin.store.ledger import SqlLedger
from plugin.store.own_sealing import own_columns
from plugin.store.personal import RELATED as RELATED_TABLES
from plugin.store.sealing import BOTH, RELATED
from plugin.store.sealing import OWN as OWN_KEY
from plugin.store.tables import HOUSE, metadata, person
from plugin.store.verify import sealed_values
from plugin.support_commands import found_in
from tests.stores import KEY, NORTHMOOR

OWN_SITE = "https://docs.example/"
"""Links that people gave; only these may hold their words."""
LISTED = ("canaryhead", "canaryfile", "canaryrow")
"""In a list of people that a coordinator brings."""
REST = (
    "canaryfilm", "canaryjoint", "canarylinkway", "canarynumber", "canaryquestion", "canaryreply",
    "canaryreason", "canarylegal", "canarygood", "canaryother", "canaryplace", "canarysharedlink",
    "canarytraining", "canarywaiver", "canarymemo", "canaryrequest",
    "canarynottogether", *LISTED,
)  # fmt: skip
OWN = {
    "cleo": {
        "canaryreason",
        "canarylegal",
        "canaryreply",
        "canarywaiver",
        "canarymemo",
        "canaryhead",
        "canaryfile",
        "canarynottogether",
    },
    "dora": {"canaryaboutdora"},
}
"""What people outside the pair wrote themselves."""
UNREAD = ("canarynumber", "canaryreason", "canarylegal", "canaryplace", "canaryfilm",
          "canarytraining", "canarywaiver", "canarymemo", "canaryrequest", "canarynottogether",
          *LISTED)  # fmt: skip
"""Shown to nobody yet, or on pages that the pair does not open."""
BY_ADA = frozenset((
    "canarythanks", "canarywho", "canarycontact", "canaryanswer", "canarytask", "canarymyoffer",
    "canarymyseek", "canaryaside", "canarymessage", "canarycheer", "canaryreview",
    "canaryjoint", "canaryaboutada", "canaryhopesada", "canarynumber", "canaryaword",
))  # fmt: skip
BY_BEN = frozenset((
    "canaryrecord", "canaryheard", "canaryjotting", "canarywrong", "canaryanother",
    "canaryconcern", "canarygoals", "canarysubject", "canarycontext", "canaryownaim",
    "canaryownproof", "canarymilestone", "canaryaboutben", "canaryaccessben", "canarygood",
    "canaryother", "canaryrequest",
))  # fmt: skip
WITHOUT_WORDS = frozenset((
    "own_key.data_key", "relationship_key.data_key", "own_time.kept", "letter.address",
    "letter.body", "tool_key.pem",
    "launch_ticket.claims", "placement_request.request", "data_export.bundle",
))  # fmt: skip
"""Dates, mail that goes where there is no Outlook, keys, and copies: each has tests of its own."""
MACHINES = ("/healthz", "/readyz", "/lti/jwks", "/teams/about", "/teams/privacy", "/")


def plant_rest(tool, keys):
    """Write into each sealed field that the journey has not reached."""
    pair, session, concern = (keys[x].partition("/")[2] for x in ("pair", "session", "concern"))
    ada, ben, cleo = (person_of(tool, name) for name in ("ada", "ben", "cleo"))
    now = tool.clock()
    with tool.store.work(NORTHMOOR) as work:
        programme = work.relationship(pair).programme_id
        work.save_recording_link(session, f"{OWN_SITE}canaryfilm", of=pair, by=ada)
        way = Way(Platform.LINK, f"{OWN_SITE}canarylinkway")
        work.save_ways(replace(work.ways(pair), primary=way))
        work.save_reach(Reach(ada, NORTHMOOR, "canarynumber", None))
        record = next(x for x in work.writings(pair, session_id=session) if x.author == ben)
        work.save_writing(
            replace(record, pieces=(Piece(ben, record.body), Piece(ada, " canaryjoint")))
        )
        work.save_asked(pair, Asked("own.one", "canaryquestion", now))
        work.save_concern(replace(work.concern(concern), answer="canaryreply"))
        given = Feedback(session, NORTHMOOR, pair, ben, "canarygood", "canaryother", (), False, now)
        work.save_feedback(given)
        place = f"{OWN_SITE}canaryplace"
        work.save_agreed_link(AgreedLink(pair, NORTHMOOR, 1, place, ben, now, frozenset({ben})))
        said = Said(words={0: "canarytraining"})
        work.save_progress(
            Progress(programme, NORTHMOOR, ben, "own", Round.ONCE, now, said=said, done_at=now)
        )
        work.save_waiver(Waiver(programme, NORTHMOOR, ada, "canarywaiver", cleo, now))
        guest = ("guest-1", NORTHMOOR, programme, Side.MENTOR, "hash", cleo, now, now)
        work.save_guest_link(GuestLink(*guest, "canarymemo"))
        work.save_mentor_request(MentorRequest("r-1", NORTHMOOR, programme, ben, ada, now, now))
        work.save_request_word(RequestWord("r-1", 1, ben, "canaryrequest", now))
        plant_list(work, programme, cleo, now)
        two, kind = (ada, ben), ExclusionKind.CONFLICT
        work.save_exclusion(exclusion(programme, two, kind, "canarynottogether", by=cleo, now=now))
        asked = Opening(
            "opening-1", NORTHMOOR, pair, programme, Category.SAFETY, "canaryreason", cleo, now,
            now, "canarylegal",
        )  # fmt: skip
        work.save_opening(asked)


def plant_list(work, programme, by, now):
    named = ("list-1", NORTHMOOR, programme, by, now, 1, "utf-8", ",", ("canaryhead",))
    work.save_people_list(PeopleList(*named))
    work.save_list_file("list-1", b"canaryfile")
    said = {Column.EMAIL: "canaryrow"}
    work.add_list_rows([ListRow("list-1", NORTHMOOR, 2, RowState.ABSENT, None, said)])


def person_of(tool, subject):
    with tool.database.transaction(HOUSE, write=False) as connection:
        here = (person.c.subject == subject) & (person.c.tenant_id == NORTHMOOR)
        return connection.execute(select(person.c.person_id).where(here)).scalar_one()


def opened(tool):
    """Return every sealed value of the database, opened, by "table.column"."""
    found = {}
    with tool.database.transaction(HOUSE, write=False) as connection:
        for spot, sealed in sealed_values(connection):
            text = tool.vault.open(connection, spot, sealed).decode(errors="replace")
            found.setdefault(f"{spot.table}.{spot.column}", []).append(text)
    return found


def sealed_columns():
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary) and table.name != "tenant"
    }


def sealed_for_all(tool):
    """Return columns in which a value is not sealed with the keys that are to open it.

    With its author's, where it is somebody's own word, and with its relationship's.
    """
    own = {f"{table.name}.{column}" for table, column, _whose in own_columns()}
    with tool.database.transaction(HOUSE, write=False) as connection:
        kinds = {(f"{x.table}.{x.column}", y[:1]) for x, y in sealed_values(connection)}
    wanted = {(True, True): {BOTH}, (True, False): {OWN_KEY}, (False, True): {RELATED, BOTH}}
    return {
        name
        for name, kind in kinds
        if kind not in wanted.get((name in own, name.partition(".")[0] in RELATED_TABLES), {kind})
    }


def copies(tool, names):
    """Return the copy of all that is held about each, unpacked, as one text."""
    found, privacy = {}, tool.world.services.privacy
    for name in names:
        actor = Actor(NORTHMOOR, person_of(tool, name), None, CourseRole.NONE)
        privacy.ask_copy(actor=actor)
        tool.world.run()
        made = max(privacy.held(actor=actor).copies, key=lambda one: one.asked_at)
        archive = zipfile.ZipFile(io.BytesIO(privacy.take_copy(made.export_id, actor=actor)))
        found[name] = "\n".join(archive.read(one).decode() for one in archive.namelist())
    return found


def mails(tool):
    """Return what was mailed by the next morning."""
    tool.clock.advance(days=1)
    tool.world.services.notices.deliver_due(NORTHMOOR)
    tool.world.run()
    return tool.world.post.letters


def said_by_machines(visitor):
    """Return what the addresses answer that no person opens."""
    return "\n".join(
        reply.text + repr(reply.headers.to_wsgi_list())
        for reply in (visitor.ask("GET", path) for path in MACHINES)
    )


def support_bundle(tool):
    """What `alongside support` writes of it, and of an error that tells more than a code."""
    with tool.store.work(NORTHMOOR) as work:
        work.queue("place.make", {"title": "canarytitle"}, key="canarykey")
    ledger = SqlLedger(database=tool.database, clock=tool.clock, new_id=tool.world.new_id)
    job = ledger.claim("worker", ["place.make"])
    ledger.park(job, "worker", error="ValueError: canaryadaname wrote “Hello”")
    settings = config.load(
        {
            "ALONGSIDE_PUBLIC_URL": "https://tool.example",
            "ALONGSIDE_DATABASE_URL": str(tool.database.engine.url),
            "ALONGSIDE_ENCRYPTION_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        }
    )
    return json.dumps(found_in(replace(settings, encryption_key=Secret(KEY))), ensure_ascii=False)


def untold(said):
    """What the answers and the bundle would hold, were they what they should be."""
    return [one for one in ('"keys"', '"invitations"', "parked / other") if one not in said]
