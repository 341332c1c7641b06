"""The Places port, by Microsoft Graph: folders in the one site that was assigned to the tool."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import GraphError
from graph.files import Files, Folder, Grant, Recipient, Role, folder_name
from plugin.gateways.graph_errors import NOT_UNDERSTOOD, translated
from plugin.mentoring.people import PersonId
from plugin.ports.errors import RefusedError

OUTSIDERS_REFUSED = frozenset({"sharingDisabled", "accountVerificationRequired"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPlaces:
    """Makes folders and keeps their access what membership says."""

    files: Files

    def ensure_folder(self, name: str) -> tuple[str, str]:
        """See `plugin.ports.outside.Places.ensure_folder`.

        Raises:
            TryLaterError, ConsentMissingError, RefusedError.

        """
        with translated():
            drive = self.files.drive()
            folder = self.files.ensure_folder(drive.drive_id, folder_name(name))
        if folder.web_url is None:
            raise RefusedError(NOT_UNDERSTOOD)
        return f"{folder.drive_id}/{folder.item_id}", folder.web_url

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
    """Whether it lets a person in here; the tool's own grant and those from above stay."""
    return bool(grant.object_id or grant.address) and not grant.inherited
