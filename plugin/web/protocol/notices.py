"""Where LMSs send notices: signed, taken in once, and of no use to anybody else."""

import json
import logging
from typing import Any, Final

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, ServiceUnavailable

from lti import LaunchRefusedError
from lti.claims import CONTEXT_COPY
from lti.notices import NoticeReader
from plugin.mentoring.people import TenantId
from plugin.ports.errors import OutsideError
from plugin.web.current import services, web

bp = Blueprint("platform_notices", __name__, url_prefix="/lti")
MAX_BYTES: Final = 1_000_000
MOST: Final = 50
_log = logging.getLogger(__name__)


@bp.post("/notices")
def hear() -> Response:
    """Take in what is signed and known, leave the rest, and answer the same in any case."""
    reader = _reader()
    for token in _tokens():
        try:
            notice = reader.read(token)
        except LaunchRefusedError as error:
            _log.warning("notice refused: %s", error.code)
            continue
        if notice.kind != CONTEXT_COPY or notice.context_id is None:
            continue
        try:
            services().copies.heard(
                TenantId(notice.tenant_id),
                notice.registration_id,
                notice.notice_id,
                context_id=notice.context_id,
                title=notice.context_title,
                origins=notice.origins,
            )
        except OutsideError as error:
            raise ServiceUnavailable from error
    return Response(status=202)


def _reader() -> NoticeReader:
    handshake = web().lti.handshake
    return NoticeReader(
        registrations=handshake.registrations,
        key_sets=handshake.key_sets,
        address=handshake.address,
        clock=handshake.clock,
    )


def _tokens() -> list[Any]:
    request.max_content_length = MAX_BYTES
    try:
        body = json.loads(request.get_data(cache=False))
    except (ValueError, RecursionError) as error:
        raise BadRequest from error
    notices = body.get("notices") if isinstance(body, dict) else None
    if not isinstance(notices, list) or len(notices) > MOST:
        raise BadRequest
    return [one.get("jwt") for one in notices if isinstance(one, dict)]
