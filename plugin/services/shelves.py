"""Finding the shelf that a folder lies on: the institution's site, or somebody's OneDrive."""

from collections.abc import Mapping

from plugin.mentoring.may_run import Feature
from plugin.mentoring.people import PersonId
from plugin.mentoring.place import Shelves
from plugin.ports.errors import ConsentMissingError
from plugin.ports.outside import Drives
from plugin.ports.outside import Places as Folders
from plugin.ports.values import Account
from plugin.services.running import ALONE


def shelves(folders: Folders | None, drives: Drives | None) -> Shelves:
    """Return where folders can be made here."""
    return Shelves(site=folders is not None, drives=drives is not None)


def shelf(
    holder: PersonId | None,
    accounts: Mapping[PersonId, Account],
    *,
    folders: Folders | None,
    drives: Drives | None,
) -> Folders | None:
    """Return what a folder of that holder is reached by; None where it cannot be any more.

    Raises:
        ConsentMissingError: the holder has to sign in, and to say yes, first.

    """
    if holder is None:
        return folders
    if drives is None:
        return None
    account = accounts.get(holder)
    run = ALONE.of(Feature.FOLDER, account, offered=True, wished=True)
    if account is None or not run.goes:
        raise ConsentMissingError("the holder of the folder has not signed in")
    return drives.of(account)
