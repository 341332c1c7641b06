"""Help, concerns and one's own data, in each state that looks different."""

from plugin.mentoring.break_glass import Category
from plugin.mentoring.people import PersonId
from plugin.ports.trouble import Contact
from tests.looks.backstage import TENANT

NAMES = (
    "help-bare", "help", "concern-new", "concerns", "concern-mine", "concern-told",
    "privacy-copy", "removal", "fares", "openings", "opening-asked", "opening-read",
    "accounts", "accounts-mine",
)  # fmt: skip
CONTACTS = (
    Contact("Student counselling", "counselling@northmoor.example, Mondays to Fridays"),
    Contact("Night line", "0123 456789, every night from eight to eight"),
)
WORRY = """He calls me late at night, and is angry when I do not answer.

I do not want to get him into trouble, I only want it to stop."""


def add_trouble(scenes):
    """Add what two people see when something is not right between them."""
    talk, stage = scenes.talk, scenes.stage
    key = talk.pair.relationship_id
    page, leila, amara = f"relationships/{key}/help", talk.leila, talk.amara
    scenes.pages["help-bare"] = stage.address(amara, f"{page}/")
    stage.services.support.say(TENANT, CONTACTS)
    hana = talk.programme.coordinators[0]
    told = stage.services.concerns.tell(
        key, WORRY, to=hana, about=frozenset((PersonId(amara.person_id),)), actor=leila
    )
    stage.services.trouble.ask_another(key, wanted=True, actor=leila)
    coordinator = stage.coordinator("talk")
    for name, actor, path in (
        ("help", leila, f"{page}/"),
        ("concern-new", leila, f"{page}/concern"),
        ("concerns", leila, "concerns/"),
        ("concern-mine", leila, f"concerns/{told}/"),
        ("concern-told", coordinator, f"concerns/{told}/"),
    ):
        scenes.pages[name] = stage.address(actor, path)
    _add_own_data(scenes)
    _add_openings(scenes, coordinator)
    _add_accounts(scenes, coordinator)


def _add_own_data(scenes):
    talk, stage = scenes.talk, scenes.stage
    privacy, leila = stage.services.privacy, talk.leila
    privacy.ask_copy(actor=leila)
    asked = privacy.held(actor=leila).copies[0]
    privacy.make_copy(TENANT, leila.person_id, asked.export_id)
    scenes.pages["privacy-copy"] = stage.address(leila, "me/privacy")
    scenes.pages["removal"] = stage.address(leila, "me/privacy/removal")


def _add_openings(scenes, coordinator):
    talk, stage = scenes.talk, scenes.stage
    glass, key = stage.services.break_glass, talk.programme.programme_id
    other = stage.arrives("ruth.ashby", "talk")
    stage.services.support.appoint(TENANT, other.person_id)
    asked = glass.ask(
        talk.pair.relationship_id, Category.SAFETY, "A threat was reported", actor=coordinator
    )
    second = glass.ask(
        talk.pair.relationship_id, Category.COMPLAINT, "A complaint in writing", actor=coordinator
    )
    glass.decide(second, True, actor=other)
    for name, actor, path in (
        ("fares", coordinator, f"programmes/{key}/health/"),
        ("openings", coordinator, f"programmes/{key}/openings/"),
        ("opening-asked", other, f"openings/{asked}/"),
        ("opening-read", coordinator, f"openings/{second}/"),
    ):
        scenes.pages[name] = stage.address(actor, path)


def _add_accounts(scenes, coordinator):
    """Somebody with two accounts, two of one name who were not asked, and one who may be new."""
    talk, stage = scenes.talk, scenes.stage
    persons, key = stage.services.same_person, talk.programme.programme_id
    first, last = (stage.arrives("thiago.araujo", "talk", again=one) for one in (0, 1))
    asked = persons.ask(key, first.person_id, last.person_id, actor=coordinator)
    persons.answer(asked.joining_id, yes=True, actor=last)
    for again in (0, 1):
        stage.arrives("anjali.krishnan", "talk", again=again)
    persons.doubted(TENANT, talk.leila.person_id, "Zoë Quist", "quist@northmoor.example")
    scenes.pages["accounts"] = stage.address(coordinator, f"programmes/{key}/accounts")
    scenes.pages["accounts-mine"] = stage.address(first, "me/accounts")
