"""A typed client for the part of Microsoft Graph v1.0 this tool uses, and nothing about mentoring.

Imports msal (in `tokens` only), requests, marshmallow and tzlocal. README.md says which page each
module follows. What an answer means for a relationship is decided in `plugin.gateways`.
"""

from graph.accounts import Account, CacheKey, Certificate, Locks, Registration, TokenCaches
from graph.activity import Activities, Activity
from graph.attendance import Attendance, MeetingReport, Stay
from graph.batch import Batch, Outcome
from graph.calendar import Calendar
from graph.capabilities import CAPABILITIES, Capability
from graph.clouds import CLOUDS, GLOBAL, CloudProfile, browser_url, sandbox
from graph.errors import (
    GraphAccountRefusedError,
    GraphConflictError,
    GraphContractError,
    GraphError,
    GraphForbiddenError,
    GraphNoMailboxError,
    GraphNotFoundError,
    GraphOutcomeUnknownError,
    GraphSetupError,
    GraphSignInNeededError,
    GraphUnavailableError,
)
from graph.events import Attendee, Event, EventChange, EventDraft, Invitee, Reply, When
from graph.files import Drive, Files, Folder, Grant, Recipient, folder_name
from graph.mailbox import Mailbox, MailboxSettings, WorkingHours
from graph.meetings import Meeting, Meetings
from graph.notifications import (
    ChangeNotice,
    LifecycleNotice,
    NotificationTooLargeError,
    NotificationUnreadableError,
    Received,
    ValidationTokenError,
    received,
    validation_token,
)
from graph.people import DirectoryPerson, People
from graph.permissions import (
    app_permissions,
    application_scopes,
    capabilities_up_to,
    delegated_scopes,
    level_reached,
    missing,
    reasons,
    scopes_by_choice,
)
from graph.recurrence import Weekly
from graph.schedule import Busy, Schedule, Unknown, Window
from graph.sign_in import SignedIn, SignIn, Started
from graph.subscriptions import Subscription, SubscriptionDraft, Subscriptions, events_of
from graph.tasks import Task, TaskChanges, TaskDraft, TaskList, ToDo
from graph.tokens import AppTokens, DelegatedTokens, Entra
from graph.transport import Request, Tokens, Transport

__all__ = [
    "CAPABILITIES",
    "CLOUDS",
    "GLOBAL",
    "Account",
    "Activities",
    "Activity",
    "AppTokens",
    "Attendance",
    "Attendee",
    "Batch",
    "Busy",
    "CacheKey",
    "Calendar",
    "Capability",
    "Certificate",
    "ChangeNotice",
    "CloudProfile",
    "DelegatedTokens",
    "DirectoryPerson",
    "Drive",
    "Entra",
    "Event",
    "EventChange",
    "EventDraft",
    "Files",
    "Folder",
    "Grant",
    "GraphAccountRefusedError",
    "GraphConflictError",
    "GraphContractError",
    "GraphError",
    "GraphForbiddenError",
    "GraphNoMailboxError",
    "GraphNotFoundError",
    "GraphOutcomeUnknownError",
    "GraphSetupError",
    "GraphSignInNeededError",
    "GraphUnavailableError",
    "Invitee",
    "LifecycleNotice",
    "Locks",
    "Mailbox",
    "MailboxSettings",
    "Meeting",
    "MeetingReport",
    "Meetings",
    "NotificationTooLargeError",
    "NotificationUnreadableError",
    "Outcome",
    "People",
    "Received",
    "Recipient",
    "Registration",
    "Reply",
    "Request",
    "Schedule",
    "SignIn",
    "SignedIn",
    "Started",
    "Stay",
    "Subscription",
    "SubscriptionDraft",
    "Subscriptions",
    "Task",
    "TaskChanges",
    "TaskDraft",
    "TaskList",
    "ToDo",
    "TokenCaches",
    "Tokens",
    "Transport",
    "Unknown",
    "ValidationTokenError",
    "Weekly",
    "When",
    "Window",
    "WorkingHours",
    "app_permissions",
    "application_scopes",
    "browser_url",
    "capabilities_up_to",
    "delegated_scopes",
    "events_of",
    "folder_name",
    "level_reached",
    "missing",
    "reasons",
    "received",
    "sandbox",
    "scopes_by_choice",
    "validation_token",
]
