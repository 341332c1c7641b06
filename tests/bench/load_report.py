"""The part of the page about launches under load."""

import statistics

from tests.bench.launch import PROBES
from tests.bench.load import (
    A_MINUTE,
    AT_ONCE,
    AWAY_S,
    FAR_LAUNCHES,
    FAR_ROUNDS,
    LAUNCHES,
    PART,
    POSTGRES,
    PROCESSES,
    README,
    ROUNDS,
    SQLITE,
    STEADY_S,
    TUNED,
    WHOLE,
)

LEAST_README, LEAST_TUNED, MOST_CPU, LEAST_FAR, MOST_P95_MS = 2.0, 1.3, 0.6, 10, 100


def targets(load):
    """Return rows for the table of targets: what, target, measured, whether it is met."""
    rows = []
    for name in _ours(load):
        for words, least, times in (
            ("beside pylti1p3's README", LEAST_README, load.faster(name, README)),
            ("beside the same, tuned", LEAST_TUNED, load.faster(name, TUNED)),
            ("beside the README, key set 50 ms away", LEAST_FAR, load.far(name, README)),
        ):
            what = f"Launches per second, {name}, {words}"
            rows.append((what, f"≥ {least} times", f"{times:.2f} times", times >= least))
        part, p95_ms = load.cpu(name, README), load.contenders[name].steady_p95_ms
        refused = len(PROBES) - len(load.contenders[name].let_in)
        rows += [
            (
                f"CPU of such a launch, {name}, beside the README's",
                f"≤ {MOST_CPU} times",
                f"{part:.2f} times",
                part <= MOST_CPU,
            ),
            (
                f"p95 of a launch with its first page at {A_MINUTE} a minute, {name}",
                f"< {MOST_P95_MS} ms",
                f"{p95_ms:.0f} ms",
                p95_ms < MOST_P95_MS,
            ),
            (
                f"Probes refused under load, {name}",
                f"{len(PROBES)} of {len(PROBES)}",
                f"{refused} of {len(PROBES)}",
                refused == len(PROBES),
            ),
        ]
    return rows


def section(load):
    """Return the table of what was measured, and how."""
    head = (
        "| Tool | Launches per s | With first page | CPU per launch, ms | With first page, ms"
        " | Launches per s, key set 50 ms away | p95 at 500 a minute, ms |"
        "\n|---|---|---|---|---|---|---|"
    )
    lines = [_line(one) for one in load.contenders.values()]
    return "\n".join(("## Launches under load", "", head, *lines, "", _how(load)))


def _line(one):
    p95 = "–" if one.steady_p95_ms is None else f"{one.steady_p95_ms:.0f}"
    figures = (
        *(f"{statistics.median(one.rates[asked]):.0f}" for asked in (PART, WHOLE)),
        *(f"{statistics.median(one.cpu_ms[asked]):.1f}" for asked in (PART, WHOLE)),
        f"{statistics.median(one.far_rates):.0f}",
        p95,
    )
    return f"| {one.tool.name} | {' | '.join(figures)} |"


def _how(load):
    whole = "; ".join(
        f"{name}: {load.faster(name, README, WHOLE):.2f} times the launches per second,"
        f" {load.cpu(name, README, WHOLE):.2f} times the CPU"
        for name in _ours(load)
    )
    granian = "; ".join(
        f"{name}: {load.faster(f'{name}, Granian', name):.2f} times the launches per second,"
        f" {load.cpu(f'{name}, Granian', name):.2f} times the CPU,"
        f" {len(PROBES) - len(load.contenders[f'{name}, Granian'].let_in)} of {len(PROBES)}"
        " probes refused"
        for name in _ours(load)
    )
    return f"""{PROCESSES} synchronous gunicorn processes for each tool, {AT_ONCE} browsers at once,
all on the same cores as the platform that signs; {ROUNDS} rounds of {LAUNCHES} launches by turns,
and {FAR_ROUNDS} of {FAR_LAUNCHES} with a key set {AWAY_S * 1000:.0f} ms away. A launch is login and
token, until the person is let in: pylti1p3's tools answer with a page of two lines, ours has used
up the login, kept the person and opened a visit, to whose home page it redirects. With that page,
beside the README's tool with its own: {whole}.
CPU is that of the web processes, without PostgreSQL's own. Launches at {A_MINUTE} a minute went on
for {STEADY_S} s; each probe was tried while others launched.
Granian, by the unit in `deploy/systemd`, beside ours on gunicorn: {granian}."""


def _ours(load):
    return [name for name in (SQLITE, POSTGRES) if name in load.contenders]
