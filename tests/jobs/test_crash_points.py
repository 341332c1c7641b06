"""Crash points do nothing unless a test armed them."""

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*lines):
    program = "; ".join(["from plugin.jobs.crash_points import *", *lines, "print('alive')"])
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_point_that_is_not_armed_is_passed():
    assert run("reached(CLAIMED)").stdout == "alive\n"


def test_a_point_that_is_armed_kills_the_process_at_once():
    killed = run("arm(CLAIMED)", "reached(HANDLED)", "reached(CLAIMED)")

    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "")


def test_a_disarmed_point_is_passed():
    assert run("arm(CLAIMED)", "disarm()", "reached(CLAIMED)").stdout == "alive\n"
