"""Where people stand in the tables, and what becomes of each row when one of them is erased.

Each reference to a person is listed; a test holds the list against the tables, so that a new table
cannot be forgotten.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import LargeBinary, Table

from plugin.store.tables import metadata


class Fate(StrEnum):
    """What erasing a person does to the rows that name them.

    GOES: the rows are deleted. REMOVED: the words are replaced, the row stays for the others.
    STAYS: the row names a key that leads to nobody any more.
    """

    GOES = "goes"
    REMOVED = "removed"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Place:
    """One column in which people stand.

    Attributes:
        own: whether the row is the person's own, and so in their copy.

    """

    table: str
    column: str
    fate: Fate
    own: bool = True


_GOES: Final = (
    # What refers to another of these comes first.
    "idea_vote.person_id project_part.person_id showing_word.person_id todo_step.person_id"
    " goal_review.made_by goal_sharing.person_id goal.owner goal_word.person_id"
    " todo_task.person_id todo_list.person_id"
    " reach.person_id tried.person_id calendar_feed.person_id"
    " absence.person_id sharing.person_id sent_score.person_id poll_vote.person_id"
    " drop_in.person_id own_time.person_id enrolment.person_id feedback.person_id"
    " agreement_part.person_id answer.person_id introduction.made_by portfolio_word.asked_of"
    " shared_link.added_by"
    " recording_link.added_by letter.person_id subscription.person_id account.person_id"
    " adopting.person_id presence.person_id"
    " block.person_id rematch_wish.person_id course_member.person_id"
    " training_progress.person_id training_waiver.person_id people_list_row.person_id"
    " data_export.person_id notice.person_id notice_choice.person_id guest_link.person_id"
    " request_word.author_id partner_wish.person_id"
    " doubt.person_id alias.person_id joining.kept_id joining.other_id"
)
_GOES_WITH: Final = "portfolio_word.asked_by exclusion.one_id exclusion.other_id"
"""Words of others, for a portfolio that is nobody's any more; and what is told to coordinators."""
_REMOVED: Final = (
    "note.author note_part.person_id message.author exchange.author promise.made_by"
    " concern.raised_by guest_link.made_by"
    " exclusion.made_by break_glass.asked_by board.made_by idea.author showing.made_by"
)
_STAYS_OWN: Final = (
    "membership.person_id signature.person_id agreement_text.proposed_by project.made_by"
    " seat.person_id mentoring_session.organiser calendar_link.organiser poll.made_by"
    " time_proposal.made_by held_word.person_id recording_consent.person_id agreed_link.proposed_by"
    " coordinator.person_id erasure.person_id session_switch.switched_by place.holder_id"
    " showing_asked.person_id mentor_request.mentee_id mentor_request.mentor_id people_list.made_by"
)
_STAYS: Final = (
    # Others wrote these rows, or they would tell what was said about the person in confidence.
    "promise.owner introduction.made_for time_proposal.decided_by block.other_id"
    " partner_wish.other_id"
    " concern_reader.person_id visit.person_id break_glass.decided_by reporting.changed_by"
    " teams_chat.bound_by training_waiver.waived_by joining.made_by"
)
_LAST: Final = "own_key.person_id"
"""Opens what has to be read while the rest is removed."""

PLACES: Final = tuple(
    Place(name.partition(".")[0], name.partition(".")[2], fate, own)
    for names, fate, own in (
        (_GOES, Fate.GOES, True),
        (_GOES_WITH, Fate.GOES, False),
        (_REMOVED, Fate.REMOVED, True),
        (_STAYS_OWN, Fate.STAYS, True),
        (_STAYS, Fate.STAYS, False),
        (_LAST, Fate.GOES, False),
    )
    for name in names.split()
)
SECRETS: Final = frozenset({"secret", "data_key", "pem", "blob", "bundle", "csrf", "secret_hash"})
"""Columns that are in nobody's copy: they open something."""


RELATED: Final = frozenset(
    table.name
    for table in metadata.sorted_tables
    if "relationship_id" in table.c and any(isinstance(x.type, LargeBinary) for x in table.c)
) - {"relationship_key", "concern", "break_glass"}
"""Whose sealed columns belong to a relationship. What is said about one outlives its words."""


def table_of(place: Place) -> Table:
    """Return the table."""
    return metadata.tables[place.table]


def row_name(table: Table, row: object) -> str:
    """Return how a row is called where its sealed values are bound to it."""
    keys = [column.name for column in table.primary_key if column.name != "tenant_id"]
    return "/".join(str(getattr(row, name)) for name in keys)


def relationship_of(table: Table, row: object) -> str | None:
    """Return whose relationship's key seals the row as well; None where there is none."""
    return getattr(row, "relationship_id", None) if table.name in RELATED else None
