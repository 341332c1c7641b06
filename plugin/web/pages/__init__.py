"""Pages for people. They know services, not protocols or storage."""

from flask import Blueprint

from plugin.web.pages.account import bp as account
from plugin.web.pages.agreements import bp as agreements
from plugin.web.pages.answers import bp as answers
from plugin.web.pages.backgrounds import bp as backgrounds
from plugin.web.pages.boards import bp as boards
from plugin.web.pages.calendar_feed import bp as own_calendar
from plugin.web.pages.coaching import bp as coaching
from plugin.web.pages.concerns import bp as concerns
from plugin.web.pages.contents import bp as contents
from plugin.web.pages.contents import of_institution
from plugin.web.pages.course_groups import bp as course_groups
from plugin.web.pages.documents import bp as documents
from plugin.web.pages.drop_in import bp as drop_in
from plugin.web.pages.exact_times import bp as exact_times
from plugin.web.pages.exchanges import bp as exchanges
from plugin.web.pages.exclusions import bp as exclusions
from plugin.web.pages.fairness import bp as fairness
from plugin.web.pages.fares import bp as fares
from plugin.web.pages.goals import bp as goals
from plugin.web.pages.guests import bp as guests
from plugin.web.pages.helper import bp as helper
from plugin.web.pages.home import bp as home
from plugin.web.pages.matching import bp as matching
from plugin.web.pages.meeting_panel import bp as panel
from plugin.web.pages.members import bp as members
from plugin.web.pages.members import circles
from plugin.web.pages.mentor_requests import mentors, requests
from plugin.web.pages.notes import bp as notes
from plugin.web.pages.notices import bp as notices
from plugin.web.pages.openings import bp as openings
from plugin.web.pages.own_time import bp as own_time
from plugin.web.pages.participation import bp as participation
from plugin.web.pages.people_lists import bp as people_lists
from plugin.web.pages.placed import bp as placed
from plugin.web.pages.polls import bp as polls
from plugin.web.pages.portfolio_words import bp as portfolio_words
from plugin.web.pages.preflight import bp as preflight
from plugin.web.pages.privacy import bp as privacy
from plugin.web.pages.profile import bp as profile
from plugin.web.pages.programmes import bp as programmes
from plugin.web.pages.projects import bp as projects
from plugin.web.pages.promises import bp as promises
from plugin.web.pages.recordings import bp as recordings
from plugin.web.pages.records import bp as records
from plugin.web.pages.referrals import bp as referrals
from plugin.web.pages.relationships import bp as relationships
from plugin.web.pages.roster import bp as roster
from plugin.web.pages.same_person import bp as same_person
from plugin.web.pages.series import bp as series
from plugin.web.pages.sessions import bp as sessions
from plugin.web.pages.settings import bp as settings
from plugin.web.pages.showings import bp as showings
from plugin.web.pages.side_by_side import bp as side_by_side
from plugin.web.pages.stages import bp as stages
from plugin.web.pages.support import bp as support
from plugin.web.pages.tables import bp as tables
from plugin.web.pages.takeaways import bp as takeaways
from plugin.web.pages.teams import bp as teams
from plugin.web.pages.times import bp as times
from plugin.web.pages.together import bp as together
from plugin.web.pages.training import bp as training
from plugin.web.pages.training_desk import bp as training_desk
from plugin.web.pages.trouble import bp as trouble
from plugin.web.pages.ways import bp as ways
from plugin.web.pages.wishes import bp as wishes

BLUEPRINTS: tuple[Blueprint, ...] = (
    home,
    programmes,
    settings,
    stages,
    roster,
    guests,
    people_lists,
    tables,
    same_person,
    referrals,
    participation,
    course_groups,
    profile,
    matching,
    backgrounds,
    exclusions,
    fairness,
    mentors,
    requests,
    wishes,
    relationships,
    documents,
    members,
    side_by_side,
    circles,
    agreements,
    teams,
    panel,
    answers,
    times,
    sessions,
    records,
    notes,
    promises,
    exchanges,
    goals,
    boards,
    projects,
    showings,
    takeaways,
    portfolio_words,
    together,
    coaching,
    contents,
    of_institution,
    training,
    training_desk,
    helper,
    account,
    preflight,
    privacy,
    trouble,
    openings,
    fares,
    concerns,
    support,
    placed,
    own_time,
    notices,
    own_calendar,
    recordings,
    exact_times,
    polls,
    drop_in,
    ways,
    series,
)
"""Every page of a visit; the application puts `/l/<handle>` before them."""
