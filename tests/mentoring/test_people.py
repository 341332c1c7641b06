"""What to call a person."""

import pytest

from plugin.mentoring.people import Person, PersonId, TenantId


@pytest.mark.parametrize(
    ("name", "label", "given"),
    [
        ("Ada Lovelace", "Ada Lovelace", "Ada"),
        (" Ada  Lovelace ", "Ada  Lovelace", "Ada"),
        (None, "Member 7", "Member 7"),
        ("", "Member 7", "Member 7"),
        (" \t", "Member 7", "Member 7"),
    ],
)
def test_n12_a_person_without_a_name_has_a_label(name, label, given):
    person = Person(PersonId("ada"), TenantId("t1"), name, None, number=7)

    assert (person.label, person.given) == (label, given)
