"""Every table, by noun. Each has a tenant in its key, so that no row is anybody's by accident.

The migrations are written out and do not read these; a test holds the two against each other.
"""

from plugin.store.tables.base import HOUSE, metadata
from plugin.store.tables.between import exchange, message
from plugin.store.tables.boards import board, idea, idea_vote
from plugin.store.tables.connections import connection_report, stray_login
from plugin.store.tables.documents import agreed_link, drive_watch, shared_link
from plugin.store.tables.goals import goal, goal_review, goal_sharing, goal_word
from plugin.store.tables.guests import guest_link
from plugin.store.tables.launches import (
    deployment,
    launch_ticket,
    login_state,
    placement_request,
    registration,
    spent_ticket,
    tool_key,
    visit,
)
from plugin.store.tables.ledger import event_log, job, job_turn, tick
from plugin.store.tables.making import project, project_part, showing, showing_asked, showing_word
from plugin.store.tables.mentor_requests import mentor_request, request_word
from plugin.store.tables.notices import calendar_feed, notice, notice_choice, stopped_address
from plugin.store.tables.outside import (
    account,
    adopting,
    calendar_link,
    letter,
    place,
    subscription,
    token_cache,
)
from plugin.store.tables.participation import reporting, sent_score, sharing
from plugin.store.tables.people import course, course_member, group_reading, person, tenant
from plugin.store.tables.people_lists import people_list, people_list_row
from plugin.store.tables.platforms import (
    notice_handler,
    platform_invitation,
    platform_notice,
    platform_record,
)
from plugin.store.tables.privacy import (
    break_glass,
    data_export,
    erasure,
    key_removal,
    own_key,
    relationship_key,
)
from plugin.store.tables.programmes import coordinator, enrolment, match_draft, match_run, programme
from plugin.store.tables.recordings import recording_consent, recording_link
from plugin.store.tables.relationships import (
    agreement,
    agreement_text,
    membership,
    mentoring_session,
    relationship,
    seat,
    session_series,
    signature,
)
from plugin.store.tables.rosters import absence, roster_proposal, roster_reading
from plugin.store.tables.same_person import alias, doubt, joining
from plugin.store.tables.scheduling import drop_in, own_time, poll, poll_vote, time_proposal
from plugin.store.tables.talk import (
    agreement_part,
    answer,
    content,
    feedback,
    held_word,
    introduction,
    note,
    note_part,
    portfolio_word,
    presence,
    promise,
    question,
    report_asked,
    tenant_content,
    walk,
)
from plugin.store.tables.teams import teams_chat
from plugin.store.tables.todo import todo_list, todo_step, todo_task
from plugin.store.tables.training import training_module, training_progress, training_waiver
from plugin.store.tables.trouble import (
    audit,
    block,
    concern,
    concern_reader,
    exclusion,
    rematch_wish,
    tenant_setting,
)
from plugin.store.tables.ways import meeting_ways, reach, session_switch, tried
from plugin.store.tables.wishes import partner_wish

__all__ = [
    "HOUSE",
    "absence",
    "account",
    "adopting",
    "agreed_link",
    "agreement",
    "agreement_part",
    "agreement_text",
    "alias",
    "answer",
    "audit",
    "block",
    "board",
    "break_glass",
    "calendar_feed",
    "calendar_link",
    "concern",
    "concern_reader",
    "connection_report",
    "content",
    "coordinator",
    "course",
    "course_member",
    "data_export",
    "deployment",
    "doubt",
    "drive_watch",
    "drop_in",
    "enrolment",
    "erasure",
    "event_log",
    "exchange",
    "exclusion",
    "feedback",
    "goal",
    "goal_review",
    "goal_sharing",
    "goal_word",
    "group_reading",
    "guest_link",
    "held_word",
    "idea",
    "idea_vote",
    "introduction",
    "job",
    "job_turn",
    "joining",
    "key_removal",
    "launch_ticket",
    "letter",
    "login_state",
    "match_draft",
    "match_run",
    "meeting_ways",
    "membership",
    "mentor_request",
    "mentoring_session",
    "message",
    "metadata",
    "note",
    "note_part",
    "notice",
    "notice_choice",
    "notice_handler",
    "own_key",
    "own_time",
    "partner_wish",
    "people_list",
    "people_list_row",
    "person",
    "place",
    "placement_request",
    "platform_invitation",
    "platform_notice",
    "platform_record",
    "poll",
    "poll_vote",
    "portfolio_word",
    "presence",
    "programme",
    "project",
    "project_part",
    "promise",
    "question",
    "reach",
    "recording_consent",
    "recording_link",
    "registration",
    "relationship",
    "relationship_key",
    "rematch_wish",
    "report_asked",
    "reporting",
    "request_word",
    "roster_proposal",
    "roster_reading",
    "seat",
    "sent_score",
    "session_series",
    "session_switch",
    "shared_link",
    "sharing",
    "showing",
    "showing_asked",
    "showing_word",
    "signature",
    "spent_ticket",
    "stopped_address",
    "stray_login",
    "subscription",
    "teams_chat",
    "tenant",
    "tenant_content",
    "tenant_setting",
    "tick",
    "time_proposal",
    "todo_list",
    "todo_step",
    "todo_task",
    "token_cache",
    "tool_key",
    "training_module",
    "training_progress",
    "training_waiver",
    "tried",
    "visit",
    "walk",
]
