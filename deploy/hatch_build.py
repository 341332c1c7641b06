"""The step of the package build that puts browser files and compiled catalogues in place.

The build runs it more than once (also while pip only asks for metadata), so it may be repeated.
"""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent
BABEL = "babel>=2.17"


def _assets() -> ModuleType:
    return _module(ROOT / "deploy" / "assets.py")


def _translate() -> ModuleType:
    return _module(ROOT / "plugin" / "web" / "translate.py")


def _module(file: Path) -> ModuleType:
    """Import a file by its place: the build puts none of our folders on the path."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise ImportError(str(file))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class AssetsHook(BuildHookInterface[Any]):
    """Copies the browser files before a wheel or an editable install is made."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask pip for Babel, and for Node where it is needed, in the throw-away environment."""
        assets = _assets()
        fresh = assets.is_fresh(Path(self.root), assets.SHIPPED)
        here = shutil.which("npm") and shutil.which("node")
        return [BABEL] if fresh or here else [BABEL, f"{assets.FALLBACK}>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Copy and compile what is not there yet."""
        _translate().compile_all()
        assets = _assets()
        assets.ensure(Path(self.root), [assets.SHIPPED])
