"""What `forked` begins ends as any process does."""

import os
import signal

import pytest

from tests.forked import fork

pytestmark = pytest.mark.processes


def test_what_a_process_says_and_how_it_ends_is_its_own(tmp_path):
    out, errors = (tmp_path / "out").open("w+"), (tmp_path / "errors").open("w+")
    with out, errors:
        told = fork("plugin", ["--help"], environment={"HOME": "/"}, out=out, errors=errors)
        refused = fork("plugin", ["no-such-command"], out=out, errors=errors)

        assert (told.wait(20), refused.wait(20)) == (0, 2)

    assert (tmp_path / "out").read_text().startswith("Usage: alongside")
    assert "no-such-command" in (tmp_path / "errors").read_text()


def test_a_process_that_is_killed_is_ours_to_wait_for(tmp_path):
    with (tmp_path / "out").open("w+") as out:
        one = fork("plugin", ["worker"], environment=_nowhere(tmp_path), out=out)
        one.send_signal(signal.SIGSTOP)
        one.kill()

        assert one.wait(20) == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.kill(one.pid, 0)


def test_nothing_of_our_environment_is_seen_by_what_is_given_its_own(tmp_path):
    with (tmp_path / "out").open("w+") as out:
        code = fork("plugin", ["check"], environment=_nowhere(tmp_path), out=out).wait(20)

    assert code == 1
    assert "ALONGSIDE_PUBLIC_URL" in (tmp_path / "out").read_text()


def _nowhere(path):
    return {"HOME": str(path), "PATH": "/usr/bin"}
