"""Short answers."""

from werkzeug import Response


def sent_to(address: str, status: int = 302) -> Response:
    """Return a redirect without the page for browsers that follow none, which cost more to write.

    A launch is redirected twice.
    """
    return Response(status=status, headers={"Location": address})
