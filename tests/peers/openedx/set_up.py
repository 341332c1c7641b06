"""Make the environment that Open edX's platform code runs in, below `.peers/`.

Run it as `python3 tests/peers/openedx/set_up.py`. The code is no part of the tool and not under its
licence (it is AGPL-3.0): it lies apart, and only a server process of the tests uses it. About a
minute and 180 MB, once.
"""

# ruff: noqa: T201 - a script for people: it speaks at the terminal

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

WANTED = Path(__file__).with_name("requirements.txt")
PLACE = Path(__file__).parents[3] / ".peers" / "openedx"
PYTHON = PLACE / "bin" / "python"
STAMP = PLACE / "installed"


def is_there():
    """Say whether what `requirements.txt` names is installed."""
    return STAMP.exists() and STAMP.read_text() == _state()


def main():
    """Install it unless it is there; return the exit code."""
    if is_there():
        return 0
    print("Making .peers/openedx (once, about a minute) …", flush=True)
    venv.create(PLACE, clear=True, with_pip=True)
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    done = subprocess.run([*pip, "--requirement", WANTED], check=False)
    if done.returncode == 0:
        STAMP.write_text(_state())
    return done.returncode


def _state():
    return hashlib.sha256(WANTED.read_bytes() + sys.version.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
