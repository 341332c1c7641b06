"""What is kept of whom: every column with its class, for data protection officers."""

from typing import Any, Final

from sqlalchemy import Column, LargeBinary, Table

from plugin.store.personal import PLACES
from plugin.store.tables import metadata

SECRET: Final = "secret"  # noqa: S105 - the name of a class
CONFIDED: Final = "confided"
PERSONAL: Final = "personal"
FACT: Final = "fact"
KEY: Final = "key"
PLAIN: Final = "plain"
CLASSES: Final = {
    SECRET: "opens something; sealed, or kept as a hash only; in nobody's copy",
    CONFIDED: "what people write; sealed for its tenant and row; closed to coordinators",
    PERSONAL: "says something about a person",
    FACT: "that and when something happened, without words",
    KEY: "stands for a person or thing, and means nothing outside",
    PLAIN: "says nothing about anybody",
}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SECRET: Final = _words(
    """
    data_key pem secret blob bundle csrf handle_hash browser_hash agent_hash ticket_hash
    state_hash nonce_hash storage_hash secret_hash claims request
    """
)
_PERSONAL: Final = _words(
    """
    shares language backup before choices busy_only
    rhythm hour mail feed name name_key groups email subject zone locale role is_test address
    kept_subject other_subject
    object_id entra_tenant_id launched_as listed_as told told_since kept_at active profile
    side capacity ready_at quiet full_percent video_week_min answers held score given
    stamped_at given_at withdrawn_at said_at signed_at joined_at seen_at theme thread
    starts_at ends_at told_starts_at told_ends_at before_starts_at before_ends_at paused_until
    since replies linked_at needs_sign_in_since kind shared themes pairs unplaced reasons waiting
    looked_at open_to earlier told_people asked slots category counts facts wanted agreed word
    parts seen
    """
)
_FACTS: Final = _words(
    """
    platform to_backup switched_at keys_destroyed adopted
    stopped_at due_at useful_until batch expected_at snoozed_until answered_at closed_at
    other_said_at ended_at
    urgent added_at answer_by asked_at asked_by at bound_at bound_by changed_at changed_by
    checked_at confirmed_by created_at deadline decided_at done_at due_on error event
    expires_at found_at generation heard_at in_frame join_url last launch made_at made_by
    missing_since noted_at number passed_on_at position problem proposed_at quorum raised_at
    read_at recorded_at sent_at sequence settled_at state status sync taken_at tell_at
    told_cancelled tried_at until used_at medium finished_at run_at needed_at payload saved_at host
    admin_of people_read unread leaving refusal probe stage frame_origin agreed method channel
    etag ical_uid page attested begun_at waived_by waived_at
    accepted_at ended_at guest_of referred admitted_at settled_at
    looks look_at turns told_before clock weeks total made characters separator done gone removed_at
    """
)
_PLAIN: Final = _words(
    """
    news thing way again algorithms attempts auth_url bounds claim claimed_until cloud
    column_url copied_from depth ends_on extra_audiences family fence folder formal format
    changes_url formats goals grade_scopes granted groups_url hash hidden issuer job_key jwks_url
    label lease_until length_min life line_items_url link memberships_url origin owner percent
    planned previous proof proposal purpose review roster_at roster_state settings skills
    starts_on storage_target succeeds successor target target_link_uri template text text_hash
    times title token_audience token_url trouble_at turn url use value version weights
    whole_at whole_url sides minutes required numbers
    """
)
_KEYS: Final = frozenset({"about", "actor", "open_for"})
_PLAIN_NAMES: Final = {"registration.name", "tenant.name", "tenant.people"}


def class_of(column: "Column[Any]") -> str | None:
    """Return the class of a column, or None for one that nobody has thought about."""
    where = f"{column.table.name}.{column.name}"
    if column.name in _SECRET:
        return SECRET
    if isinstance(column.type, LargeBinary):
        return CONFIDED
    if where in _PLAIN_NAMES:
        return PLAIN
    if column.foreign_keys or column.name.endswith("_id") or column.primary_key:
        return KEY
    known = ((_PERSONAL, PERSONAL), (_FACTS, FACT), (_PLAIN, PLAIN), (_KEYS, KEY))
    return next((kind for names, kind in known if column.name in names), None)


def inventory() -> dict[str, Any]:
    """Return every table with its columns' classes, and what erasing a person does to it."""
    fates: dict[str, dict[str, str]] = {}
    for place in PLACES:
        fates.setdefault(place.table, {})[place.column] = place.fate.value
    return {
        "classes": CLASSES,
        "tables": {
            table.name: _table(table, fates.get(table.name, {})) for table in metadata.sorted_tables
        },
    }


def _table(table: Table, fates: dict[str, str]) -> dict[str, Any]:
    columns = {column.name: class_of(column) for column in table.columns}
    return {"columns": columns, "erasing": fates} if fates else {"columns": columns}
