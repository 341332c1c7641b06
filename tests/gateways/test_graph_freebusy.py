"""Free and busy times, against the pretend Microsoft 365 and against the fake."""

from dataclasses import replace

import pytest

from plugin.gateways.graph_freebusy import GraphFreeBusy
from plugin.ports.errors import ConsentMissingError, TryLaterError
from tests.contracts.freebusy import DAY, FreeBusyContract
from tests.fakes.freebusy import FakeFreeBusy
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import span


@pytest.fixture
def asker(microsoft):
    return microsoft.account(HANA)


@pytest.fixture
def free_busy(microsoft):
    return GraphFreeBusy(transport_of=microsoft.transport_of)


@pytest.fixture
def known(microsoft):
    state = microsoft.parts.world.state
    for event in microsoft.parts.calendar.events(microsoft.user(AMARA)):
        state.remove("event", event["id"])
    return AMARA


@pytest.fixture
def busy_at(microsoft):
    def add(address, taken):
        stamps = [m.strftime("%Y-%m-%dT%H:%M:%SZ") for m in (taken.starts_at, taken.ends_at)]
        draft = {"subject": "Dentist", "start": stamps[0], "end": stamps[1], "zone": "UTC"}
        microsoft.parts.calendar.create(microsoft.user(address), draft)

    return add


class TestGraphFreeBusy(FreeBusyContract):
    pass


class TestFakeFreeBusy(FreeBusyContract):
    @pytest.fixture
    def free_busy(self):
        return FakeFreeBusy()

    @pytest.fixture
    def known(self, free_busy):
        free_busy.taken[AMARA] = []
        return AMARA

    @pytest.fixture
    def busy_at(self, free_busy):
        return lambda address, taken: free_busy.taken[address].append(taken)


def test_s3_no_subject_comes_along(free_busy, asker, known, busy_at):
    busy_at(known, span())

    assert "Dentist" not in repr(free_busy.busy(asker, [known], DAY))


def test_a_late_outlook_is_asked_again_later(free_busy, asker, known, microsoft):
    microsoft.misbehave("503", "POST", "/v1.0/me/calendar/getSchedule", times=None)

    with pytest.raises(TryLaterError):
        free_busy.busy(asker, [known], DAY)


def test_a_missing_permission_is_somebodys_to_grant(free_busy, asker, known, microsoft):
    scopes = frozenset({"User.Read"})
    answer = microsoft.parts.grants
    answer.consent(asker.object_id, scopes)
    token = answer.tokens_for(microsoft.user(HANA), scopes)

    with pytest.raises(ConsentMissingError):
        replace(free_busy, transport_of=lambda _: microsoft.transport(token)).busy(
            asker, [known], DAY
        )
