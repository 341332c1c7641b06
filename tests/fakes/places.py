"""A Places port that remembers. `tests.contracts.places` holds it to the real one."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from plugin.ports.errors import ConflictError, ConsentMissingError, GoneError, OutsideError
from plugin.ports.folders import FileLine, FolderChanges

CHANGED = datetime(2026, 3, 5, 9, tzinfo=UTC)


@dataclass
class FakePlaces:
    """Makes folders in memory; lets in whom `takes` says yes to."""

    trouble: OutsideError | None = None
    folders: dict = field(default_factory=dict)
    read_only: dict = field(default_factory=dict)
    contents: dict = field(default_factory=dict)
    log: list = field(default_factory=list)
    drive: str = "drive"
    takes: object = lambda address: address.casefold().endswith("@northmoor.example")

    def ensure_folder(self, name):
        if self.trouble:
            raise self.trouble
        folder = f"{self.drive}/{name.casefold()}"
        self.folders.setdefault(folder, set())
        return folder, f"https://files.example/{len(name)}"

    def open_to(self, folder, addresses, *, read_only=False):
        self._require(folder)
        self.read_only[folder] = read_only
        confirmed = {who: one for who, one in addresses.items() if self.takes(one)}
        self.folders[folder] = {one.casefold() for one in confirmed.values()}
        return frozenset(confirmed)

    def files_in(self, folder):
        self._require(folder)
        here = sorted(self.contents.get(folder, {}).items(), key=lambda one: one[0].casefold())
        return [
            FileLine(name, f"https://files.example/{len(name)}", len(content), False, at)
            for name, (content, at) in here
        ]

    def add(self, folder, name, content):
        self._require(folder)
        files = self.contents.setdefault(folder, {})
        if name.casefold() in {one.casefold() for one in files}:
            raise ConflictError("another file has the name")
        files[name] = (content, CHANGED)
        self.log.append(folder)

    def changes(self, since):
        if self.trouble:
            raise self.trouble
        first = 0 if since is None else int(since)
        gone = frozenset(one for one in self.log if one not in self.folders)
        changed = dict.fromkeys(self.log[first:], CHANGED)
        return FolderChanges(changed, gone, str(len(self.log)))

    def _require(self, folder):
        if self.trouble:
            raise self.trouble
        if folder not in self.folders:
            raise GoneError("no such folder")


@dataclass
class FakeDrives:
    """OneDrives in memory, of those who `said_yes`."""

    said_yes: set = field(default_factory=set)
    kept: dict = field(default_factory=dict)

    def of(self, account):
        mine = self.kept.setdefault(account.person_id, FakePlaces())
        yes = account.person_id in self.said_yes
        mine.trouble = None if yes else ConsentMissingError("not asked yet")
        mine.drive = f"drive-of-{account.person_id}"
        return mine
