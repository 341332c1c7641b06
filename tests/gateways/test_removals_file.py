"""K10: removals stand in a file of their own, whatever becomes of the database."""

import json

import pytest

from plugin.gateways.removals_file import RemovalsFile
from plugin.ports.errors import TryLaterError
from plugin.ports.privacy import KeyRemoval


def test_k10_each_removal_is_a_line_and_nobody_else_may_read_it(tmp_path, clock):
    path = tmp_path / "removals.jsonl"
    file = RemovalsFile(str(path))

    file.add("northmoor", "person-1", clock())
    file.add("northmoor", "person-2", clock())

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["person"] for line in lines] == ["person-1", "person-2"]
    assert path.stat().st_mode & 0o077 == 0


def test_k10_a_file_that_cannot_be_written_is_tried_again(tmp_path, clock):
    with pytest.raises(TryLaterError):
        RemovalsFile(str(tmp_path / "gone" / "removals.jsonl")).add("t", "p", clock())


def test_p08_a_destroyed_key_is_a_line_of_its_own(tmp_path, clock):
    path = tmp_path / "removals.jsonl"

    RemovalsFile(str(path)).add_key("northmoor", KeyRemoval("pair-1", "ab12", clock()))

    [line] = map(json.loads, path.read_text().splitlines())
    at = clock().isoformat()
    assert line == {"tenant": "northmoor", "relationship": "pair-1", "key": "ab12", "at": at}
