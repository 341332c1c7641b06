"""Launches under load: ours on both databases, beside pylti1p3's README and the same tool tuned.

Two synchronous processes serve each tool, four browsers launch at once, by turns. Ours is served by
Granian as well, which deploy/ describes; no target is held against that.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count

from tests.bench.launch import PEOPLE, PROBES
from tests.bench.platform import Browser, key_set, platform
from tests.bench.programme import subject
from tests.bench.servers import granian, gunicorn
from tests.bench.tools import bare, beside, open_tool, ours
from tests.bench.work import postgres

PROCESSES, AT_ONCE = 2, 4
ROUNDS, LAUNCHES = 9, 60
FAR_ROUNDS, FAR_LAUNCHES, AWAY_S = 3, 40, 0.05
A_MINUTE, STEADY_S = 500, 30
README, TUNED, SQLITE, POSTGRES = "README", "tuned", "SQLite", "PostgreSQL"
PART, WHOLE = "let in", "first page"


@dataclass
class Contender:
    """One tool; what it did in each round, by what was asked of it.

    Attributes:
        rates: launches per second; `cpu_ms`: of its processes, for a launch.

    """

    name: str
    tool: object
    server: object
    rates: dict[str, list[float]] = field(default_factory=dict)
    cpu_ms: dict[str, list[float]] = field(default_factory=dict)
    far_rates: list[float] = field(default_factory=list)
    steady_p95_ms: float | None = None
    let_in: list[str] | None = None


@dataclass(frozen=True)
class Load:
    """All contenders; ratios are medians of the rounds' ratios."""

    contenders: dict[str, Contender]

    def faster(self, name, than, asked=PART):
        """Return how many times as many launches per second `name` takes."""
        return _median_ratio(*(self.contenders[one].rates[asked] for one in (name, than)))

    def cpu(self, name, than, asked=PART):
        """Return the part of its CPU that `name` takes for a launch."""
        return _median_ratio(*(self.contenders[one].cpu_ms[asked] for one in (name, than)))

    def far(self, name, than):
        """Return the same as `faster`, with the platform's key set 50 ms away."""
        return _median_ratio(*(self.contenders[one].far_rates for one in (name, than)))


def load(state):
    """Measure everything."""
    with ExitStack() as open_:
        lms = open_.enter_context(platform())
        contenders = _contenders(open_, state, lms)
        crowd = Crowd(open_.enter_context(ThreadPoolExecutor(AT_ONCE)), lms)
        for one in contenders:
            crowd.launch(one.tool, LAUNCHES, follow=True)
        for number in range(ROUNDS):
            for one in _in_turn(contenders, number):
                for asked in (PART, WHOLE):
                    _round(crowd, one, asked)
        _far(crowd, contenders)
        for one in contenders[2:]:
            one.steady_p95_ms = crowd.steady_p95_ms(one.tool)
            one.let_in = _probed(crowd, one.tool)
        return Load({one.name: one for one in contenders})


def _contenders(open_, state, lms):
    tools = {README: bare(state, lms.url), TUNED: bare(state, lms.url, keys=key_set())}
    databases = {SQLITE: None, POSTGRES: open_.enter_context(postgres())}
    for name, url in databases.items():
        if url or name == SQLITE:
            tool = replace(ours(state, database_url=url), name=f"Alongside, {name}")
            open_tool(tool, people=PEOPLE, issuer=lms.url)[0].database.close()
            tools[name] = tool
    contenders = [
        Contender(name, tool, open_.enter_context(_served(tool))) for name, tool in tools.items()
    ]
    for one in contenders[2:]:
        tool = beside(one.tool, f"{one.tool.name}, Granian")
        server = open_.enter_context(granian(tool.port, tool.environment, workers=PROCESSES))
        contenders.append(Contender(f"{one.name}, Granian", tool, server))
    return contenders


def _served(tool):
    return gunicorn(tool.application, tool.port, tool.environment, workers=PROCESSES)


def _round(crowd, one, asked):
    cpu = one.server.cpu_s()
    taken_s = crowd.launch(one.tool, LAUNCHES, follow=asked == WHOLE)
    one.rates.setdefault(asked, []).append(LAUNCHES / taken_s)
    one.cpu_ms.setdefault(asked, []).append((one.server.cpu_s() - cpu) * 1000 / LAUNCHES)


def _far(crowd, contenders):
    crowd.lms.away_s = AWAY_S
    for number in range(FAR_ROUNDS):
        for one in _in_turn(contenders, number):
            taken_s = crowd.launch(one.tool, FAR_LAUNCHES, follow=False)
            one.far_rates.append(FAR_LAUNCHES / taken_s)
    crowd.lms.away_s = 0.0


def _in_turn(contenders, number):
    return contenders if number % 2 else contenders[::-1]


def _probed(crowd, tool):
    """Return the probes that were let in, each tried while honest launches go on."""
    let_in = []
    for name, probe in PROBES.items():
        honest = crowd.begin(tool, AT_ONCE * 4)
        if probe(crowd.lms, tool):
            let_in.append(name)
        for one in honest:
            one.result()
    return let_in


class Crowd:
    """Browsers that launch at once, each launch in a new one of another person."""

    def __init__(self, pool, lms):
        self.lms = lms
        self._pool = pool
        self._numbers = count()

    def launch(self, tool, many, *, follow):
        """Let `many` launch, as fast as the tool lets in; returns seconds."""
        began = time.perf_counter()
        for one in self.begin(tool, many, follow=follow):
            one.result()
        return time.perf_counter() - began

    def begin(self, tool, many, *, follow=True):
        """Return what will have launched."""
        return [self._pool.submit(self._one, tool, follow=follow) for _ in range(many)]

    def steady_p95_ms(self, tool):
        """Launch with 500 a minute, however long each takes; returns milliseconds."""
        waits = []
        began = time.perf_counter()
        for number in range(A_MINUTE * STEADY_S // 60):
            due = began + number * 60 / A_MINUTE
            time.sleep(max(0.0, due - time.perf_counter()))
            waits.append(self._pool.submit(self._since, tool, due))
        return statistics.quantiles([one.result() for one in waits], n=20)[-1] * 1000

    def _since(self, tool, due):
        self._one(tool, follow=True)
        return time.perf_counter() - due

    def _one(self, tool, *, follow):
        browser, person = Browser(tool), subject(next(self._numbers) % PEOPLE)
        if browser.bring(*browser.sign(self.lms, person), follow=follow) is None:
            raise RuntimeError(f"{tool.name} refused an honest launch")


def _median_ratio(one, other):
    return statistics.median(a / b for a, b in zip(one, other, strict=True))
