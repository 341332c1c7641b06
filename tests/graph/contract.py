"""Holds what we send against a published description of Graph, where one is at hand.

The description is Microsoft's and not ours to hand on; without it these checks are skipped.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

DESCRIPTION = Path(__file__).parents[3] / "shared" / "graph-openapi-subset.json"


def faults(method, path, body):
    """Return what the description says is wrong with a request body, as sentences.

    `path` is a real one, below the version: "/me/events/AAMk".
    """
    if not DESCRIPTION.exists():
        pytest.skip("the description of Graph is not here")
    template = _template(path)
    if template is None or method.lower() not in _description()["paths"][template]:
        return [f"no operation {method} {path}"]
    errors = _validator(template, method.lower()).iter_errors(body)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in errors]


@cache
def _description():
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


@cache
def _template(path):
    """Return the described path, the one with the fewest placeholders first."""
    for template in sorted(_description()["paths"], key=lambda each: each.count("{")):
        pattern = re.sub(r"\\\{[^}]+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path):
            return template
    return None


@cache
def _validator(template, method):
    whole = Resource.from_contents(_description(), default_specification=DRAFT202012)
    quoted = template.replace("~", "~0").replace("/", "~1")
    quoted = quoted.replace("{", "%7B").replace("}", "%7D").replace("$", "%24")
    pointer = f"urn:graph#/paths/{quoted}/{method}/requestBody/content/application~1json/schema"
    registry = Registry().with_resource("urn:graph", whole)
    return Draft202012Validator({"$ref": pointer}, registry=registry)
