"""Training, surveys, and mentors, among themselves and asked by mentees, over filled ports."""

from typing import TypedDict

from config import Feature
from plugin.gateways.starter_courses import starter_courses
from plugin.services.backgrounds import Backgrounds
from plugin.services.exclusions import Exclusions
from plugin.services.fairness import Fairness
from plugin.services.helper import Helper
from plugin.services.matching import Matching
from plugin.services.memberships import Memberships
from plugin.services.mentor_circles import MentorCircles
from plugin.services.mentor_requests import MentorRequests
from plugin.services.planning import Planning
from plugin.services.training import Training
from plugin.services.training_desk import TrainingDesk
from plugin.services.wishes import PartnerWishes
from plugin.wiring.house import House, new_id, utc_now


class _Learning(TypedDict):
    backgrounds: Backgrounds
    exclusions: Exclusions
    fairness: Fairness
    helper: Helper
    mentor_circles: MentorCircles
    mentor_requests: MentorRequests
    training: Training
    training_desk: TrainingDesk
    wishes: PartnerWishes


def of_learning(house: House, planning: Planning, *, with_places: bool) -> _Learning:
    """Build what people learn with, and what its coordinators decide about it."""
    store, clock = house.store, utc_now
    return _Learning(
        helper=Helper(
            store=store,
            library=starter_courses,
            on=Feature.HELPER in house.settings.features,
        ),
        mentor_circles=MentorCircles(
            store=store,
            clock=clock,
            new_id=new_id,
            memberships=Memberships(store=store, clock=clock, planning=planning),
            with_places=with_places,
        ),
        mentor_requests=MentorRequests(
            store=store, clock=clock, new_id=new_id, with_places=with_places
        ),
        training=Training(store=store, clock=clock, library=starter_courses),
        backgrounds=Backgrounds(store=store, clock=clock),
        exclusions=Exclusions(store=store, clock=clock),
        fairness=Fairness(matching=Matching(store=store, clock=clock, new_id=new_id)),
        wishes=PartnerWishes(store=store, clock=clock),
        training_desk=TrainingDesk(
            store=store, clock=clock, new_id=new_id, library=starter_courses
        ),
    )
