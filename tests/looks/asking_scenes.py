"""A mentee who asks mentors themselves, and the mentors whom they ask."""

from dataclasses import replace

from plugin.mentoring.background import Background
from plugin.mentoring.confided import Confided, Ready
from plugin.mentoring.enrolment import Side
from plugin.mentoring.exclusions import ExclusionKind
from plugin.mentoring.hours import WeekHours
from plugin.mentoring.programme import SelfMatch
from plugin.mentoring.templates import VALUES
from tests.looks.backstage import learners

NAMES = (
    "choose-mentor", "choose-mentor-not-ready", "choose-mentor-home", "request-sent",
    "request-to-answer", "request-home", "request-asked-more", "request-declined",
    "settings-choosing", "matching-choosing", "wishes", "fairness-none", "fairness",
    "matching-apart", "exclusions", "matching-excluded", "background", "profile-background",
)  # fmt: skip
MENTEES = ("leila.haddad", "yusuf.demir", "wanjiru.njoroge")


def add_asking(scenes):
    """Add the pages of both sides."""
    stage, course = scenes.stage, "choosing"
    hana = stage.coordinator(course)
    made = stage.open_programme(hana, title="Alumni, one to one")
    life = replace(made.life, self_match=SelfMatch(), wishes=True)
    with stage.house.store.work(hana.tenant_id) as work:
        work.save_programme(replace(made, life=life, version=made.version + 1))
    key = made.programme_id
    others = [slug for slug in learners(9) if slug not in MENTEES]
    mentors = [stage.arrives(slug, course) for slug in others[:6]]
    for at, one in enumerate(mentors):
        stage.answers(
            made, one, Side.MENTOR, zone="Europe/Berlin", hours=WeekHours.office(9, 12 + at),
            offers=made.skills[at : at + 3], values=VALUES[at % 2 : at % 2 + 2], capacity=2,
        )  # fmt: skip
    leila, yusuf = _mentees(stage, made, course)
    use, path = stage.services.mentor_requests, f"programmes/{key}/mentors/"
    scenes.add("choose-mentor-home", leila)
    scenes.add("choose-mentor-not-ready", yusuf, path)
    scenes.add("choose-mentor", leila, path)
    why = "You moved from research to industry, and I wonder how you knew that it was time."
    first = use.ask(key, mentors[0].person_id, why, actor=leila)
    scenes.add("request-sent", leila, f"requests/{first}/")
    scenes.add("request-to-answer", mentors[0], f"requests/{first}/")
    scenes.add("request-home", mentors[0])
    second = use.ask(key, mentors[1].person_id, "", actor=leila)
    use.say(second, "What would you like to be able to do a year from now?", actor=mentors[1])
    scenes.add("request-asked-more", leila, f"requests/{second}/")
    _declined(scenes, made, course, mentors[2])
    _wishes(scenes, key, leila, mentors, hana)
    scenes.add("settings-choosing", hana, f"programmes/{key}/settings/")
    scenes.add("matching-choosing", hana, f"programmes/{key}/matching/")


def _mentees(stage, programme, course):
    """Leïla, who is ready, and Yusuf, who has not asked himself yet."""
    leila, yusuf = (stage.arrives(slug, course) for slug in MENTEES[:2])
    for who, checked in ((leila, tuple(Ready)), (yusuf, ())):
        stage.answers(
            programme, who, Side.MENTEE, zone="Europe/Berlin", hours=WeekHours.office(9, 12),
            seeks=programme.skills[:4], values=VALUES[:2], confided=Confided(checked=checked),
        )  # fmt: skip
    return leila, yusuf


def _declined(scenes, programme, course, mentor):
    stage = scenes.stage
    other = stage.arrives(MENTEES[2], course)
    stage.answers(
        programme, other, Side.MENTEE, zone="Africa/Nairobi", hours=WeekHours.office(9, 12),
        confided=Confided(checked=tuple(Ready)),
    )  # fmt: skip
    use = stage.services.mentor_requests
    asked = use.ask(programme.programme_id, mentor.person_id, "", actor=other)
    use.decline(asked, actor=mentor)
    scenes.add("request-declined", other, f"requests/{asked}/")


def _wishes(scenes, key, leila, mentors, hana):
    """What Leïla wishes and rather would not, and the draft's page about her."""
    use = scenes.stage.services.wishes
    use.wish(key, [one.person_id for one in mentors[2:3]], actor=leila)
    use.rather_not(key, mentors[3].person_id, away=True, actor=leila)
    scenes.add("wishes", leila, f"programmes/{key}/wishes/")
    matching = f"programmes/{key}/matching/"
    scenes.add("fairness-none", scenes.stage.coordinator("unfilled"), _fair(scenes, "unfilled"))
    scenes.stage.services.matching.suggest(key, actor=hana)
    scenes.add("fairness", hana, f"{matching}fairness/")
    scenes.add("matching-apart", hana, f"{matching}people/{leila.person_id}")
    two, reason = (leila.person_id, mentors[4].person_id), "They share a laboratory."
    enter = scenes.stage.services.exclusions.enter
    enter(key, two, ExclusionKind.DEPARTMENT, reason, actor=hana)
    why = "Half of you are the first of your family here; we want you to meet somebody who was."
    scenes.stage.services.backgrounds.switch_on(key, Background.FIRST, why, actor=hana)
    scenes.add("background", hana, f"{matching}background/")
    scenes.add("profile-background", leila, f"programmes/{key}/profile/")
    scenes.add("exclusions", hana, f"{matching}not-together/")
    scenes.add("matching-excluded", hana, f"{matching}people/{leila.person_id}")


def _fair(scenes, course):
    """The page of a programme that has no draft, and hardly any people."""
    stage = scenes.stage
    actor = stage.coordinator(course)
    key = stage.open_programme(actor, title="Nobody yet").programme_id
    return f"programmes/{key}/matching/fairness/"
