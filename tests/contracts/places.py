"""What every implementation of `plugin.ports.outside.Places` promises.

Derive a test class from `PlacesContract` and give it `places` and `opened_to(folder)`: the
addresses of who may open it.
"""

import pytest

from plugin.ports.errors import ConflictError, GoneError
from tests.gateways.conftest import AMARA, HANA
from tests.gateways.invitations import ADA, BEN

NAME = "Ada and Ben · s1f3a9"
OUTSIDER = "kim@elsewhere.example"


class PlacesContract:
    def test_the_same_name_is_the_same_folder(self, places):
        assert places.ensure_folder(NAME) == places.ensure_folder(NAME)

    def test_another_name_is_another_folder(self, places):
        assert places.ensure_folder(NAME)[0] != places.ensure_folder("Kim · 77")[0]

    def test_a_folder_opens_to_exactly_its_people(self, places, opened_to):
        folder, _ = places.ensure_folder(NAME)

        confirmed = places.open_to(folder, {ADA: HANA, BEN: AMARA})

        assert confirmed == {ADA, BEN}
        assert opened_to(folder) == {HANA, AMARA}

    def test_opening_again_is_no_trouble(self, places, opened_to):
        folder, _ = places.ensure_folder(NAME)
        places.open_to(folder, {ADA: HANA, BEN: AMARA})

        assert places.open_to(folder, {ADA: HANA.upper(), BEN: AMARA}) == {ADA, BEN}
        assert opened_to(folder) == {HANA, AMARA}

    def test_p10_whoever_left_is_shut_out(self, places, opened_to):
        folder, _ = places.ensure_folder(NAME)
        places.open_to(folder, {ADA: HANA, BEN: AMARA})

        assert places.open_to(folder, {ADA: HANA}) == {ADA}
        assert opened_to(folder) == {HANA}

    def test_a_folder_without_members_is_closed(self, places, opened_to):
        folder, _ = places.ensure_folder(NAME)
        places.open_to(folder, {ADA: HANA})

        assert places.open_to(folder, {}) == frozenset()
        assert opened_to(folder) == set()

    @pytest.mark.parametrize("others", [{}, {ADA: HANA}])
    def test_whom_the_library_does_not_take_is_not_confirmed(self, places, opened_to, others):
        folder, _ = places.ensure_folder(NAME)

        confirmed = places.open_to(folder, {**others, BEN: OUTSIDER})

        assert confirmed == set(others)
        assert opened_to(folder) == set(others.values())

    def test_a_folder_that_is_gone_cannot_be_opened(self, places):
        places.ensure_folder(NAME)

        with pytest.raises(GoneError):
            places.open_to("b!nowhere/01NOBODY", {ADA: HANA})

    def test_p10_at_the_end_its_people_may_read_only(self, places, opened_to, roles_in):
        folder, _ = places.ensure_folder(NAME)
        places.open_to(folder, {ADA: HANA, BEN: AMARA})

        assert places.open_to(folder, {ADA: HANA}, read_only=True) == {ADA}
        assert opened_to(folder) == {HANA}
        assert roles_in(folder) == {"read"}

    def test_d4_a_file_lies_in_the_folder_and_is_listed(self, places):
        folder, _ = places.ensure_folder(NAME)

        places.add(folder, "Notes.txt", b"Owls")

        (line,) = places.files_in(folder)
        assert (line.name, line.size_bytes, line.is_folder) == ("Notes.txt", 4, False)

    def test_d4_a_file_of_that_name_is_never_replaced(self, places):
        folder, _ = places.ensure_folder(NAME)
        places.add(folder, "Notes.txt", b"Owls")

        with pytest.raises(ConflictError):
            places.add(folder, "NOTES.txt", b"Other owls")

        assert [line.size_bytes for line in places.files_in(folder)] == [4]

    def test_d2_a_folder_that_is_gone_shows_no_old_files(self, places):
        places.ensure_folder(NAME)

        for ask in (lambda f: places.files_in(f), lambda f: places.add(f, "x.txt", b"x")):
            with pytest.raises(GoneError):
                ask("b!fgxNWgAAQIAAAAAAAAUXNwAAAAAAAA/01NOBODY")

    def test_what_changed_since_the_last_look_is_told_by_folder(self, places):
        folder, _ = places.ensure_folder(NAME)
        other, _ = places.ensure_folder("Kim · 77")
        since = places.changes(None).since

        places.add(folder, "Notes.txt", b"Owls")
        found = places.changes(since)

        assert folder in found.changed
        assert other not in found.changed
        assert places.changes(found.since).changed == {}
