"""Tables to take along, for who coordinates a programme."""

from flask import Blueprint
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from plugin.mentoring.programme import ProgrammeId
from plugin.services.tables import Table
from plugin.web.current import actor, services
from plugin.web.languages import language

bp = Blueprint("tables", __name__, url_prefix="/programmes/<programme_id>/tables")


@bp.post("/<table>")
def take(programme_id: str, table: str) -> Response:
    """Give one table as a file; sent by a form, since taking one is noted."""
    if table not in set(Table):
        raise NotFound
    content = services().tables.take(
        ProgrammeId(programme_id), Table(table), language=language(), actor=actor()
    )
    reply = Response(content, mimetype="text/csv")
    reply.headers["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return reply
