"""What belongs to one institution does not exist for another."""

from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, text

from plugin.mentoring.absence import Absence
from plugin.mentoring.agreed_link import AgreedLink, SharedLink
from plugin.mentoring.counted import WEIGHTS
from plugin.mentoring.match_run import MatchRun, RunState
from plugin.mentoring.matching import Draft, Suggestion, Why
from plugin.mentoring.participation import Reporting, ScoreState, SentScore, Sharing
from plugin.mentoring.place import Place, PlaceState
from plugin.ports.errors import ConflictError
from plugin.ports.values import Account, Letter, SavedDraft, Subscription
from plugin.store import tables
from plugin.store.errors import StoreError
from plugin.store.tables import HOUSE, metadata
from tests.store.people import Campus, a_link, a_session, an_agreement, an_enrolment, an_hour
from tests.stores import NOON, NORTHMOOR, SOUTHMOOR, on_postgres


@pytest.fixture
def campus(store):
    """Return Northmoor with one of everything."""
    campus = Campus(store)
    session = a_session(campus.pairing)
    who = campus.mentor.person_id
    campus.save(
        an_enrolment(campus.programme, campus.mentee),
        an_agreement(campus.pairing, signed_at=NOON),
        session,
        a_link(session, event_id="event-1"),
        Account(who, NORTHMOOR, "global", "t", "o", "m@x.example", NOON),
        Subscription("sub-1", NORTHMOOR, who, "secret", NOON + timedelta(days=2)),
        Place(
            campus.pairing.relationship_id, NORTHMOOR, PlaceState.QUEUED, NOON, folder="drive/item"
        ),
        AgreedLink(
            campus.pairing.relationship_id,
            NORTHMOOR,
            1,
            "https://x.example",
            who,
            NOON,
            frozenset(),
        ),
        SharedLink(
            "link-1", campus.pairing.relationship_id, NORTHMOOR, "T", "https://x.example", who, NOON
        ),
        Letter("letter-1", NORTHMOOR, who, "session-1", "m@x.example", "<1@x>", "REQUEST", b"B"),
    )
    campus.save(
        Absence(NORTHMOOR, campus.course.course_id, who, NOON),
        Reporting("programme-1", NORTHMOOR, True, 4, who, NOON),
        Sharing("programme-1", NORTHMOOR, who, NOON),
    )
    score = SentScore("programme-1", NORTHMOOR, who, 2, NOON, ScoreState.SENT, NOON)
    with store.work(NORTHMOOR) as work:
        work.save_sent_score(score)
    draft = Draft((Suggestion("a", "b", True),), (("c", Why.ALL_FULL),))
    with store.work(NORTHMOOR) as work:
        work.save_draft(SavedDraft("programme-1", NORTHMOOR, draft, who, NOON))
        work.save_match_run(MatchRun("programme-1", NORTHMOOR, RunState.DONE, who, NOON, WEIGHTS))
        work.save_chat("19:a@thread.v2", campus.pairing.relationship_id, by=who, at=NOON)
    return campus


def everything(campus):
    """Return every reader with arguments that find something at Northmoor."""
    mentor, course = campus.mentor.person_id, campus.course.course_id
    pairing, programme = campus.pairing.relationship_id, campus.programme.programme_id
    later = NOON + timedelta(days=99)
    return {
        "person": (mentor,),
        "people": ([mentor],),
        "course": (course,),
        "course_members": (course,),
        "course_known_as": (campus.course.registration_id, campus.course.context_id),
        "person_known_as": (campus.course.registration_id, "lev"),
        "back": (course,),
        "reporting": (programme,),
        "sharing": (programme, mentor),
        "sent_score": (programme, mentor),
        "participation": {"programme_id": programme, "now": later},
        "programme": (programme,),
        "programmes_in": (course,),
        "enrolment": (programme, campus.mentee.person_id),
        "enrolments": (programme,),
        "draft": (programme,),
        "match_run": (programme,),
        "relationship": (pairing,),
        "relationships_in": (programme,),
        "relationships_of": (mentor,),
        "agreement": (pairing,),
        "session": ("session-1",),
        "sessions_of": ([pairing],),
        "link": ("session-1",),
        "links": (["session-1"],),
        "session_of_event": (mentor, "event-1"),
        "account": (mentor,),
        "accounts": ([mentor],),
        "subscription": ("sub-1",),
        "subscription_of": (mentor,),
        "subscriptions_ending": {"before": later},
        "links_to_check": {"before": later, "starting_before": later, "limit": 9},
        "place": (pairing,),
        "places_of_folders": (["drive/item"],),
        "agreed_links": (pairing,),
        "shared_links": (pairing,),
        "letter": ("letter-1",),
        "letters_of": ("session-1",),
        "chat_of": ("19:a@thread.v2",),
        "own_enrolments": (campus.mentee.person_id,),
    }


def read(store, tenant, name, arguments):
    with store.look(tenant) as work:
        method = getattr(work, name)
        return method(**arguments) if isinstance(arguments, dict) else method(*arguments)


def test_p02_no_reader_finds_what_belongs_to_another_institution(store, campus):
    readers = everything(campus)

    found_here = {name for name, how in readers.items() if read(store, NORTHMOOR, name, how)}
    found_there = {name for name, how in readers.items() if read(store, SOUTHMOOR, name, how)}

    assert found_here == set(readers)
    assert found_there == set()


def test_everything_is_read_as_it_was_saved(store, campus):
    account = read(store, NORTHMOOR, "account", (campus.mentor.person_id,))
    subscription = read(store, NORTHMOOR, "subscription", ("sub-1",))
    letter = read(store, NORTHMOOR, "letter", ("letter-1",))
    draft = read(store, NORTHMOOR, "draft", ("programme-1",))
    enrolment = read(store, NORTHMOOR, "enrolment", ("programme-1", campus.mentee.person_id))

    assert (account.address, account.version) == ("m@x.example", 1)
    assert (subscription.secret, subscription.heard_at) == ("secret", None)
    assert (letter.address, letter.body) == ("m@x.example", b"B")
    assert draft.draft.pairs == (Suggestion("a", "b", True),)
    assert draft.draft.unplaced == (("c", Why.ALL_FULL),)
    assert enrolment.profile.about == "I like owls"
    assert len(fields(enrolment)) == 10


def test_a_thing_of_another_institution_is_not_written_here(store, campus):
    def write():
        with store.work(SOUTHMOOR) as work:
            work.save_relationship(campus.pairing)

    with pytest.raises(ValueError, match="another tenant"):
        write()


def test_a_thing_of_another_institution_cannot_be_referred_to(store, campus):
    there = Campus(store, SOUTHMOOR)
    stranger = an_enrolment(there.programme, campus.mentor, enrolment_id="stranger")

    with pytest.raises(StoreError):
        there.save(stranger)


def test_the_same_identifiers_may_exist_in_two_institutions(store, campus):
    there = Campus(store, SOUTHMOOR)
    there.save(a_session(there.pairing, an_hour(days=4)))

    assert there.look("session", "session-1").span == an_hour(days=4)
    assert campus.look("session", "session-1").span == an_hour(days=1)


def test_an_account_belongs_to_one_person_of_an_institution(campus):
    account = Account(campus.mentee.person_id, NORTHMOOR, "global", "t", "o", "m@x.example", NOON)

    with pytest.raises(ConflictError):
        campus.save(account)


@on_postgres  # SQLite serves one institution: there the readers are the only guard
def test_row_level_security_hides_other_institutions_from_any_statement(store, campus, database):
    role = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    seen = {}
    for tenant in (NORTHMOOR, SOUTHMOOR):
        with database.transaction(tenant, write=False) as connection:
            assert connection.execute(role).scalar_one() is False
            for table in metadata.sorted_tables:
                query = select(func.count()).where(table.c.tenant_id != tenant)
                seen[tenant, table.name] = connection.execute(query).scalar_one()

    assert {key: count for key, count in seen.items() if count} == {}


@on_postgres
def test_row_level_security_covers_every_table(store, database):
    query = text(
        "SELECT relname FROM pg_class"
        " WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
    )
    with database.transaction(HOUSE, write=False) as connection:
        covered = set(connection.execute(query).scalars())

    assert covered == set(metadata.tables)


@on_postgres
def test_row_level_security_refuses_a_row_of_another_institution(store, database):
    row = {"event_id": "1", "tenant_id": NORTHMOOR, "at": NOON, "event": "x", "facts": {}}

    with pytest.raises(StoreError), database.transaction(SOUTHMOOR) as connection:
        connection.execute(insert(tables.event_log).values(row))


@on_postgres
def test_a_transaction_that_names_no_institution_sees_nothing(store, campus, database):
    with database.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(tables.person)).scalar_one() == 0
