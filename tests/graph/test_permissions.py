"""The ladder: what each level asks for, and no more."""

import json
from itertools import pairwise

import pytest

import graph
from graph.capabilities import IN_ONEDRIVE, IN_REPORTS, IN_TODO
from graph.permissions import IDENTIFIERS
from tests.house.tree import ROOT


def test_level_nought_asks_microsoft_for_nothing():
    assert graph.delegated_scopes(0) == graph.application_scopes(0) == frozenset()


def test_each_level_adds_to_the_one_below():
    ladder = [graph.delegated_scopes(level) | graph.application_scopes(level) for level in range(3)]

    assert all(below < above for below, above in pairwise(ladder))


def test_a_person_is_not_asked_for_what_another_scope_implies():
    assert graph.delegated_scopes(1) == {
        "User.Read",
        "Calendars.ReadWrite",
        "MailboxSettings.Read",
        "OnlineMeetings.ReadWrite",
    }


def test_g2_to_do_is_asked_for_by_choice_and_stands_in_no_level():
    assert graph.scopes_by_choice(IN_TODO) == {"Tasks.ReadWrite"}
    assert not graph.scopes_by_choice() & graph.delegated_scopes(2)
    (row,) = [row for row in graph.reasons() if row["permission"] == "Tasks.ReadWrite"]
    assert row["consent"] == "user, who switches it on"


def test_d1_a_onedrive_is_asked_for_by_choice_and_by_itself():
    assert graph.scopes_by_choice(IN_ONEDRIVE) == {"Files.ReadWrite"}


def test_reports_are_asked_for_by_choice_and_of_reports_alone():
    assert graph.scopes_by_choice(IN_REPORTS) == {"OnlineMeetingArtifact.Read.All"}
    assert graph.scopes_by_choice() == {
        "Files.ReadWrite", "OnlineMeetingArtifact.Read.All", "Tasks.ReadWrite",
    }  # fmt: skip


def test_g2_what_is_asked_for_by_choice_is_in_no_list_that_an_administrator_consents_to():
    (listed,) = graph.app_permissions()

    asked = graph.delegated_scopes(2) | graph.application_scopes(2) | {"offline_access"}
    known = {identifier: name for name, identifier in IDENTIFIERS.items()}
    assert {known[one["id"]] for one in listed["resourceAccess"]} == asked


@pytest.mark.parametrize("wide", ["Files.ReadWrite.All", "Sites.ReadWrite.All", "User.Read.All"])
def test_nothing_tenant_wide_is_asked_for(wide):
    assert wide not in graph.delegated_scopes(2) | graph.application_scopes(2)


@pytest.mark.parametrize(
    ("granted", "level"),
    [
        ("", 0),
        ("User.Read Calendars.Read", 0),
        ("User.Read Calendars.ReadWrite Sites.Selected", 0),
        ("User.Read Calendars.ReadWrite MailboxSettings.Read OnlineMeetings.ReadWrite", 1),
        (
            "User.Read Calendars.ReadWrite MailboxSettings.Read OnlineMeetings.ReadWrite"
            " Sites.Selected",
            2,
        ),
    ],
)
def test_a_level_is_reached_when_nothing_below_it_is_missing(granted, level):
    assert graph.level_reached(frozenset(granted.split())) == level


def test_every_capability_names_the_page_that_says_so():
    assert all(each.page.startswith("https://learn.microsoft.com/") for each in graph.CAPABILITIES)


def test_nothing_of_a_calendar_is_asked_for_without_a_person():
    assert graph.application_scopes(2) == {"Sites.Selected"}


def test_the_apps_manifest_asks_for_what_the_code_asks_for():
    """Made anew with `alongside check microsoft --permissions entra`."""
    kept = json.loads((ROOT / "deploy/entra/app-permissions.json").read_text(encoding="utf-8"))

    assert kept == graph.app_permissions()


def test_each_permission_has_its_reason():
    asked = graph.delegated_scopes(2) | graph.application_scopes(2)
    asked |= graph.scopes_by_choice()

    assert {row["permission"] for row in graph.reasons()} == asked
    assert all(row["why"].endswith(".") for row in graph.reasons())
