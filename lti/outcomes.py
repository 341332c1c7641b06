"""What to send back to the browser, as values: the web layer turns each into a response."""

from dataclasses import dataclass

from lti.launch import Launch


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to set. The web layer adds the `__Host-` prefix and the attributes.

    Attributes:
        name: without prefix.
        lifetime_s: 0 removes the cookie.

    """

    name: str
    value: str
    lifetime_s: int


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the browser to the platform's authorisation page."""

    location: str
    cookies: tuple[Cookie, ...]


@dataclass(frozen=True, slots=True)
class StoragePage:
    """Ask the platform's frame to keep a value for us, then go to `location` in any case.

    Attributes:
        frame: name of the frame to ask ("_parent", or a name among the parent's frames).
        origin: the only origin to post to and to listen to: that of the registered auth URL.
        key, value: of the `lti.put_data` message.

    """

    location: str
    cookies: tuple[Cookie, ...]
    frame: str
    origin: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Launched:
    """A launch whose every check passed, the browser included.

    Attributes:
        bound_by: "cookie", "storage" or "window": how the browser was recognised.
        browser_secret: the secret of the login cookie; None where cookies do not work.
        cookies: login cookies that have done their work, to be removed.

    """

    launch: Launch
    bound_by: str
    browser_secret: str | None = None
    cookies: tuple[Cookie, ...] = ()


@dataclass(frozen=True, slots=True)
class AskStorage:
    """Ask the platform's frame for the value it keeps, then post it with the ticket.

    Attributes:
        ticket: good once, for a minute.
        frame, origin, key: as in StoragePage, for the `lti.get_data` message.

    """

    ticket: str
    frame: str
    origin: str
    key: str


@dataclass(frozen=True, slots=True)
class AskWindow:
    """Ask the person to go on, in a window of their own, by a click.

    The page names the person and the course, so that nobody is signed in as someone else unnoticed.

    Attributes:
        ticket: good once, for five minutes.
        person: name as the platform gives it; None when it gives none.
        course: title or label of the course; None likewise.

    """

    ticket: str
    person: str | None
    course: str | None
