"""Which relationships may want a hand of those who coordinate."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, select

from plugin.mentoring.session import SessionState
from plugin.store.moments import Moment
from plugin.store.read_counts import is_agreed
from plugin.store.tables import mentoring_session, relationship, signature


def wants_hand() -> ColumnElement[bool]:
    """Nothing is agreed; or 14 days after agreeing or meeting, nothing is booked."""
    ends_at, lately = mentoring_session.c.ends_at, bindparam("lately", type_=Moment)
    booked = _sessions_of(relationship).where(ends_at > bindparam("now"))
    met_lately = _sessions_of(relationship).where(ends_at > lately)
    just_agreed = exists().where(
        signature.c.tenant_id == relationship.c.tenant_id,
        signature.c.relationship_id == relationship.c.relationship_id,
        signature.c.signed_at > lately,
    )
    quiet = and_(~booked.exists(), ~met_lately.exists(), ~just_agreed)
    return case((~is_agreed(), True), else_=quiet)


def _sessions_of(table: Any) -> Select[Any]:
    return select(mentoring_session.c.session_id).where(
        mentoring_session.c.tenant_id == table.c.tenant_id,
        mentoring_session.c.relationship_id == table.c.relationship_id,
        mentoring_session.c.state == SessionState.PLANNED,
    )
