"""The part of the page about matching."""

COHORT, DENSE = ("cohort", 10_000, 3_333), ("dense_flow", 10_000, 3_333)
FEW, MANY = ("peers", 1_000), ("peers", 10_000)
CIRCLES, KMEANS = ("circles", 1_002), ("kmeans", 1_002)
HUGE = ("cohort", 100_000, 33_333)
MOST_GAP, MOST_GAP_OF_MANY = 0.0001, 0.001
MOST_S, MOST_MB = 300, 2_000


def targets(found):
    """Return rows for the table of targets: what, target, measured, whether it is met."""
    cohort, dense, few, many = (found[key] for key in (COHORT, DENSE, FEW, MANY))
    circles, kmeans, huge = found[CIRCLES], found[KMEANS], found[HUGE]
    faster, smaller = dense["cpu"] / cohort["cpu"], dense["mb"] / cohort["mb"]
    better = circles["affinity"] / kmeans["affinity"]
    return (
        (
            "Matching 10,000 × 3,333 beside OR-tools on all pairs, in seconds of CPU",
            "≥ 3 times as fast",
            f"{faster:.1f} times",
            faster >= 3,
        ),
        ("The same, memory", "≤ 1/8", f"1/{smaller:.1f}", smaller >= 8),
        (
            "The same, proven gap to the best",
            f"≤ {MOST_GAP:.2%}",
            f"{cohort['gap']:.4%}",
            cohort["gap"] <= MOST_GAP,
        ),
        (
            "Peers among 1,000, best pairs",
            "≤ 0.5 s",
            f"{few['s']:.1f} s",
            few["s"] <= 0.5,
        ),
        (
            "Peers among 10,000, at 98 % of the bound",
            "≤ 3 s",
            f"{many['share']:.1%}, {many['s']:.1f} s",
            many["share"] >= 0.98 and many["s"] <= 3,
        ),
        (
            "Circles of 1,002 beside k-means-constrained, affinity",
            "≥ 1.1 times, no rule broken, ≤ 2 s of CPU",
            f"{better:.2f} times, {circles['broken']:.0f} broken, {circles['cpu']:.1f} s",
            better >= 1.1 and not circles["broken"] and circles["cpu"] <= 2,
        ),
        (
            "Matching 100,000 × 33,333",
            f"≤ {MOST_S} s, ≤ {MOST_MB:,} MiB, proven gap ≤ {MOST_GAP_OF_MANY:.1%}",
            f"{huge['s']:.0f} s, {huge['mb']:,.0f} MiB, {huge['gap']:.4%}",
            huge["s"] <= MOST_S and huge["mb"] <= MOST_MB and huge["gap"] <= MOST_GAP_OF_MANY,
        ),
    )


def section(found):
    """Return the table of what was measured, and how."""
    return f"""## Matching

{table(found)}

Each part runs in a process of its own, so that its memory is its own. `dense_flow` is OR-tools'
min-cost flow on all pairs, `kmeans` is k-means-constrained; `gap` and `share` are what the solver
proves of its own result."""


def table(found):
    """Return a line for each part."""
    lines = [
        "| | People | Time, s | CPU, s | Peak, MiB | Result |",
        "|---|---|---|---|---|---|",
    ]
    for (name, *sizes), one in found.items():
        figures = " | ".join(f"{one[key]:,.1f}" for key in ("s", "cpu", "mb"))
        said = {key: value for key, value in one.items() if key not in ("s", "cpu", "mb")}
        result = ", ".join(f"{key} {value:,.6g}" for key, value in said.items())
        people = " × ".join(f"{size:,}" for size in sizes)
        lines.append(f"| {name} | {people} | {figures} | {result} |")
    return "\n".join(lines)
