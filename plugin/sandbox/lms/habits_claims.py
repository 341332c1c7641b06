"""Claims as one LMS or another would word them."""

import re
from collections.abc import Mapping
from typing import Any

from plugin.sandbox.lms import names
from plugin.sandbox.lms.current import Lms, filled
from plugin.sandbox.lms.habits import Habits
from plugin.sandbox.people import SandboxPerson

_OF_A_COURSE = (names.CONTEXT, names.RESOURCE_LINK, names.NRPS_CLAIM, names.AGS_CLAIM)
_PERSONAL = ("name", "given_name", "family_name", "email")


def in_habit(lms: Lms, person: SandboxPerson, claims: Mapping[str, Any]) -> dict[str, Any]:
    """Return the claims of a launch as the present habits have them."""
    habits, facts = lms.habits, lms.facts(person)
    told = {**claims, **_filled(habits.claims, facts)}
    for name, fields in habits.parts.items():
        if isinstance(told.get(name), dict):
            merged = {**told[name], **_filled(fields, facts)}
            told[name] = {field: value for field, value in merged.items() if value is not None}
    if habits.authorized_party:
        told["azp"] = told["aud"]
    if habits.listed_audience:
        told["aud"] = [told["aud"]]
    left_out = {*habits.left_out, *_left_out_of_app_areas(lms)}
    return {name: value for name, value in told.items() if name not in left_out}


def in_habitual_keys(habits: Habits, custom: Mapping[str, str]) -> dict[str, str]:
    """Return custom parameters under the names the LMS gives them."""
    lowered = {re.sub(r"[^a-z0-9]", "_", name.lower()): value for name, value in custom.items()}
    return {
        "as-is": dict(custom),
        "lower": {name.lower(): value for name, value in custom.items()},
        "both": {**custom, **lowered},
    }[habits.custom_keys]


def _left_out_of_app_areas(lms: Lms) -> tuple[str, ...]:
    return () if lms.switch("course_in_launch") else (*_OF_A_COURSE, *_PERSONAL)


def _filled(value: Any, facts: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return filled(value, facts)
    if isinstance(value, Mapping):
        return {name: _filled(part, facts) for name, part in value.items()}
    return value
