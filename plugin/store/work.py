"""One transaction with everything a service may ask of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select

from plugin.store.absences import Absences
from plugin.store.accounts import Accounts
from plugin.store.adopting import Adoptings
from plugin.store.agreements import Agreements
from plugin.store.arrivals import Arrivals
from plugin.store.asking import Asking
from plugin.store.audit import Auditing
from plugin.store.boards import Boards
from plugin.store.course_groups import CourseGroups
from plugin.store.document_links import DocumentLinks
from plugin.store.drafts import Drafts
from plugin.store.enrolments import Enrolments
from plugin.store.exchanges import Exchanges
from plugin.store.goals import Goals
from plugin.store.growing import Growing
from plugin.store.guests import Guests
from plugin.store.keeping import Keeping
from plugin.store.letters import Letters
from plugin.store.links import Links
from plugin.store.match_runs import MatchRuns
from plugin.store.mentor_requests import MentorRequests
from plugin.store.notices import Notices
from plugin.store.open_times import OpenTimes
from plugin.store.openings import Openings
from plugin.store.own_data import OwnData
from plugin.store.own_times import OwnTimes
from plugin.store.participation import Participation
from plugin.store.passages import Passages
from plugin.store.people_lists import PeopleLists
from plugin.store.places import Places
from plugin.store.polls import Polls
from plugin.store.portfolio_words import PortfolioWordRows
from plugin.store.presences import Presences
from plugin.store.programmes import Programmes
from plugin.store.projects import Projects
from plugin.store.queueing import Queueing
from plugin.store.recordings import Recordings
from plugin.store.relationship_pages import RelationshipPages
from plugin.store.relationships import Relationships
from plugin.store.reminders import Reminders
from plugin.store.rosters import Rosters
from plugin.store.series import AllSeries
from plugin.store.showings import Showings
from plugin.store.subscriptions import Subscriptions
from plugin.store.taking_back import TakingBack
from plugin.store.teams_chats import TeamsChats
from plugin.store.todo import TodoMirrors
from plugin.store.training import Training
from plugin.store.trouble import Trouble
from plugin.store.visits import Visits
from plugin.store.waiting import Waitings
from plugin.store.ways import MeetingWays
from plugin.store.wishes import PartnerWishes


class SqlWork(
    Arrivals,
    Guests,
    PeopleLists,
    Trouble,
    Training,
    Passages,
    Auditing,
    OwnData,
    Openings,
    Keeping,
    Visits,
    Rosters,
    Programmes,
    TeamsChats,
    RelationshipPages,
    Enrolments,
    Drafts,
    MatchRuns,
    MentorRequests,
    PartnerWishes,
    Relationships,
    Agreements,
    AllSeries,
    Links,
    Accounts,
    Adoptings,
    Subscriptions,
    Places,
    Participation,
    DocumentLinks,
    Absences,
    Notices,
    CourseGroups,
    Letters,
    OwnTimes,
    Polls,
    OpenTimes,
    Exchanges,
    Waitings,
    TodoMirrors,
    Goals,
    Projects,
    Boards,
    Showings,
    Growing,
    Asking,
    PortfolioWordRows,
    Recordings,
    Presences,
    TakingBack,
    Reminders,
    MeetingWays,
    Queueing,
):
    """The port `Work`. Each aggregate is a class of its own; they share the transaction only."""

    def rows(self, query: Select[Any], **values: Any) -> Sequence[Row[Any]]:
        """Return what a page reads; `tenant` in the query stands for this one."""
        return self._all(query, tenant=self.tenant_id, **values)
