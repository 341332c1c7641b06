"""What a person's account says of them, against the pretend Microsoft 365."""

from plugin.gateways.graph_owners import GraphOwners
from tests.gateways.conftest import AMARA, HANA, SCOPES

ALL = SCOPES | {"MailboxSettings.Read"}


def test_the_address_of_the_mailbox_and_its_zone_are_read(microsoft):
    def transport_of(account):
        microsoft.parts.grants.consent(account.object_id, ALL)
        user = microsoft.user(account.address)
        return microsoft.transport(microsoft.parts.grants.tokens_for(user, ALL))

    owners = GraphOwners(transport_of=transport_of)

    address, zone = owners.about(microsoft.account(AMARA))

    assert address == AMARA
    assert zone
    assert owners.about(microsoft.account(HANA))[0] == HANA
