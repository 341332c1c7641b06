"""Doing what is due: claim a job, call its handler, write down how it ended."""

import logging
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Protocol

from plugin.jobs import crash_points
from plugin.ports.errors import OutsideError, TryLaterError
from plugin.ports.values import Clock, Job

Handler = Callable[[Job], object]
Together = Callable[[Sequence[Job]], Handler]
MOST_TOGETHER = 640
"""Of one tenant before another has its turn, and how many are in memory at once."""
MOST_ATTEMPTS = 8
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 3600.0
_log = logging.getLogger(__name__)


class Ledger(Protocol):
    """What is due, and how it ended. Each write is refused (False) once the lease was lost."""

    def claim(self, owner: str, kinds: Collection[str]) -> Job | None:
        """Take the next due job of these kinds, or None."""
        ...

    def claim_more(self, job: Job, owner: str, *, most: int) -> Sequence[Job]:
        """Take what else of this tenant and kind is due, the most needed first."""
        ...

    def heartbeat_all(self, jobs: Sequence[Job], owner: str) -> int:
        """Make their leases last from now; returns how many are held yet."""
        ...

    def done(self, job: Job, owner: str) -> bool:
        """Finish the job."""
        ...

    def retry(
        self, job: Job, owner: str, *, run_at: datetime, error: str, counts: bool = True
    ) -> bool:
        """Have it run later; an attempt that does not count never leads to parking."""
        ...

    def park(self, job: Job, owner: str, *, error: str) -> bool:
        """Stop trying; a person sees it and decides."""
        ...

    def sweep(self) -> int:
        """Park jobs that ended every worker that took them."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner:
    """Runs jobs in each thread that calls it, one at a time or several of a kind together.

    Attributes:
        handlers: by kind of job. Other kinds are left to workers that know them, as an older
            version of the tool may run beside a newer one.
        together: by kind of job, what begins several at once and returns how each is done.
        given_up: by kind of job, what tells people that the attempts have ended; may raise.
        owner: names this process and nobody else.
        beat_s: seconds between heartbeats; a third of the ledger's lease or less.
        jitter: returns a number between its two arguments.

    """

    ledger: Ledger
    handlers: Mapping[str, Handler]
    clock: Clock
    owner: str
    together: Mapping[str, Together] = field(default_factory=dict)
    given_up: Mapping[str, Handler] = field(default_factory=dict)
    beat_s: float = 15.0
    jitter: Callable[[float, float], float] = random.uniform

    def run_due(self, limit: int = 100, *, stop: Event | None = None) -> int:
        """Run what is due, at most `limit` jobs; returns how many were run.

        The last of them may be several together.

        Args:
            limit: after which the caller gets a word in.
            stop: when set, no further job is begun.

        """
        count = 0
        while count < limit and not (stop and stop.is_set()):
            job = self.ledger.claim(self.owner, self.handlers.keys())
            if job is None:
                break
            crash_points.reached(crash_points.CLAIMED)
            more: Sequence[Job] = ()
            if job.kind in self.together:
                more = self.ledger.claim_more(job, self.owner, most=MOST_TOGETHER - 1)
            with self._beating([job, *more]):
                handler = self._begun([job, *more]) if more else self.handlers[job.kind]
                for each in (job, *more):
                    self._run(each, handler)
            count += 1 + len(more)
        return count

    def _begun(self, jobs: Sequence[Job]) -> Handler:
        """Begin them together; where that fails, each is done as if it were alone."""
        kind = jobs[0].kind
        try:
            return self.together[kind](jobs)
        except Exception:  # noqa: BLE001 - each then fails or succeeds by itself
            _log.exception("several jobs could not be begun together", extra={"kind": kind})
            return self.handlers[kind]

    def _run(self, job: Job, handler: Handler) -> None:
        facts = {"job": job.job_id, "kind": job.kind, "attempt": job.attempts}
        try:
            handler(job)
        except TryLaterError as error:
            _log.info("job waits: %s", error, extra=facts)
            held = self._later(job, error)
        except Exception as error:  # noqa: BLE001 - logged whole, and parked where people see it
            _log.exception("job failed", extra=facts)
            held = self._failed(job, error)
        else:
            crash_points.reached(crash_points.HANDLED)
            held = self.ledger.done(job, self.owner)
            crash_points.reached(crash_points.FINISHED)
        if not held:
            _log.warning("job was taken over meanwhile", extra=facts)

    def _later(self, job: Job, error: TryLaterError) -> bool:
        """Wait as asked. An outside system that is down uses up no attempt, however long."""
        wait_s = self._wait_s(job.fence) if error.after_s is None else error.after_s
        wait_s = min(max(wait_s, 1.0), LONGEST_WAIT_S)
        run_at = self.clock() + timedelta(seconds=wait_s)
        words = _words(error)
        return self.ledger.retry(job, self.owner, run_at=run_at, error=words, counts=False)

    def _failed(self, job: Job, error: Exception) -> bool:
        if job.attempts >= MOST_ATTEMPTS:
            self._give_up(job)
            return self.ledger.park(job, self.owner, error=_words(error))
        run_at = self.clock() + timedelta(seconds=self._wait_s(job.attempts))
        return self.ledger.retry(job, self.owner, run_at=run_at, error=_words(error))

    def _give_up(self, job: Job) -> None:
        """Tell the people concerned before parking, so that a page never waits for nothing."""
        try:
            self.given_up.get(job.kind, _tell_nobody)(job)
        except Exception:  # noqa: BLE001 - part of the loop: parking must follow
            # The job is parked in any case, where an operator sees it.
            _log.exception("nobody was told", extra={"job": job.job_id})

    def _wait_s(self, attempts: int) -> float:
        """Return a wait between 0 and a limit that doubles, so that jobs spread out."""
        limit = min(FIRST_WAIT_S * 2 ** min(attempts, 12), LONGEST_WAIT_S)
        return self.jitter(0.0, limit)

    @contextmanager
    def _beating(self, jobs: Sequence[Job]) -> Iterator[None]:
        """Keep the leases while the block runs, of those that are not over."""
        over = Event()
        beats = Thread(target=self._beat, args=(jobs, over), name="heartbeat", daemon=True)
        beats.start()
        try:
            yield
        finally:
            over.set()
            beats.join()

    def _beat(self, jobs: Sequence[Job], over: Event) -> None:
        while not over.wait(self.beat_s):
            try:
                if not self.ledger.heartbeat_all(jobs, self.owner):
                    return
            except OutsideError:
                _log.warning("no heartbeat this time", extra={"job": jobs[0].job_id})


def _tell_nobody(job: Job) -> None:
    """Leave it to the operator's page: nobody else looks at this kind of work."""


def _words(error: Exception) -> str:
    """Return what the ledger keeps: a code. Only the ports' own errors are sure to hold no more."""
    name = type(error).__name__
    return f"{name}: {error}" if isinstance(error, OutsideError) and str(error) else name
