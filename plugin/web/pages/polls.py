"""Votes on times: put some to the vote, answer, and see what was booked."""

from dataclasses import dataclass
from datetime import UTC, timedelta

from flask import Blueprint, request
from marshmallow import fields, validate
from werkzeug.wrappers import Response

from plugin.mentoring.common_time import Option
from plugin.mentoring.errors import OutOfBoundsError
from plugin.mentoring.people import Person
from plugin.mentoring.poll import MOST_SLOTS, Answer, PollId, usual_quorum
from plugin.mentoring.relationship import RelationshipId
from plugin.mentoring.spans import Span
from plugin.services.facts import Facts
from plugin.services.polls import PollPage
from plugin.services.undoing import BOOKED
from plugin.web.current import actor, in_teams, services
from plugin.web.forms import REASONABLE, Form, FormSchema, between, read_form, read_sent
from plugin.web.names import names
from plugin.web.pages.show import form_page, page, then
from plugin.web.texts import gettext as _
from plugin.web.texts import ngettext
from plugin.web.times import city, hour, same_clock

bp = Blueprint("polls", __name__)

FIRST_CHOSEN = 5


class PollForm(FormSchema):
    """The times, how many must be able to come, and how long people have."""

    slots = fields.List(
        fields.AwareDateTime(default_timezone=UTC, validate=REASONABLE),
        load_default=(),
        validate=validate.Length(max=MOST_SLOTS),
    )
    quorum = fields.Integer(load_default=2, validate=between(2, 20))
    days = fields.Integer(load_default=2, validate=between(1, 14))


class PickForm(FormSchema):
    """The time that was pressed."""

    start = fields.AwareDateTime(required=True, default_timezone=UTC, validate=REASONABLE)


@dataclass(frozen=True, slots=True)
class Line:
    """One time of a poll, and who says what to it."""

    at: int
    span: Span
    yes: tuple[Person, ...]
    maybe: tuple[Person, ...]
    no: tuple[Person, ...]
    mine: Answer | None


@bp.get("/relationships/<relationship_id>/polls/new")
def new(relationship_id: str) -> Response:
    """Offer times at which enough people can come."""
    return _new(relationship_id, None)


@bp.post("/relationships/<relationship_id>/polls/new")
def start(relationship_id: str) -> Response:
    """Put the chosen times to the vote."""
    form = read_form(PollForm())
    if not form.ok:
        return _new(relationship_id, form)
    try:
        poll = services().polls.start(
            RelationshipId(relationship_id),
            form.data["slots"],
            quorum=form.data["quorum"],
            answer_within=timedelta(days=form.data["days"]),
            actor=actor(),
        )
    except OutOfBoundsError:
        words = _("Please choose at least two times, some of them after the last day to answer.")
        return _new(relationship_id, form.with_error("slots", words))
    return then("polls.show", "poll", poll_id=poll.poll_id)


@bp.get("/polls/<poll_id>/")
def show(poll_id: str) -> Response:
    """Show the poll to its voters."""
    return _page(services().polls.page(PollId(poll_id), actor=actor()))


@bp.post("/polls/<poll_id>/vote")
def vote(poll_id: str) -> Response:
    """Keep one's answers; a time left out is a no."""
    facts = services().polls.page(PollId(poll_id), actor=actor())
    said = [request.form.get(f"slot-{at}", "no") for at in range(len(facts.poll.slots))]
    if not set(said) <= {"yes", "maybe", "no"}:
        return _page(facts, status=422, unread=True)
    answers = tuple(Answer(one) for one in said)
    poll = services().polls.vote(PollId(poll_id), answers, actor=actor())
    return then("polls.show", "poll-booked" if poll.session_id else "voted", poll_id=poll_id)


@bp.post("/polls/<poll_id>/pick")
def pick(poll_id: str) -> Response:
    """Take one time of an offer; of two people, this books it."""
    key, start = PollId(poll_id), read_sent(PickForm())["start"]
    poll = services().polls.pick(key, start, actor=actor())
    done = "poll-booked" if poll.session_id else "voted"
    if in_teams() and poll.session_id:
        return then("teams.people", "booked", undo=f"{BOOKED}:{poll.session_id}")
    return then("polls.show", done, poll_id=poll_id)


@bp.post("/polls/<poll_id>/withdraw")
def withdraw(poll_id: str) -> Response:
    """Take the poll back."""
    poll = services().polls.withdraw(PollId(poll_id), actor=actor())
    return then("relationships.show", "withdrawn", relationship_id=poll.relationship_id)


@bp.post("/polls/<poll_id>/settle")
def settle(poll_id: str) -> Response:
    """Book the winner now."""
    services().polls.settle_now(PollId(poll_id), actor=actor())
    return then("polls.show", "poll-booked", poll_id=poll_id)


def _count(form: Form | None) -> int | None:
    """Return the number of people that was sent; None for what is none."""
    sent = form.value("quorum") if form else ""
    return int(sent) if sent.isdecimal() and len(sent) <= len("20") else None


def _new(relationship_id: str, form: Form | None) -> Response:
    """Show the form: with its defaults at first, with what was sent afterwards."""
    asked = request.args.get("quorum", None, int)
    facts, quorum = _options(relationship_id, _count(form) or asked)
    count = len(facts[0].people)
    if form is None:
        first = [one.span.starts_at.isoformat() for one in facts[1][:FIRST_CHOSEN]]
        form = Form.filled({"slots": first, "quorum": quorum, "days": 2})
    return form_page(
        facts[0].relationship,
        "polls/new.html",
        status=422 if form.errors else 200,
        form=form,
        relationship_id=relationship_id,
        people=[facts[0].people[m.person_id] for m in facts[0].relationship.members],
        options=[(one, _about(one, facts[0])) for one in facts[1]],
        elsewhere=lambda option: elsewhere(option.span, facts[0]),
        quorums=[(n, _quorum(n, count)) for n in range(2, count + 1)],
        deadlines=[(n, ngettext("One day", "%(num)s days", n)) for n in (1, 2, 3, 5, 7)],
        zone=facts[0].zone(actor().person_id),
        length=facts[0].terms.length_min,
    )


def _options(relationship_id: str, asked: int | None) -> tuple[tuple[Facts, list[Option]], int]:
    key, free_time = RelationshipId(relationship_id), services().free_time
    quorum = asked if asked is not None and 2 <= asked <= 20 else 0
    if not quorum:  # most of them, unless somebody says how many
        people = services().relationships.page(key, actor=actor()).people
        quorum = usual_quorum(len(people))
    found = free_time.for_a_vote(key, actor=actor(), quorum=quorum, count=MOST_SLOTS)
    return found, min(quorum, len(found[0].people))


def _quorum(n: int, count: int) -> str:
    if n == count:
        return _("Everybody (%(n)s)", n=n)
    return _("At least %(n)s of %(count)s", n=n, count=count)


def _about(option: Option, facts: Facts) -> str:
    """Return what is known of a time: a calendar that nobody could read is not called free."""
    count = len(facts.people)
    if option.unsure:
        return ngettext("not known for one", "not known for %(num)s", len(option.unsure))
    if option.away:
        words = _(
            "%(n)s of %(count)s are not known to be busy", n=count - len(option.away), count=count
        )
    else:
        words = _("nobody is known to be busy")
    if option.outside:
        late = names([facts.people[who] for who in option.outside])
        return _("%(words)s, an unusual hour for %(names)s", words=words, names=late)
    return words


def elsewhere(span: Span, facts: Facts) -> list[str]:
    """Return the time on the others' clocks where they differ, with their cities."""
    mine = facts.zone(actor().person_id)
    zones = dict.fromkeys(facts.zone(m.person_id) for m in facts.relationship.members)
    return [
        f"{hour(span.starts_at, zone)} {city(zone)}"
        for zone in zones
        if not same_clock(span, zone, mine)
    ]


def _page(facts: PollPage, *, status: int = 200, unread: bool = False) -> Response:
    poll, me = facts.poll, actor().person_id
    people = [facts.facts.people[m.person_id] for m in facts.facts.relationship.members]
    lines = [_line(facts, at, people) for at in facts.shown]
    waiting = [one for one in people if one.person_id not in poll.votes]
    best = max((len(x.yes) + len(x.maybe) for x in lines), default=0)
    return page(
        "polls/show.html",
        status=status,
        page=facts,
        poll=poll,
        people=people,
        lines=lines,
        waiting=waiting,
        waits_for_me=me not in poll.votes,
        offer=len(people) == 2 and poll.made_by != me and poll.is_offer and bool(lines),
        maker=facts.facts.people.get(poll.made_by),
        reached=best >= poll.quorum,
        unread=unread,
        elsewhere=lambda span: elsewhere(span, facts.facts),
        zone=facts.facts.zone(me),
        me=me,
    )


def _line(facts: PollPage, at: int, people: list[Person]) -> Line:
    votes = facts.poll.votes

    def who(answer: Answer) -> tuple[Person, ...]:
        said = (one for one in people if one.person_id in votes)
        return tuple(one for one in said if votes[one.person_id][at] is answer)

    mine = votes.get(actor().person_id)
    return Line(
        at,
        facts.poll.slots[at],
        who(Answer.YES),
        who(Answer.MAYBE),
        who(Answer.NO),
        mine[at] if mine else None,
    )
