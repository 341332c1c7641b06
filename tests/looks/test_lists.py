"""A list with errors, in a browser and without scripts: chosen, read cell by cell, brought in."""

import pytest

from plugin.sandbox.people import person_named
from tests.looks.backstage import TENANT

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_p7_c10_a_list_with_errors_is_mended_and_brought_in_without_scripts(open_looker, stage):
    hana = stage.coordinator("list-chosen")
    leila = stage.arrives("leila.haddad", "list-chosen")
    programme = stage.open_programme(hana)
    page = open_looker(java_script_enabled=False).page
    page.goto(stage.address(hana, f"programmes/{programme.programme_id}/people"))
    page.get_by_role("link", name="Bring a list").click()
    address = person_named("leila.haddad").email

    def choose(capacity):
        rows = f"email,side,capacity\n{address},mentor,{capacity}\n"
        page.get_by_label("The list").set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        )
        page.get_by_role("button", name="Look at it").click()

    choose("three")
    row = page.get_by_role("row").filter(has_text="Row 2")
    assert "Write a whole number from 1 to 3." in row.inner_text()
    page.get_by_role("button", name="Drop this list").click()
    choose("3")
    page.get_by_role("button", name="Bring in one row").click()
    assert "Bringing in: 0 of 1 rows." in page.locator("main").inner_text()
    lists = stage.services.people_lists
    lists.go_on(TENANT, lists.page(programme.programme_id, actor=hana).latest.list_id)
    page.get_by_role("link", name="Look again").click()

    assert "One draft was begun" in page.locator("main").inner_text()
    with stage.house.store.look(TENANT) as work:
        part = work.enrolment(programme.programme_id, leila.person_id)
    assert (part.capacity, part.ready_at) == (3, None)
