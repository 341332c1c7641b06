"""A copy of one's own data, as files that open offline: JSON, a page, and tables."""

import html
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from plugin.services.spreadsheets import as_csv

Tables = Mapping[str, Sequence[Mapping[str, str]]]
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;display:block;overflow:auto}"
    "td,th{border:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top}"
)


def bundled(tables: Tables, *, at: datetime) -> bytes:
    """Return a zip archive with `data.json`, `data.html` and `tables/….csv`."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps({"made_at": at.isoformat(), **tables}, ensure_ascii=False, indent=1)
        archive.writestr("data.json", text)
        archive.writestr("data.html", _page(tables, at))
        for name, rows in tables.items():
            columns = _columns(rows)
            cells = [[row.get(one, "") for one in columns] for row in rows]
            archive.writestr(f"tables/{name}.csv", as_csv(columns, cells))
    return kept.getvalue()


def _columns(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _page(tables: Tables, at: datetime) -> str:
    parts = [_section(name, rows) for name, rows in tables.items()]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>My data</title>'
        f"<style>{_STYLE}</style><h1>My data</h1><p>{html.escape(f'{at:%Y-%m-%d %H:%M}')} UTC</p>"
        + "".join(parts)
    )


def _section(name: str, rows: Sequence[Mapping[str, str]]) -> str:
    columns = _columns(rows)
    head = "".join(f"<th>{html.escape(one)}</th>" for one in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(row.get(one, ''))}</td>" for one in columns) + "</tr>"
        for row in rows
    )
    title = html.escape(name.replace("_", " "))
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
