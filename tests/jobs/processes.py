"""Starting real worker processes, and waiting for what they do."""

import sys
import time

from tests.forked import fork


class Workers:
    """Worker processes of one test, all of them ended with it."""

    def __init__(self, database_url, folder):
        self._url = database_url
        self._folder = folder
        self._processes = []

    def start(self, name, *, die_at=None):
        arguments = [self._url, str(self._folder), name] + ([die_at] if die_at else [])
        process = fork("worker_process", arguments, out=sys.__stderr__)
        self._processes.append(process)
        return process

    def lines(self):
        file = self._folder / "lines"
        return file.read_text().split() if file.exists() else []

    def wait_for(self, count, *, timeout_s=30):
        """Return the lines once there are `count` of them."""
        self.until(lambda: len(self.lines()) >= count, timeout_s=timeout_s)
        return self.lines()

    def until(self, true, *, timeout_s=30):
        end = time.monotonic() + timeout_s
        while not true():
            assert time.monotonic() < end, f"not yet; lines so far: {self.lines()}"
            time.sleep(0.05)

    def end(self):
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()
