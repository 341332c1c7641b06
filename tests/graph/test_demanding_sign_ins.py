"""What Entra may demand in the middle of work, and whom it lets no further: over real HTTP."""

import pytest

import graph
from tests.graph.sandbox_world import HANA, REDIRECT, SCOPES


def test_a_claims_challenge_is_answered_once_and_the_work_goes_on(world, hana):
    people = graph.People(world.transport(hana))
    people.me()
    world.control(f"people/{HANA}/challenge", value="1")

    assert people.me().object_id == hana.object_id
    kept = world.caches.tried_to_save
    assert graph.People(world.transport(hana)).me().object_id == hana.object_id
    assert world.caches.tried_to_save == kept


def test_g11_a_challenge_that_only_the_person_can_meet_asks_for_them(world, hana):
    world.control(f"people/{HANA}/challenge", value="2", interaction=True)

    with pytest.raises(graph.GraphSignInNeededError) as caught:
        graph.People(world.transport(hana)).me()

    assert caught.value.code == "AADSTS50076"


def test_g29_a_guest_of_the_tenant_is_told_from_its_own_people(world):
    door = graph.SignIn(world.entra)
    started = door.start(SCOPES, redirect_uri=REDIRECT)

    with pytest.raises(graph.GraphAccountRefusedError) as caught:
        door.finish(started.flow, world.agree(started.url, "guest"))

    assert caught.value.kind == "guest"


def test_g30_a_personal_account_comes_no_further_than_entra(world):
    started = graph.SignIn(world.entra).start(SCOPES, redirect_uri=REDIRECT)

    assert world.agree(started.url, "personal") == {}
