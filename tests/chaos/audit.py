"""After a storm: sessions beside what stands in both calendars, one to one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from plugin.mentoring.session import SessionId
from tests.chaos.storm import NORTHMOOR, OFF, is_off


@dataclass
class Verdict:
    """What the audit found, each with words about the session it concerns.

    Attributes:
        lost: decisions that do not stand, here or in a calendar.
        doubled: invitations beyond the first of a session, also where the second was taken back.
        stuck: sessions that neither agree with Outlook nor wait for a person.

    """

    lost: list = field(default_factory=list)
    doubled: list = field(default_factory=list)
    stuck: list = field(default_factory=list)
    sessions: int = 0
    events: int = 0

    @property
    def is_clean(self):
        return not self.found

    @property
    def found(self):
        return (*self.lost, *self.doubled, *self.stuck)


def audit(storm):
    """Compare every session with every event; nothing is taken from the tool's own count."""
    verdict = Verdict(sessions=len(storm.decided))
    state = storm.world.microsoft_state()["mailboxes"]
    links = {}
    for pair in storm.pairs:
        with storm.house.store.look(NORTHMOOR) as work:
            mine = {
                key: (work.session(SessionId(key)), work.link(SessionId(key)))
                for key in storm.decided
                if work.session(SessionId(key)).relationship_id == pair.key
            }
        organised, copies = state[pair.mentor.who.mailbox], state[pair.mentee.who.mailbox]
        verdict.events += len(organised)
        for key, (session, link) in mine.items():
            _judge(verdict, storm.decided[key], session, link, organised, copies)
        _count_invitations(verdict, storm, mine, organised, copies)
        links |= mine
    missing = set(storm.decided) - set(links)
    verdict.lost += [f"{key}: there is no such session" for key in missing]
    return verdict


def _judge(verdict, decision, session, link, organised, copies):
    name = f"{session.session_id} ({decision.last}, {link.sync}, {link.problem})"
    if not link.agrees_with(session):
        verdict.stuck.append(name)
    held = OFF if is_off(session) else session.span.starts_at
    if held != decision.last:
        verdict.lost.append(f"{name}: the session says {held}")
    for who, box in (("mentor", organised), ("mentee", copies)):
        live = [start(one) for one in box if one["uid"] == link.ical_uid and not one["cancelled"]]
        wanted = [] if decision.last == OFF else [decision.last]
        if live != wanted and not (link.ical_uid is None and not wanted):
            verdict.lost.append(f"{name}: the {who}'s calendar has {live}")


def _count_invitations(verdict, storm, mine, organised, copies):
    """Find invitations that are no session's, among all that the mentee ever got."""
    known = {link.ical_uid for _, link in mine.values() if link.ical_uid}
    times = Counter(one["uid"] for one in copies)
    verdict.doubled += [f"{uid}: {count} copies" for uid, count in times.items() if count > 1]
    # Made, its answer lost, and called off before anybody knew of it: one invitation, rightly.
    unknown = [key for key, (_, link) in mine.items() if link.ical_uid is None]
    for one in [one for one in (*copies, *organised) if one["uid"] not in known]:
        at = start(one)
        owner = next((key for key in unknown if at in storm.decided[key].starts), None)
        if owner is None:
            verdict.doubled.append(f"{one['uid']}: at {at}, of no session")
        elif not one["cancelled"]:
            verdict.lost.append(f"{owner}: called off, and yet in a calendar at {at}")


def start(event):
    return datetime.fromisoformat(event["start"][:19] + "+00:00")


def histories(storm, verdict):
    """Return what is known of each session that was found wanting, and of the weather then."""
    words = " ".join(verdict.found)
    for key, decision in storm.decided.items():
        if key in words or any(f"at {at}" in words for at in decision.starts):
            log = storm.world.rows("SELECT at, event, facts FROM event_log")
            yield f"== {key}: {decision}"
            yield from sorted(f"{at} {event} {facts}" for at, event, facts in log if key in facts)
            yield from (" ".join(map(str, one)) for one in _around(storm.diary, key))


def _around(diary, key):
    """Return the lines about the session, and the faults that began or ended meanwhile."""
    mine = [number for number, line in enumerate(diary) if key in line]
    return [
        line
        for number, line in enumerate(diary)
        if key in line or (mine[0] - 12 <= number <= mine[-1] + 12 and len(line) == 4)
    ]
