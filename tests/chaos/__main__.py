"""A storm of any size: `python -m tests.chaos [OPERATIONS] [--seed N]`; writes RELIABILITY.md."""

# ruff: noqa: T201 - a script for people: it speaks at the terminal

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos.audit import audit, histories
from tests.chaos.report import written
from tests.chaos.storm import Storm
from tests.journeys.world import ROOT, World, free_ports


def main(arguments):
    """Run the storm, write what came of it, and return 0 where nothing was lost."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos")
    asked.add_argument("operations", type=int, nargs="?", default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--busy", type=int, default=3, help="operations under each fault")
    asked.add_argument("--report", type=Path, default=ROOT / "deploy" / "RELIABILITY.md")
    said = asked.parse_args(arguments)
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="storm-"))
    world = World(folder, free_ports())
    try:
        world.begin()
        storm = Storm(world, said.seed, busy=said.busy)
        storm.prepare()
        storm.rage(said.operations)
        storm.settle()
        verdict = audit(storm)
        said.report.write_text(written(storm, verdict, time.monotonic() - began), "utf-8")
        print(*verdict.found, *histories(storm, verdict), sep="\n")
    finally:
        world.end()
    if verdict.is_clean:
        shutil.rmtree(folder)
        return 0
    print(f"What the processes kept is in {folder}")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
