"""Forgetting what was kept for long enough, each kind after its own time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select, update

from plugin.mentoring.programme import Stage
from plugin.ports.privacy import Ending
from plugin.store import tables
from plugin.store.relationship_keys import RelationshipKeys
from plugin.store.tables import relationship_key

WRITTEN: Final = (
    tables.note_part, tables.note, tables.message, tables.exchange,
    tables.idea_vote, tables.idea, tables.board,
    tables.showing_word, tables.showing_asked, tables.showing,
    tables.project_part, tables.project,
    tables.goal_review, tables.goal_word, tables.goal_sharing, tables.goal,
    tables.promise, tables.walk, tables.feedback, tables.agreement_part,
    tables.question, tables.answer, tables.introduction, tables.portfolio_word,
    tables.agreed_link, tables.shared_link, tables.recording_link, tables.meeting_ways,
    tables.signature, tables.agreement_text, tables.agreement,
)  # fmt: skip
"""What people wrote to one another; what refers to another of these comes first."""
TRAINED: Final = (
    tables.training_progress, tables.training_waiver, tables.mentor_request,
    tables.partner_wish, tables.exclusion,
)  # fmt: skip
"""What people answered for themselves, why one was let pass, whom they asked or wished
for, and who was not to be matched with whom."""


class Keeping(RelationshipKeys):
    """Deletes what has been kept for long enough."""

    def endings(self) -> Sequence[Ending]:
        """Return programmes that are closed, with the day they ended."""
        table = tables.programme
        closed = self._mine(table, stage=Stage.CLOSED) & table.c.ends_on.is_not(None)
        query = select(table.c.programme_id, table.c.title, table.c.ends_on).where(closed)
        return [Ending(x.programme_id, x.title, x.ends_on) for x in self._all(query)]

    def forget_written(self, *, ended_before: date) -> Mapping[str, int]:
        """Delete what was written in programmes that ended before that day; returns counts.

        That people met, and when, stays; what they said does not, and with the relationship's key
        it opens in no backup either.
        """
        over, pairs = self._over(ended_before), self._within(ended_before)
        promised, aims, requested = tables.promise, tables.goal, tables.mentor_request
        task, step, word = tables.todo_task, tables.todo_step, tables.request_word
        of_them = select(promised.c.promise_id).where(
            self._mine(promised), promised.c.relationship_id.in_(pairs)
        )
        of_goals = select(aims.c.goal_id).where(self._mine(aims), aims.c.relationship_id.in_(pairs))
        asked = select(requested.c.request_id).where(
            self._mine(requested), requested.c.programme_id.in_(over)
        )
        counts = {task.name: self._gone(task, task.c.promise_id.in_(of_them))}
        counts[step.name] = self._gone(step, step.c.goal_id.in_(of_goals))
        counts |= {one.name: self._gone(one, one.c.relationship_id.in_(pairs)) for one in WRITTEN}
        counts[word.name] = self._gone(word, word.c.request_id.in_(asked))
        counts |= {one.name: self._gone(one, one.c.programme_id.in_(over)) for one in TRAINED}
        session, answers = tables.mentoring_session, tables.enrolment
        bare = update(session).where(
            self._mine(session), session.c.relationship_id.in_(pairs), session.c.agenda.is_not(None)
        )
        counts["agenda"] = self._connection.execute(bare.values(agenda=None)).rowcount
        counts["profile"] = self._gone(answers, answers.c.programme_id.in_(over))
        counts["relationship_key"] = self._destroy(relationship_key.c.relationship_id.in_(pairs))
        return {name: count for name, count in counts.items() if count}

    def forget_old(self, *, drafts: datetime, log: datetime, now: datetime) -> Mapping[str, int]:
        """Delete drafts and log lines from before these moments, and what ran out by now.

        That is copies, and for whom a link was made that nobody used. Returns counts.
        """
        draft, audit, events = tables.match_draft, tables.audit, tables.event_log
        copy = tables.data_export
        stale = update(copy).where(
            self._mine(copy), copy.c.expires_at <= now, copy.c.bundle.is_not(None)
        )
        link = tables.guest_link
        over = link.c.expires_at <= now, link.c.accepted_at.is_(None), link.c.memo.is_not(None)
        unused = update(link).where(self._mine(link), *over)
        bare = {"memo": None, "version": link.c.version + 1}
        counts = {
            "draft": self._gone(draft, draft.c.made_at < drafts),
            "audit": self._gone(audit, audit.c.at < log),
            "log": self._gone(events, events.c.at < log),
            "copy": self._connection.execute(stale.values(bundle=None)).rowcount,
            "memo": self._connection.execute(unused.values(bare)).rowcount,
        }
        return {name: count for name, count in counts.items() if count}

    def _gone(self, table: Any, when: ColumnElement[bool]) -> int:
        return self._connection.execute(delete(table).where(self._mine(table), when)).rowcount
