"""CPU of a launch in our tool and in a bare one, in turns, and what each lets in."""

import base64
import itertools
import json
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field

from lti import claims
from tests.bench.platform import Browser, platform
from tests.bench.programme import subject
from tests.bench.servers import gunicorn
from tests.bench.tools import bare, open_tool, ours
from tests.fakes.lti_platform import encoded, private_key, signed

PEOPLE = 100
ROUNDS = 21
LAUNCHES = 40
"""In a round: short ones, by turns, have the same neighbours on this machine."""
WARM_UP = 110
"""Everybody once: a first launch makes its person."""


@dataclass
class Side:
    """One tool and what was measured of it, round by round."""

    tool: object
    server: object
    cpu_ms: list[float] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    key_sets: list[float] = field(default_factory=list)
    let_in: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """Both tools, and the ratio of their CPU: the median of the rounds."""

    ours: Side
    bare: Side

    @property
    def ratios(self):
        return [a / b for a, b in zip(self.ours.cpu_ms, self.bare.cpu_ms, strict=True)]

    @property
    def ratio(self):
        return statistics.median(self.ratios)


def compare(state):
    """Serve both tools and launch into them by turns."""
    with ExitStack() as open_:
        lms = open_.enter_context(platform())
        tools = (ours(state), bare(state, lms.url))
        open_tool(tools[0], people=PEOPLE, issuer=lms.url)[0].database.close()
        sides = [
            Side(tool, open_.enter_context(gunicorn(tool.application, tool.port, tool.environment)))
            for tool in tools
        ]
        people = itertools.cycle(map(subject, range(PEOPLE)))
        for side in sides:
            _launch(lms, side.tool, people, WARM_UP)
        for number in range(ROUNDS):
            for side in sides if number % 2 else reversed(sides):
                _measure(lms, side, people)
        for side in sides:
            side.let_in += [name for name, probe in PROBES.items() if probe(lms, side.tool)]
        return Comparison(*sides)


def _measure(lms, side, people):
    cpu, wall, sent = side.server.cpu_s(), time.perf_counter(), lms.key_sets_sent
    _launch(lms, side.tool, people, LAUNCHES)
    side.cpu_ms.append((side.server.cpu_s() - cpu) * 1000 / LAUNCHES)
    side.wall_ms.append((time.perf_counter() - wall) * 1000 / LAUNCHES)
    side.key_sets.append((lms.key_sets_sent - sent) / LAUNCHES)


def _launch(lms, tool, people, count):
    for person in itertools.islice(people, count):
        if Browser(tool).launch(lms, person) is None:
            raise RuntimeError(f"{tool.name} refused an honest launch")


def _probe(*, key=None, header=None, change=lambda token: token, **changed):
    """Return a probe: a launch whose token is wrong; true when the person is let in."""

    def probe(lms, tool):
        browser = Browser(tool)
        asked = browser.log_in(lms, subject(0))
        body = lms.claims(tool.target, subject(0), asked["nonce"], **changed)
        return _gets_in(browser, asked["state"], change(signed(body, key=key, header=header)))

    return probe


def _gets_in(browser, state, token):
    return browser.bring(state, token) is not None


def _replayed(lms, tool):
    browser = Browser(tool)
    asked = browser.log_in(lms, subject(0))
    token = signed(lms.claims(tool.target, subject(0), asked["nonce"]))
    _gets_in(browser, asked["state"], token)
    return _gets_in(browser, asked["state"], token)


def _from_another_browser(lms, tool):
    asked = Browser(tool).log_in(lms, subject(0))
    token = signed(lms.claims(tool.target, subject(0), asked["nonce"]))
    return _gets_in(Browser(tool), asked["state"], token)


def _with_nonce_of_another_login(lms, tool):
    browser = Browser(tool)
    first, second = (browser.log_in(lms, subject(0)) for _ in range(2))
    token = signed(lms.claims(tool.target, subject(0), first["nonce"]))
    return _gets_in(browser, second["state"], token)


def _tampered(token):
    head, body, signature = token.split(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=="))
    return ".".join((head, encoded({**said, "sub": "somebody-else"}), signature))


def _unsigned(token):
    body = token.split(".")[1]
    return f"{encoded({'alg': 'none', 'kid': 'k1', 'typ': 'JWT'})}.{body}."


PROBES = {
    "replayed": _replayed,
    "tampered": _probe(change=_tampered),
    "foreign key": _probe(key=private_key("foreign")),
    "alg none": _probe(change=_unsigned),
    "wrong audience": _probe(aud="somebody-else", azp="somebody-else"),
    "expired": _probe(iat=int(time.time()) - 7200, exp=int(time.time()) - 3600),
    "nonce of another login": _with_nonce_of_another_login,
    "another browser": _from_another_browser,
    "unknown deployment": _probe(**{claims.DEPLOYMENT_ID: "unheard-of"}),
    "wrong version": _probe(**{claims.VERSION: "11.3"}),
}
"""What no tool may let in."""
