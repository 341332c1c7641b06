"""The whole client against the pretend Microsoft 365, over real HTTP with a real MSAL."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

import graph
from plugin.sandbox.microsoft365.world import SITE_ID, TENANT_ID
from tests.graph.sandbox_world import AMARA, HANA, NOW, REDIRECT, SCOPES, registration

TEN = NOW.replace(hour=10, minute=0, second=0) + timedelta(days=7)
DRAFT = graph.EventDraft(
    subject="Mentoring: Hana and Amara",
    body_html="<p>See you</p>",
    when=graph.When(TEN, TEN + timedelta(minutes=45), "Europe/Dublin"),
    invitees=(graph.Invitee(AMARA, "Amara"),),
    correlation_id="session-7",
    transaction_id="7f0b6b4e-5b8f-5a8e-9a51-7d9c9a1f0001",
)


def test_a_person_signs_in_and_is_known_by_two_ids(world):
    account = world.sign_in(HANA)

    me = graph.People(world.transport(account)).me()

    assert (account.entra_tenant_id, account.object_id) == (TENANT_ID, me.object_id)
    assert set(SCOPES) <= account.scopes


def test_declining_consent_is_told_apart_from_a_lost_sign_in(world):
    door = graph.SignIn(world.entra)
    started = door.start([*SCOPES, "Calendars.ReadBasic"], redirect_uri=REDIRECT)

    with pytest.raises(graph.GraphForbiddenError) as caught:
        door.finish(started.flow, world.agree(started.url, AMARA, answer="decline"))

    assert caught.value.code in {"AADSTS65004", "AADSTS90094"}


def test_an_answer_to_another_sign_in_is_refused(world):
    door = graph.SignIn(world.entra)
    mine, other = (door.start(SCOPES, redirect_uri=REDIRECT) for _ in range(2))

    with pytest.raises(graph.GraphSignInNeededError):
        door.finish(mine.flow, world.agree(other.url, HANA))


def test_a_wrong_secret_is_the_operators_business(served):
    entra = graph.Entra(registration(served, credential="wrong"))

    with pytest.raises(graph.GraphSetupError) as caught:
        graph.AppTokens(entra, entra_tenant_id=TENANT_ID).token()

    assert caught.value.code == "AADSTS7000215"


def test_a_booked_meeting_is_found_moved_and_cancelled(world, hana):
    calendar = graph.Calendar(world.transport(hana))

    made = calendar.create(DRAFT)
    again = calendar.create(DRAFT)
    later = replace(
        DRAFT.when, starts_at=TEN + timedelta(hours=1), ends_at=TEN + timedelta(hours=2)
    )
    moved = calendar.change(made.event_id, graph.EventChange(when=later), etag=made.etag)

    assert again.event_id == made.event_id
    assert (made.starts_at, moved.starts_at) == (TEN, TEN + timedelta(hours=1))
    assert moved.join_url == made.join_url is not None
    assert [each.event_id for each in calendar.find("session-7")] == [made.event_id]
    with pytest.raises(graph.GraphConflictError):
        calendar.change(made.event_id, graph.EventChange(subject="Late"), etag=made.etag)
    assert calendar.cancel(made.event_id, "Ill")
    assert calendar.find("session-7") == []


def test_g05_a_create_whose_answer_is_lost_makes_one_event(world, hana):
    draft = replace(DRAFT, correlation_id="session-g05", transaction_id="g05")
    world.control("faults", kind="cut-after", method="POST", pattern="/events$", times=1)

    graph.Calendar(world.transport(hana)).create(draft)

    assert len(graph.Calendar(world.transport(hana)).find("session-g05")) == 1


def test_the_meeting_behind_an_event_is_hardened(world, hana):
    draft = replace(DRAFT, correlation_id="hard", transaction_id="hard")
    made = graph.Calendar(world.transport(hana)).create(draft)
    meetings = graph.Meetings(world.transport(hana))

    hardened = meetings.harden(meetings.find(made.join_url).meeting_id)

    assert (hardened.recording, hardened.transcription, hardened.lobby) == (False, False, "invited")


def test_a_stranger_is_unknown_and_a_colleague_is_busy_when_invited(world, hana):
    draft = replace(DRAFT, correlation_id="busy", transaction_id="busy")
    graph.Calendar(world.transport(hana)).create(draft)
    window = graph.Window(TEN, TEN + timedelta(hours=2))
    stranger = "nobody@elsewhere.example"

    found = graph.Schedule(world.transport(hana)).free_busy([HANA, stranger], window)

    assert found[HANA].spans[0].starts_at == TEN
    assert isinstance(found[stranger], graph.Unknown)


def test_the_zone_of_a_mailbox_is_an_iana_name(world, hana):
    settings = graph.Mailbox(world.transport(hana)).settings()

    assert "/" in settings.zone


def test_a_folder_is_made_once_and_shared(world, hana):
    files = graph.Files(world.app_transport(), site_id=SITE_ID)
    drive = files.drive()

    folder = files.ensure_folder(drive.drive_id, "Hana and Amara")
    same = files.ensure_folder(drive.drive_id, "Hana and Amara")
    files.grant(folder, [graph.Recipient(object_id=hana.object_id)])
    (grant,) = [each for each in files.grants(folder) if each.object_id == hana.object_id]

    assert same.item_id == folder.item_id
    assert files.revoke(folder, grant.grant_id)
    assert all(each.object_id != hana.object_id for each in files.grants(folder))


def test_a_batch_tells_what_is_there_and_what_is_not(world, hana):
    calendar = graph.Calendar(world.transport(hana))
    made, lost = (calendar.create(replace(DRAFT, transaction_id=each)) for each in ("b1", "b2"))
    calendar.cancel(lost.event_id, "Ill")
    there, gone = f"/me/events/{made.event_id}", f"/me/events/{lost.event_id}"

    found = graph.Batch(world.transport(hana)).get([there, gone])

    assert found[there]["id"] == made.event_id
    assert isinstance(found[gone], graph.GraphNotFoundError)


def test_g31_two_who_need_a_token_at_once_cause_one_refresh(world, hana):
    tokens = graph.DelegatedTokens(world.entra, world.caches)
    world.caches.expire_access_tokens()
    got = []

    threads = [
        threading.Thread(target=lambda: got.append(tokens.token(hana, SCOPES))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert world.caches.tried_to_save == 1
    assert len(set(got)) == 1


def test_g09_a_refused_token_is_replaced_even_if_it_has_not_run_out(world, hana):
    tokens = graph.DelegatedTokens(world.entra, world.caches)
    first = tokens.token(hana, SCOPES)

    second = tokens.token(hana, SCOPES, stale=first)

    assert second != first
    assert tokens.token(hana, SCOPES, stale=first) == second


def test_g11_a_revoked_refresh_token_asks_for_the_person(world, hana):
    world.caches.expire_access_tokens()
    world.caches.edit("RefreshToken", secret="revoked")

    with pytest.raises(graph.GraphSignInNeededError):
        graph.DelegatedTokens(world.entra, world.caches).token(hana, SCOPES)


@pytest.mark.parametrize("blob", ["", "{", "[]", "null", '"x"', "{}", '{"Account": 7}'])
def test_g32_a_damaged_row_is_forgotten_and_a_sign_in_asked_for(world, hana, blob):
    (key,) = world.caches.rows
    world.caches.rows[key] = (blob, 5)

    with pytest.raises(graph.GraphSignInNeededError):
        graph.DelegatedTokens(world.entra, world.caches).token(hana, SCOPES)

    assert world.caches.rows[key][0] == ""


def test_g32_a_row_with_somebody_elses_tokens_is_not_used(world, hana):
    amara = world.sign_in(AMARA, ["User.Read"])
    mine, other = world.caches.rows
    world.caches.rows[mine] = world.caches.rows[other]

    with pytest.raises(graph.GraphSignInNeededError):
        graph.DelegatedTokens(world.entra, world.caches).token(hana, SCOPES)

    assert amara.object_id == other.object_id


def test_g29_an_account_of_a_tenant_not_served_gets_no_token(world, hana):
    foreign = replace(hana, entra_tenant_id="11111111-1111-4111-8111-111111111111")

    with pytest.raises(graph.GraphAccountRefusedError):
        graph.DelegatedTokens(world.entra, world.caches).token(foreign, SCOPES)


def test_a_sign_in_from_a_tenant_not_served_is_refused(served, world):
    other = registration(served, tenants=frozenset({"11111111-1111-4111-8111-111111111111", "x"}))
    door = graph.SignIn(graph.Entra(other))
    started = door.start(["User.Read"], redirect_uri=REDIRECT)

    with pytest.raises(graph.GraphAccountRefusedError):
        door.finish(started.flow, world.agree(started.url, HANA))


def test_a_tenant_entra_does_not_know_is_the_operators_business(served):
    entra = graph.Entra(registration(served, tenants=frozenset({"nowhere"})))

    with pytest.raises(graph.GraphSetupError):
        graph.AppTokens(entra, entra_tenant_id="nowhere").token()


def test_a_login_that_does_not_answer_is_waited_for():
    entra = graph.Entra(registration("http://127.0.0.1:9"), timeout_s=0.5)

    with pytest.raises(graph.GraphUnavailableError):
        graph.AppTokens(entra, entra_tenant_id=TENANT_ID).token()
