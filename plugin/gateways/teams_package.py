"""The zip that a Teams admin uploads: manifest, texts, icons. The same settings, the same bytes."""

import io
import json
import zipfile

from plugin.gateways.teams_icons import COLOUR, OUTLINE, draw
from plugin.gateways.teams_manifest import NEWEST, TeamsApp, localisation, manifest
from plugin.gateways.teams_texts import DEFAULT, TEXTS

_MADE = (2026, 1, 1, 0, 0, 0)
"""A fixed time inside the zip, so that two packages of the same settings are equal."""


def package(app: TeamsApp, version: str = NEWEST) -> bytes:
    """Return the package.

    Raises:
        ValueError: as `manifest`.

    """
    files = {"manifest.json": _json(manifest(app, version))}
    for language in TEXTS:
        if language != DEFAULT:
            files[f"{language}.json"] = _json(localisation(language, version))
    files |= {"color.png": draw(COLOUR), "outline.png": draw(OUTLINE)}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _MADE), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
