"""The worker process: threads that run jobs when woken, and every second in any case."""

import logging
import signal
from collections.abc import Callable
from threading import Event, Thread, current_thread, main_thread

from plugin.jobs.recurring import Recurring
from plugin.jobs.runner import Runner
from plugin.jobs.wake import Waker
from plugin.ports.errors import OutsideError

LOOK_EVERY_S = 1.0
"""How late a job starts at worst when nobody was woken."""
THREADS = 2
PATIENCE_S = 30.0
"""How long a job may go on after the process was asked to end."""
_log = logging.getLogger(__name__)


def run_worker(
    runner: Runner,
    waker: Waker,
    recurring: Recurring,
    stop: Event,
    *,
    threads: int = THREADS,
) -> None:
    """Work until `stop` is set, then end what was begun; begins nothing after that.

    Any number of these may run at once, on any number of machines.
    """
    due = Event()
    crew = [
        Thread(target=_work, args=(runner, due, stop), name=f"jobs-{n}") for n in range(threads)
    ]
    ears = Thread(target=waker.listen, args=(due.set,), kwargs={"stop": stop}, daemon=True)
    for thread in (*crew, ears):
        thread.start()
    while not stop.is_set():
        _quietly(recurring.queue_due)
        _quietly(runner.ledger.sweep)
        due.set()
        stop.wait(LOOK_EVERY_S)
    due.set()
    for thread in crew:
        thread.join(PATIENCE_S)


def stop_on_signals(stop: Event) -> None:
    """Set `stop` on SIGTERM and SIGINT; only the main thread may ask for this."""
    if current_thread() is main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())


def _work(runner: Runner, due: Event, stop: Event) -> None:
    while not stop.is_set():
        due.wait(LOOK_EVERY_S)
        due.clear()
        while not stop.is_set() and _quietly(lambda: runner.run_due(stop=stop)):
            pass  # a full round may have left some


def _quietly(step: Callable[[], int]) -> int:
    """Do it; a database that does not answer now is asked again in a second."""
    try:
        return step()
    except OutsideError as error:
        _log.warning("the ledger does not answer: %s", error)
        return 0
