"""Every use case, over the ports that the settings fill."""

from collections.abc import Callable
from typing import TypedDict

from config import MailSettings
from lti.tool_configuration import GRADES, ROSTER
from plugin.gateways.kept_sign_ins import KeptSignIns
from plugin.gateways.mail_digests import MailDigests
from plugin.gateways.mail_notes import MailNotes
from plugin.gateways.one_press import OnePress
from plugin.gateways.smtp_post import Security, SmtpPost
from plugin.mentoring.session import Channel, SessionId
from plugin.ports.solving import Solver
from plugin.services.absences import Absences
from plugin.services.accounts import Accounts
from plugin.services.agreements import Agreements
from plugin.services.all import Services
from plugin.services.boards import Boards
from plugin.services.bookings import Bookings
from plugin.services.calendar_feeds import CalendarFeeds
from plugin.services.coaching import Coaching
from plugin.services.connections import ConnectionChecks
from plugin.services.contents import Contents
from plugin.services.editing import Editing
from plugin.services.enrolments import Enrolments
from plugin.services.exchanges import Exchanges
from plugin.services.goals import Goals
from plugin.services.match_runs import MatchRuns
from plugin.services.matching import Matching
from plugin.services.notices import Notices
from plugin.services.open_times import OpenTimes
from plugin.services.overviews import Overviews
from plugin.services.own_times import OwnTimes
from plugin.services.participation import Participation
from plugin.services.planning import Planning
from plugin.services.polls import Polls
from plugin.services.portfolio_words import WordsForPortfolios
from plugin.services.preflights import Preflights
from plugin.services.presences import Presences
from plugin.services.programmes import Programmes
from plugin.services.projects import Projects
from plugin.services.promises import Promises
from plugin.services.recordings import Recordings
from plugin.services.records import Records
from plugin.services.registrations import Registrations
from plugin.services.relationships import Relationships
from plugin.services.reminders import Reminders
from plugin.services.replies import Replies
from plugin.services.running import ALONE
from plugin.services.searches import Searches
from plugin.services.sessions import Sessions
from plugin.services.showings import Showings
from plugin.services.stages import Stages
from plugin.services.tabs import Tabs
from plugin.services.takeaways import TakeAways
from plugin.services.todo import ToDo
from plugin.services.together import Together
from plugin.services.watching import Watching
from plugin.store.connections import SqlConnections
from plugin.store.platform_invitations import SqlPlatformInvitations
from plugin.store.platforms import SqlPlatforms
from plugin.wiring.answers import letters_of
from plugin.wiring.house import House, new_id, utc_now
from plugin.wiring.learning import of_learning
from plugin.wiring.lms import Lms, of_lms
from plugin.wiring.meeting import Meeting, of_meeting
from plugin.wiring.microsoft import Microsoft, preflight_of
from plugin.wiring.papers import of_documents
from plugin.wiring.private import private_services
from plugin.wiring.todo import todo_of


def _no_solver() -> Solver:
    raise RuntimeError("only a worker solves")


def build_services(
    house: House, microsoft: Microsoft | None, solver: Callable[[], Solver] = _no_solver
) -> Services:
    """Build every use case; `microsoft` is None at level 0, and only a worker has a `solver`."""
    store, clock = house.store, utc_now
    calendars = microsoft.calendars if microsoft else None
    with_places = microsoft is not None and microsoft.keeps_folders
    accounts, planning = _accounts(house, microsoft), _planning(microsoft)
    return Services(
        absences=Absences(store=store, clock=clock, planning=planning),
        accounts=accounts,
        agreements=Agreements(store=store, clock=clock, planning=planning),
        bookings=_bookings(house, microsoft),
        editing=Editing(store=store),
        connections=connections_of(house),
        enrolments=Enrolments(store=store, clock=clock, new_id=new_id),
        match_runs=MatchRuns(store=store, clock=clock, solver=solver),
        matching=Matching(store=store, clock=clock, new_id=new_id, with_places=with_places),
        open_times=OpenTimes(store=store, clock=clock, planning=planning),
        overviews=Overviews(store=store, clock=clock, reads=house.reads),
        participation=Participation(store=store, clock=clock),
        own_times=OwnTimes(store=store, clock=clock),
        polls=Polls(store=store, clock=clock, planning=planning),
        preflights=Preflights(preflight=preflight_of(house)),
        programmes=Programmes(store=store, clock=clock, new_id=new_id),
        recordings=Recordings(store=store, clock=clock, calendars=calendars),
        registrations=registrations_of(house),
        relationships=Relationships(store=store, clock=clock),
        sessions=Sessions(store=store, clock=clock, new_id=new_id, channel=planning.channel),
        stages=Stages(store=store, clock=clock, new_id=new_id),
        tabs=Tabs(store=store, clock=clock, reads=house.reads),
        watching=Watching(store=store, clock=clock, calendars=calendars),
        **of_lms(house, with_places=with_places),
        **of_learning(house, planning, with_places=with_places),
        **_meeting(house, microsoft, planning),
        presences=Presences(
            store=store, clock=clock, reports=microsoft.reports if microsoft else None
        ),
        **of_documents(house, microsoft),
        **_talk(house),
        **_telling(house, microsoft),
        **private_services(house, accounts, planning),
    )


def _planning(microsoft: Microsoft | None) -> Planning:
    return Planning(new_id=new_id, channel=Channel.OUTLOOK if microsoft else Channel.MAIL)


class _Talk(TypedDict):
    boards: Boards
    coaching: Coaching
    contents: Contents
    exchanges: Exchanges
    goals: Goals
    searches: Searches
    takeaways: TakeAways
    words_for_portfolios: WordsForPortfolios
    projects: Projects
    promises: Promises
    records: Records
    replies: Replies
    showings: Showings
    together: Together


def _talk(house: House) -> _Talk:
    """Build what people say to one another in a relationship."""
    store, clock = house.store, utc_now
    return _Talk(
        boards=Boards(store=store, clock=clock, new_id=new_id),
        coaching=Coaching(store=store, clock=clock, new_id=new_id),
        contents=Contents(store=store, clock=clock, new_id=new_id),
        exchanges=Exchanges(store=store, clock=clock, new_id=new_id),
        goals=Goals(store=store, clock=clock, new_id=new_id),
        searches=Searches(store=store),
        takeaways=TakeAways(store=store, clock=clock),
        words_for_portfolios=WordsForPortfolios(store=store, clock=clock),
        projects=Projects(store=store, clock=clock, new_id=new_id),
        promises=Promises(store=store, clock=clock, new_id=new_id),
        records=Records(store=store, clock=clock, new_id=new_id),
        replies=Replies(store=store, clock=clock, presses=_presses(house)),
        showings=Showings(store=store, clock=clock, new_id=new_id),
        together=Together(store=store, clock=clock, new_id=new_id, presses=_presses(house)),
    )


def registrations_of(house: House) -> Registrations:
    """Build what commands and the registration pages need of the services, and nothing else."""
    return Registrations(
        invitations=SqlPlatformInvitations(database=house.database),
        platforms=SqlPlatforms(database=house.database, changed=house.registrations.forget),
        store=house.store,
        clock=utc_now,
        new_id=new_id,
    )


def connections_of(house: House) -> ConnectionChecks:
    """Build what commands and pages need to look after the connections to platforms."""
    return ConnectionChecks(
        connections=SqlConnections(database=house.database),
        probes=Lms(house).probes(),
        registrations=registrations_of(house),
        clock=utc_now,
        scopes={one.key: one.scopes for one in (ROSTER, GRADES)},
    )


def _accounts(house: House, microsoft: Microsoft | None) -> Accounts:
    mail = house.settings.mail
    url = house.settings.public_url
    return Accounts(
        store=house.store,
        clock=utc_now,
        new_id=new_id,
        calendars=microsoft.calendars if microsoft else None,
        running=microsoft.running if microsoft else ALONE,
        sign_ins=KeptSignIns(microsoft.caches.forget) if microsoft else None,
        owners=microsoft.owners if microsoft else None,
        notes=MailNotes(public_url=url, sender=mail.sender) if mail else None,
        post=_post(mail) if mail else None,
    )


class _Telling(TypedDict):
    calendar_feeds: CalendarFeeds
    notices: Notices
    reminders: Reminders
    todo: ToDo


def _telling(house: House, microsoft: Microsoft | None) -> _Telling:
    """Build what tells people."""
    mails = house.settings.mail is not None
    url = house.settings.public_url
    return _Telling(
        calendar_feeds=CalendarFeeds(
            store=house.store,
            clock=utc_now,
            new_id=new_id,
            presses=_presses(house),
            link_to=lambda session: f"{url}/s/{session}",
        ),
        notices=notices_of(house, microsoft),
        reminders=Reminders(store=house.store, clock=utc_now, mails=mails),
        todo=todo_of(house, microsoft),
    )


def _presses(house: House) -> OnePress:
    key = house.derived_key(b"alongside one press")
    return OnePress(public_url=house.settings.public_url, key=key)


def notices_of(house: House, microsoft: Microsoft | None = None) -> Notices:
    """Build what tells people, for commands too."""
    mail, url = house.settings.mail, house.settings.public_url
    return Notices(
        store=house.store,
        clock=utc_now,
        presses=_presses(house),
        digests=MailDigests(public_url=url, sender=mail.sender) if mail else None,
        post=_post(mail) if mail else None,
        feed=microsoft.feed if microsoft else None,
    )


def _bookings(house: House, microsoft: Microsoft | None) -> Bookings:
    settings, mail = house.settings, house.settings.mail

    def link_to(session: SessionId) -> str:
        return f"{settings.public_url}/s/{session}"

    return Bookings(
        store=house.store,
        clock=utc_now,
        calendars=microsoft.calendars if microsoft else None,
        letters=letters_of(house, mail) if mail else None,
        post=_post(mail) if mail else None,
        presses=_presses(house),
        running=microsoft.running if microsoft else ALONE,
        link_to=link_to,
    )


def _meeting(house: House, microsoft: Microsoft | None, planning: Planning) -> Meeting:
    return of_meeting(
        house,
        planning,
        microsoft.calendars if microsoft else None,
        _mailbox(house),
        microsoft.running if microsoft else ALONE,
        microsoft.free_busy if microsoft else None,
    )


def _mailbox(house: House) -> SmtpPost | None:
    return _post(house.settings.mail) if house.settings.mail else None


def _post(mail: MailSettings) -> SmtpPost:
    return SmtpPost(
        host=mail.host,
        port=mail.port,
        security=Security(mail.security.value),
        username=mail.username,
        password=mail.password.reveal() if mail.password else None,
        sender=mail.sender,
    )
