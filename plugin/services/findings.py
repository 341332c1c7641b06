"""What is known of a platform's connection, judged: what is well, what is not, what nobody knows.

Pure: the words stand with the pages, the facts come from `plugin.ports.connections`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from plugin.ports.connections import Connection, LastLaunch, LastRefusal, Probe
from plugin.ports.registrations import PlatformState

CLOCKS_APART_S = 30
"""Launches fail from a minute on; an administrator should hear before."""
UNKNOWN_TO_THEM = frozenset({"invalid_client", "unauthorized_client", "unauthorized", "status 401"})


class Mark(StrEnum):
    """How one thing stands; UNKNOWN is never shown as well."""

    OK = "ok"
    WAIT = "wait"
    BAD = "bad"
    CALM = "calm"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check.

    Attributes:
        key: what was looked at, and how it was found, as "clock.apart": words exist for each.
        facts: values that the words name.

    """

    key: str
    mark: Mark
    facts: Mapping[str, str | int] = field(default_factory=dict)


def findings(connection: Connection, scopes: Mapping[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    """Return every line of the check, in the order of a page.

    Args:
        connection: what is known.
        scopes: what is needed for the "roster" and for the "grades".

    """
    return tuple(line for part in _PARTS for line in part(connection, scopes))


def _error(connection: Connection, _scopes: object) -> Iterator[Finding]:
    last, launch = connection.refusal, connection.launch
    if last is None:
        if launch:
            yield Finding("error.none", Mark.OK)
    elif launch and launch.at > last.at:
        yield Finding("error.past", Mark.CALM, {"code": last.code})
    else:
        yield _refused(last)


def _refused(last: LastRefusal) -> Finding:
    if last.miss:
        return Finding(f"miss.{last.miss}", Mark.BAD, {"code": last.code, "sent": last.sent})
    return Finding("error.now", Mark.BAD, {"code": last.code})


def _platform(connection: Connection, _scopes: object) -> Iterator[Finding]:
    state = connection.platform.state
    marks = {PlatformState.ACTIVE: Mark.OK, PlatformState.PENDING: Mark.WAIT}
    yield Finding(f"platform.{state}", marks.get(state, Mark.BAD))
    if connection.platform.proposal:
        names = ", ".join(name for name, _ in connection.platform.proposal)
        yield Finding("platform.proposal", Mark.WAIT, {"names": names})


def _deployment(connection: Connection, _scopes: object) -> Iterator[Finding]:
    known = connection.platform.deployments
    waiting = [name for name, status in known if status == "pending"]
    off = [name for name, status in known if status == "disabled"]
    if waiting:
        facts: dict[str, str | int] = {"ids": ", ".join(waiting), "n": len(waiting)}
        yield Finding("deployment.pending", Mark.WAIT, facts)
    if off:
        yield Finding("deployment.disabled", Mark.CALM, {"ids": ", ".join(off)})
    if any(status == "approved" for _, status in known):
        yield Finding("deployment.approved", Mark.OK)
    elif not known:
        yield Finding("deployment.none", Mark.UNKNOWN)


def _keys(connection: Connection, _scopes: object) -> Iterator[Finding]:
    probe, platform = connection.probe, connection.platform
    if probe is None:
        yield Finding("keys.unasked", Mark.UNKNOWN)
        return
    address: dict[str, str | int] = {"address": platform.jwks_url, "reason": probe.keys_trouble}
    if probe.keys is None:
        yield Finding("keys.theirs-unread", Mark.BAD, address)
    elif probe.keys == 0:
        yield Finding("keys.theirs-weak", Mark.BAD, address)
    else:
        yield Finding("keys.theirs-read", Mark.OK, {"n": probe.keys})
    yield _access(probe, platform.token_url)


def _access(probe: Probe, token_url: str) -> Finding:
    if not probe.access:
        return Finding("keys.ours-accepted", Mark.OK)
    if probe.access in UNKNOWN_TO_THEM:
        return Finding("keys.ours-refused", Mark.BAD, {"reason": probe.access})
    return Finding("keys.no-token", Mark.BAD, {"reason": probe.access, "address": token_url})


def _clock(connection: Connection, _scopes: object) -> Iterator[Finding]:
    skew_s = connection.probe.skew_s if connection.probe else None
    if skew_s is None:
        yield Finding("clock.unknown", Mark.UNKNOWN)
    elif abs(skew_s) > CLOCKS_APART_S:
        key = "clock.ahead" if skew_s > 0 else "clock.behind"
        yield Finding(key, Mark.BAD, {"n": abs(skew_s)})
    else:
        yield Finding("clock.together", Mark.OK)


def _scopes(connection: Connection, scopes: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    launch, probe = connection.launch, connection.probe
    granted = frozenset(probe.scopes) if probe and not probe.access else None
    for key, wanted in scopes.items():
        offered = launch and (launch.roster if key == "roster" else launch.grades)
        lack = ", ".join(
            _short(one) for one in wanted if granted is not None and one not in granted
        )
        asked = key == "roster" or any(one in connection.platform.asked for one in wanted)
        wrong = Mark.WAIT if asked else Mark.CALM
        if granted is not None and lack:
            yield Finding(f"{key}.denied", wrong, {"scopes": lack})
        elif launch and not offered:
            yield Finding(f"{key}.not-offered", wrong)
        elif granted is not None and offered:
            yield Finding(f"{key}.granted", Mark.OK)
        else:
            yield Finding(f"{key}.unknown", Mark.UNKNOWN)


def _short(scope: str) -> str:
    """Return the part of a scope that platforms' own pages name."""
    return "/".join(scope.split("/")[-3:])


def _people(connection: Connection, _scopes: object) -> Iterator[Finding]:
    launch = connection.launch
    if launch is None:
        return
    if launch.names and launch.emails:
        yield Finding("people.named", Mark.OK)
    else:
        lack = "both" if not (launch.names or launch.emails) else "names" if launch.emails else ""
        yield Finding(f"people.without-{lack or 'emails'}", Mark.CALM)


def _browser(connection: Connection, _scopes: object) -> Iterator[Finding]:
    launch = connection.launch
    if launch is None:
        yield Finding("browser.none", Mark.UNKNOWN)
    else:
        yield _seen(launch)


def _seen(launch: LastLaunch) -> Finding:
    mark = Mark.WAIT if launch.bound_by == "window" else Mark.OK
    place = "framed" if launch.framed and launch.bound_by != "window" else "alone"
    return Finding(f"browser.{launch.bound_by}-{place}", mark)


def _rosters(connection: Connection, _scopes: object) -> Iterator[Finding]:
    fine = {"done", "queued", "never", "not-offered"}
    troubled = [(state, count) for state, count in connection.rosters if state not in fine]
    if troubled:
        words = ", ".join(f"{state} ({count})" for state, count in troubled)
        facts: dict[str, str | int] = {"n": sum(count for _, count in troubled), "states": words}
        yield Finding("rosters.troubled", Mark.WAIT, facts)
    elif dict(connection.rosters).get("done"):
        yield Finding("rosters.read", Mark.OK, {"n": dict(connection.rosters)["done"]})


_Part = Callable[[Connection, Mapping[str, tuple[str, ...]]], Iterator[Finding]]
_PARTS: tuple[_Part, ...] = (
    _error,
    _platform,
    _deployment,
    _keys,
    _clock,
    _scopes,
    _rosters,
    _people,
    _browser,
)
