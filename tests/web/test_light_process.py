"""What a web process does not carry about."""

import subprocess
import sys
from unittest.mock import Mock

from plugin import app

FOR_WORKERS = {"numpy", "ortools", "rustworkx", "docx", "lxml", "icalendar", "alembic"}
LOOK = """
import sys
import plugin.app, plugin.wiring.web, plugin.wiring.services, plugin.services.all
import plugin.wiring.house, plugin.wiring.worker
print(*sys.modules)
"""


def test_a_web_process_loads_neither_solver_nor_writers_of_documents_and_calendars():
    said = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    modules = set(said.stdout.split())
    loaded = {name.partition(".")[0] for name in modules}

    assert "flask" in loaded
    assert not loaded & FOR_WORKERS
    # Where SQLite is served; on PostgreSQL with its first connection.
    assert "sqlalchemy.dialects.sqlite" in modules
    assert "sqlalchemy.dialects.postgresql" not in modules


def test_where_no_c_library_can_be_asked_a_process_settles_all_the_same(monkeypatch):
    for name, value in (("gc", Mock()), ("os", Mock()), ("ctypes", Mock())):
        monkeypatch.setattr(app, name, value)
    app.os.name, app.ctypes.CDLL.side_effect = "nt", TypeError

    app.settle()

    assert app.gc.freeze.called
