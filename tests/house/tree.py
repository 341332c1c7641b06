"""The project's own files, as the rules of the house look at them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("config", "lti", "graph", "plugin")


def tracked(*patterns):
    """Return the files git knows or would take up, least surprising order first.

    Files that git ignores are nobody's text: environments, caches, copied assets.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def sources(*tops):
    return [file for file in tracked("*.py") if file.relative_to(ROOT).parts[0] in tops]


def shown(file):
    return file.relative_to(ROOT).as_posix()


def text_of(file):
    """Return the text, or nothing for a picture."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""
