"""Matching beside others: `python -m tests.bench.matching [small]` prints its part of the page.

Each rival runs in a process of its own, so that peak memory is its own; by turns, in one run.
"""

# ruff: noqa: T201 - a script for people: it speaks at the terminal

import json
import subprocess
import sys
import time

import numpy as np

from plugin.solver.affinity import Affinity, Layer, both_ways
from plugin.solver.circles import CircleRules, group
from plugin.solver.cohort import solve
from plugin.solver.peers import pair
from tests.bench.servers import ROOT, peak_mb

DEPARTMENTS, LEVELS, CIRCLE = 12, 4, 6


def crowd(mentees, mentors, seed=1):
    """A made-up programme: skills by popularity, hours, languages, departments and wishes."""
    random = np.random.default_rng(seed)

    def pick(people, many, kinds, likely=None):
        made = np.zeros((people, kinds), np.float32)
        chosen = random.choice(kinds, size=(people, many), p=likely)
        made[np.arange(people)[:, None], chosen] = 1
        return made

    def hours(people):
        start, length = random.integers(0, 14, (2, people, 5))
        cells = np.arange(14)
        until = start + length % 4 + 1
        free = (cells >= start[..., None]) & (cells < until[..., None])
        return free.reshape(people, 70).astype(np.float32)

    popular = 1 / np.arange(1, 201)
    popular /= popular.sum()
    tongues = np.array([0.6, 0.1, 0.1, 0.1, 0.05, 0.05])
    seeks = pick(mentees, 4, 200, popular)
    layers = [
        Layer(seeks / seeks.sum(axis=1, keepdims=True), pick(mentors, 8, 200, popular), 40),
        Layer(pick(mentees, 3, 12), pick(mentors, 3, 12), 20, 2.0),
        Layer(hours(mentees), hours(mentors), 20, 4.0, 1.0),
        Layer(pick(mentees, 2, 6, tongues), pick(mentors, 2, 6, tongues), 10, 1.0, 1.0),
        Layer(pick(mentees, 1, 4), pick(mentors, 1, 4), 10),
    ]
    apart = [(random.integers(0, 20, mentees), random.integers(0, 20, mentors))]
    return Affinity(layers, apart=apart), random.integers(1, 6, mentors)


def equals(people):
    """Scores of equals with equals."""
    scores, _seats = crowd(people, people)
    layers = [Layer(x.left, x.left, x.weight, x.enough, x.need) for x in scores.layers]
    whole = Affinity(layers).whole()
    both_ways(whole)
    return whole


def cohort(mentees, mentors):
    scores, seats = crowd(mentees, mentors)
    found = solve(scores, seats, lift=False)
    return {"value": found.value, "gap": found.gap, "placed": int((found.of >= 0).sum())}


def dense_flow(mentees, mentors):
    """OR-tools' min-cost flow over all pairs."""
    from plugin.solver.flow import assign, everybody

    scores, seats = crowd(mentees, mentors)
    whole = scores.whole()
    of = assign(everybody(whole), seats, worth=int(whole.max()) * 2 + 1)
    rows = np.flatnonzero(of >= 0)
    return {"value": float(whole[rows, of[rows]].sum(dtype=np.float64)), "placed": len(rows)}


def peers(people):
    found = pair(equals(people))
    return {"value": found.value, "share": found.value / found.bound}


def circles(people):
    near, department, level = _group_of(people)
    sizes = np.full(people // CIRCLE, CIRCLE)
    rules = CircleRules(sizes, np.full(len(sizes), -1), most=[(department, 2)], least=[(level, 2)])
    found = group(near, rules)
    return {"affinity": found.affinity, "broken": found.broken}


def kmeans(people):
    """k-means-constrained on the same marks."""
    from k_means_constrained import KMeansConstrained

    scores, _seats = crowd(people, people)
    marks = np.hstack([x.left * np.sqrt(x.weight / x.enough) for x in scores.layers])
    circles_of = people // CIRCLE
    model = KMeansConstrained(circles_of, size_min=CIRCLE, size_max=CIRCLE, random_state=1)
    of = model.fit_predict(marks)
    near, department, level = _group_of(people)
    sizes = np.full(circles_of, CIRCLE)
    rules = CircleRules(sizes, sizes, most=[(department, 2)], least=[(level, 2)])
    inside = [np.flatnonzero(of == circle) for circle in range(circles_of)]
    total = sum(near[np.ix_(who, who)].sum() for who in inside)
    broken = sum(rules.broken(who) for who in inside)
    return {"affinity": float(total) / (people * (CIRCLE - 1)), "broken": int(broken)}


def _group_of(people):
    near = np.clip(equals(people), 0, None)
    near /= near.max()
    np.fill_diagonal(near, 0)
    random = np.random.default_rng(2)
    return near, random.integers(0, DEPARTMENTS, people), random.integers(0, LEVELS, people)


PARTS = {f.__name__: f for f in (cohort, dense_flow, peers, circles, kmeans)}


def measured(name, *sizes):
    """Run one part in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.matching", "part", name, *map(str, sizes)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(said.stdout.splitlines()[-1])


def part(name, *sizes):
    """Print what one part came to, with its time and memory."""
    began, cpu = time.perf_counter(), time.process_time()
    found = PARTS[name](*map(int, sizes))
    found["s"], found["cpu"] = time.perf_counter() - began, time.process_time() - cpu
    found["mb"] = peak_mb()
    print(json.dumps(found))


ROWS = (
    ("cohort", 500, 500),
    ("cohort", 10_000, 3_333),
    ("dense_flow", 10_000, 3_333),
    ("cohort", 100_000, 33_333),
    ("peers", 1_000),
    ("peers", 10_000),
    ("circles", 1_002),
    ("kmeans", 1_002),
)


def matching(_state=None, rows=ROWS):
    """Measure all parts; returns what each came to, by its name and sizes."""
    return {row: measured(*row) for row in rows}


if __name__ == "__main__":
    if sys.argv[1:2] == ["part"]:
        part(*sys.argv[2:])
    else:
        from tests.bench.matching_report import table

        print(table(matching(rows=ROWS[:1] if "small" in sys.argv else ROWS)))
