"""Parts of the world's services that take a few lines each to build."""

from plugin.services.backgrounds import Backgrounds
from plugin.services.connections import ConnectionChecks
from plugin.services.exclusions import Exclusions
from plugin.services.fairness import Fairness
from plugin.services.matching import Matching
from plugin.services.mentor_requests import MentorRequests
from plugin.services.presences import Presences
from plugin.services.registrations import Registrations
from plugin.services.wishes import PartnerWishes
from plugin.store.connections import SqlConnections
from plugin.store.platform_invitations import SqlPlatformInvitations
from plugin.store.platforms import SqlPlatforms


def choosing(world):
    """Build what people do who choose for themselves, and what is said of drafts and meetings."""
    given = {"store": world.store, "clock": world.clock}
    return {
        "mentor_requests": MentorRequests(**given, new_id=world.new_id),
        "backgrounds": Backgrounds(**given),
        "exclusions": Exclusions(**given),
        "presences": Presences(**given, reports=world.reports),
        "wishes": PartnerWishes(**given),
        "fairness": Fairness(matching=Matching(**given, new_id=world.new_id)),
    }


def connections(world):
    """Build what looks after the connections to platforms."""
    database = world.store.database
    registrations = Registrations(
        invitations=SqlPlatformInvitations(database=database),
        platforms=SqlPlatforms(database=database),
        store=world.store,
        clock=world.clock,
        new_id=world.new_id,
    )
    return ConnectionChecks(
        connections=SqlConnections(database=database),
        probes=world.probes,
        registrations=registrations,
        clock=world.clock,
        scopes={"roster": ("roster.readonly",), "grades": ("score",)},
    )
