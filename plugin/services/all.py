"""Every use case of the tool, as one value that pages and workers are given."""

from dataclasses import dataclass

from plugin.services.absences import Absences
from plugin.services.accounts import Accounts
from plugin.services.adoption import Adoption
from plugin.services.agreements import Agreements
from plugin.services.backgrounds import Backgrounds
from plugin.services.boards import Boards
from plugin.services.bookings import Bookings
from plugin.services.break_glass import BreakGlass
from plugin.services.calendar_feeds import CalendarFeeds
from plugin.services.coaching import Coaching
from plugin.services.concerns import Concerns
from plugin.services.connections import ConnectionChecks
from plugin.services.contents import Contents
from plugin.services.copies import Copies
from plugin.services.course_groups import CourseGroups
from plugin.services.documents import Documents
from plugin.services.editing import Editing
from plugin.services.enrolments import Enrolments
from plugin.services.exchanges import Exchanges
from plugin.services.exclusions import Exclusions
from plugin.services.fairness import Fairness
from plugin.services.free_time import FreeTime
from plugin.services.goals import Goals
from plugin.services.guests import Guests
from plugin.services.health import Healths
from plugin.services.helper import Helper
from plugin.services.match_runs import MatchRuns
from plugin.services.matching import Matching
from plugin.services.memberships import Memberships
from plugin.services.mentor_circles import MentorCircles
from plugin.services.mentor_requests import MentorRequests
from plugin.services.notices import Notices
from plugin.services.open_times import OpenTimes
from plugin.services.overviews import Overviews
from plugin.services.own_times import OwnTimes
from plugin.services.participation import Participation
from plugin.services.people_lists import PeopleLists
from plugin.services.places import Places
from plugin.services.polls import Polls
from plugin.services.portfolio_words import WordsForPortfolios
from plugin.services.preflights import Preflights
from plugin.services.presences import Presences
from plugin.services.privacy import Privacy
from plugin.services.programmes import Programmes
from plugin.services.projects import Projects
from plugin.services.promises import Promises
from plugin.services.recordings import Recordings
from plugin.services.records import Records
from plugin.services.referrals import Referrals
from plugin.services.registrations import Registrations
from plugin.services.relationships import Relationships
from plugin.services.reminders import Reminders
from plugin.services.replies import Replies
from plugin.services.reports import Reports
from plugin.services.retention import Retention
from plugin.services.rosters import Rosters
from plugin.services.same_person import SamePersons
from plugin.services.searches import Searches
from plugin.services.series import Series
from plugin.services.sessions import Sessions
from plugin.services.showings import Showings
from plugin.services.side_by_side import SideBySide
from plugin.services.stages import Stages
from plugin.services.support import Support
from plugin.services.tables import Tables
from plugin.services.tabs import Tabs
from plugin.services.takeaways import TakeAways
from plugin.services.todo import ToDo
from plugin.services.together import Together
from plugin.services.training import Training
from plugin.services.training_desk import TrainingDesk
from plugin.services.trouble import Trouble
from plugin.services.undoing import Undoing
from plugin.services.watching import Watching
from plugin.services.ways import MeetingWays
from plugin.services.wishes import PartnerWishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Every use case, built once per process by `plugin.wiring`."""

    absences: Absences
    accounts: Accounts
    adoption: Adoption
    agreements: Agreements
    backgrounds: Backgrounds
    boards: Boards
    bookings: Bookings
    editing: Editing
    break_glass: BreakGlass
    concerns: Concerns
    connections: ConnectionChecks
    documents: Documents
    calendar_feeds: CalendarFeeds
    coaching: Coaching
    contents: Contents
    copies: Copies
    course_groups: CourseGroups
    enrolments: Enrolments
    exchanges: Exchanges
    exclusions: Exclusions
    fairness: Fairness
    free_time: FreeTime
    guests: Guests
    match_runs: MatchRuns
    health: Healths
    helper: Helper
    matching: Matching
    notices: Notices
    open_times: OpenTimes
    memberships: Memberships
    mentor_circles: MentorCircles
    mentor_requests: MentorRequests
    overviews: Overviews
    participation: Participation
    people_lists: PeopleLists
    own_times: OwnTimes
    places: Places
    polls: Polls
    preflights: Preflights
    presences: Presences
    privacy: Privacy
    programmes: Programmes
    projects: Projects
    promises: Promises
    records: Records
    recordings: Recordings
    referrals: Referrals
    registrations: Registrations
    relationships: Relationships
    reminders: Reminders
    replies: Replies
    reports: Reports
    retention: Retention
    rosters: Rosters
    same_person: SamePersons
    goals: Goals
    searches: Searches
    takeaways: TakeAways
    words_for_portfolios: WordsForPortfolios
    series: Series
    sessions: Sessions
    showings: Showings
    stages: Stages
    side_by_side: SideBySide
    support: Support
    tables: Tables
    tabs: Tabs
    todo: ToDo
    together: Together
    training: Training
    training_desk: TrainingDesk
    trouble: Trouble
    undoing: Undoing
    watching: Watching
    ways: MeetingWays
    wishes: PartnerWishes
