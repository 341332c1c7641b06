"""The Places port, by Microsoft Graph: folders in the one site that was assigned to the tool.

Or in the OneDrive of somebody who said yes to it, which has one folder more above them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import GraphError, GraphNotFoundError
from graph.files import Files, Folder, Grant, Recipient, Role, folder_name
from plugin.gateways.graph_errors import NOT_UNDERSTOOD, translated
from plugin.mentoring.people import PersonId
from plugin.ports.errors import RefusedError

NO_DRIVE = "no-drive"
OUTSIDERS_REFUSED = frozenset({"sharingDisabled", "accountVerificationRequired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPlaces:
    """Makes folders and keeps their access what membership says.

    Attributes:
        within: the name of the folder that they are made in; empty for the top.

    """

    files: Files
    within: str = ""

    def ensure_folder(self, name: str) -> tuple[str, str]:
        """See `plugin.ports.outside.Places.ensure_folder`.

        Raises:
            TryLaterError, ConsentMissingError, RefusedError.

        """
        with translated():
            folder = self._made(folder_name(name))
        if folder.web_url is None:
            raise RefusedError(NOT_UNDERSTOOD)
        return f"{folder.drive_id}/{folder.item_id}", folder.web_url

    def _made(self, name: str) -> Folder:
        try:
            drive_id = self.files.drive().drive_id
        except GraphNotFoundError as error:
            raise RefusedError(NO_DRIVE) from error
        if not self.within:
            return self.files.ensure_folder(drive_id, name)
        top = self.files.ensure_folder(drive_id, self.within)
        return self.files.ensure_folder(drive_id, name, parent_id=top.item_id)

    def open_to(
        self, folder: str, addresses: Mapping[PersonId, str], *, read_only: bool = False
    ) -> frozenset[PersonId]:
        """See `plugin.ports.outside.Places.open_to`.

        Raises:
            TryLaterError, ConsentMissingError, RefusedError.
            GoneError: the folder is not there any more.

        """
        drive_id, _, item_id = folder.partition("/")
        whole = Folder(drive_id, item_id, "", None)
        with translated():
            present = self.files.grants(whole)
            role: Role = "read" if read_only else "write"
            # A grant of the other role is taken back first: SharePoint adds to it, never lessens.
            for grant in [one for one in present if _is_of_a_person(one) and role not in one.roles]:
                self.files.revoke(whole, grant.grant_id)
                present.remove(grant)
            theirs = {
                who: self._let_in(whole, one, present, role) for who, one in addresses.items()
            }
            welcome = {grant_id for grant_id in theirs.values() if grant_id}
            for grant in present:
                if _is_of_a_person(grant) and grant.grant_id not in welcome:
                    self.files.revoke(whole, grant.grant_id)
        return frozenset(who for who, grant_id in theirs.items() if grant_id)

    def _let_in(self, folder: Folder, address: str, present: list[Grant], role: Role) -> str | None:
        """Return the person's grant, made if need be; None where SharePoint does not take them.

        One call each, repeatable: SharePoint often names a person by neither the address they were
        let in with nor any other, so that only the answer tells whose grant is whose.
        """
        for grant in present:
            if grant.address and grant.address.casefold() == address.casefold():
                return grant.grant_id
        try:
            made = self.files.grant(folder, [Recipient(address=address)], role=role)
        except GraphError as error:
            if error.code not in OUTSIDERS_REFUSED:
                raise
            return None
        return made[0].grant_id if made else None


def _is_of_a_person(grant: Grant) -> bool:
    """Whether it lets a person in here; the tool's own, the owner's and those from above stay."""
    known = bool(grant.object_id or grant.address)
    return known and not grant.inherited and "owner" not in grant.roles
