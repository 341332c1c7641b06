"""Where placed links lead, and that they grant nothing."""

import re
from datetime import timedelta
from html import unescape

import pytest

from lti import claims
from plugin.mentoring.programme import Stage
from plugin.web.visits import fingerprint
from tests.fakes.lti_platform import INSTRUCTOR
from tests.stores import NORTHMOOR, SOUTHMOOR
from tests.web.placing import a_circle, arrives


class TestPlacedLinks:
    def test_a_programme_leads_its_coordinator_to_the_whole_of_it(self, teacher, things):
        reply = arrives(teacher, f"placed/programmes/{things.programme}")

        assert reply.status_code == 200
        assert reply.request.path.endswith(f"/programmes/{things.programme}")

    def test_and_a_learner_to_their_own_page(self, tool, things):
        ben = tool.visitor("ben")

        reply = arrives(ben, f"placed/programmes/{things.programme}")

        assert reply.request.path == ben.home
        assert reply.status_code == 200

    @pytest.mark.parametrize(
        ("page", "end"),
        [
            ("placed/mentor", "relationships/{pair}/times/"),
            ("placed/agreement", "relationships/{pair}/agreement/"),
            ("placed/profile", "programmes/{programme}/profile/"),
            ("placed/training", "programmes/{programme}/training/for/mentor"),
            ("placed/start", ""),
        ],
    )
    def test_each_kind_leads_to_its_page(self, tool, things, page, end):
        ben = tool.visitor("ben")

        reply = arrives(ben, page)

        wanted = end.format(pair=things.relationship, programme=things.programme)
        assert reply.request.path == ben.home + wanted
        assert reply.status_code == 200

    def test_r7_the_mentors_own_circle_takes_no_link_off_its_way(self, tool, things):
        world = tool.world
        world.services.mentor_circles.gather(things.programme, "Mentors", actor=world.cleo)
        ada = tool.visitor("ada")

        reply = arrives(ada, "placed/profile")

        assert reply.request.path.endswith(f"/programmes/{things.programme}/profile/")

    @pytest.mark.parametrize("page", ["placed/mentor", "placed/agreement"])
    def test_who_has_nobody_yet_comes_home(self, tool, page):
        finn = tool.visitor("finn")

        assert arrives(finn, page).request.path == finn.home

    def test_the_parameter_leads_where_all_links_have_one_address(self, tool):
        ben = tool.visitor("ben")

        reply = arrives(ben, **{claims.CUSTOM: {"alongside_page": "placed/agreement"}})

        assert "/agreement/" in reply.request.path

    @pytest.mark.parametrize(
        "page", ["https://evil.example/", "//evil.example", "../../lti/jwks", "nowhere", "%2e%2e/"]
    )
    def test_d12_a_parameter_that_names_no_page_leads_home(self, tool, page):
        ben = tool.visitor("ben")

        assert arrives(ben, **{claims.CUSTOM: {"alongside_page": page}}).request.path == ben.home

    @pytest.mark.parametrize(
        ("page", "status"),
        [
            ("programmes/{programme}/people", 403),
            ("programmes/{programme}/matching/", 403),
            ("relationships/{other_relationship}/", 404),
            ("relationships/{other_relationship}/agreement/", 404),
        ],
    )
    def test_d12_a_parameter_opens_nothing_that_is_not_ones_own(self, tool, things, page, status):
        ben, fill = tool.visitor("ben"), {
            "programme": things.programme,
            "other_relationship": things.other_relationship,
        }  # fmt: skip

        reply = arrives(ben, **{claims.CUSTOM: {"alongside_page": page.format(**fill)}})

        assert reply.status_code == status

    def test_a_circle_leads_its_members_to_it_and_everybody_else_where_they_belong(
        self, tool, teacher, things
    ):
        ada, dora = tool.visitor("ada"), tool.visitor("dora")
        link = f"placed/circles/{a_circle(tool, things)}"

        ways = [arrives(who, link).request.path for who in (ada, dora, teacher)]

        assert ways == [
            f"{ada.home}relationships/circle-1/",
            dora.home,
            f"{teacher.home}programmes/{things.programme}",
        ]

    def test_d09_a_circle_of_elsewhere_or_nowhere_was_removed(self, tool, things):
        link = f"placed/circles/{a_circle(tool, things)}"
        other = tool.visitor("max", tenant=SOUTHMOOR, roles=(INSTRUCTOR,))

        for who, page in ((other, link), (tool.visitor("ben"), "placed/circles/gone")):
            assert "This activity was removed" in arrives(who, page).text

    def test_a_reflection_leads_to_the_latest_session_that_has_been(self, tool, things):
        tool.clock.now += timedelta(days=60)
        ada, ben = tool.visitor("ada"), tool.visitor("ben")

        assert arrives(ben, "placed/reflection").request.path == (
            f"{ben.home}sessions/{things.session}/"
        )
        assert arrives(ada, "placed/reflection").status_code == 200

    def test_d09_what_was_removed_says_so(self, teacher):
        reply = arrives(teacher, "placed/programmes/gone")

        assert reply.status_code == 404
        assert "This activity was removed" in reply.text

    def test_d09_what_is_anothers_looks_like_what_was_removed(self, tool, things):
        lea = tool.visitor("max", tenant=SOUTHMOOR, roles=(INSTRUCTOR,))

        reply = arrives(lea, f"placed/programmes/{things.programme}")

        assert reply.status_code == 404
        assert "This activity was removed" in reply.text


class TestS01CopiedCourses:
    """A new course, and links with the parameters of the old one."""

    @pytest.fixture
    def link(self, things):
        return f"placed/programmes/{things.programme}"

    @pytest.fixture
    def kim(self, tool):
        return tool.visitor("kim", course="course-2", roles=(INSTRUCTOR,))

    def test_whoever_teaches_the_copy_is_offered_the_same_settings(self, tool, kim, link, things):
        reply = arrives(kim, link)

        assert "Start the same programme in this course" in reply.text
        with tool.store.look(NORTHMOOR) as work:
            assert work.programme(things.programme).purpose in unescape(reply.text)

    def test_s01_nobody_of_the_old_course_is_in_them(self, kim, link):
        page = arrives(kim, link).text

        assert not re.search(r"\b(Ada|Ben|Cleo|Dora|Eve)\b", page)

    def test_s01_sent_as_it_is_it_makes_an_empty_draft_of_the_copy(self, tool, kim, link):
        page = arrives(kim, link).text
        names = ("template", "title", "cadence_weeks", "length_min", "capacity", "zone")
        form = {name: _shown(page, name) for name in names}
        form |= {name: _text(page, name) for name in ("purpose", "goal", "measure")}

        kim.post("programmes/", form)

        with tool.store.look(NORTHMOOR) as work:
            (made,) = work.programmes_in(tool.store.visit(fingerprint(kim.handle)).course_id)
        assert made.stage is Stage.DRAFT
        assert made.title == form["title"]

    def test_the_history_of_a_copy_is_enough_without_any_link(self, tool, kim, things):
        history = {claims.CUSTOM: {"context_history": "course-9,course-1"}}
        gil = tool.visitor("gil", course="course-3", roles=(INSTRUCTOR,))
        with tool.store.look(NORTHMOOR) as work:
            purpose = work.programme(things.programme).purpose

        page = gil.enter(**history).get().text

        assert "Start the same programme in this course" in page
        assert not re.search(r"\b(Ada|Ben|Cleo|Dora|Eve)\b", page)
        assert purpose in unescape(page)
        gil.post("programmes/", PLAN)
        assert "Start the same programme" not in gil.get().text

    @pytest.mark.parametrize("history", ["", "course-9", "$Context.id.history"])
    def test_a_course_that_was_copied_from_none_of_ours_begins_anew(self, tool, kim, history):
        page = kim.enter(**{claims.CUSTOM: {"context_history": history}}).get().text

        assert "Start the same programme" not in page

    def test_a_history_of_another_institution_shows_nothing_of_this_one(self, tool):
        history = {claims.CUSTOM: {"context_history": "course-1"}}
        who = tool.visitor("max", course="course-3", roles=(INSTRUCTOR,), tenant=SOUTHMOOR)

        assert "Start the same programme" not in who.enter(**history).get().text

    def test_a_learner_of_the_copy_sees_that_there_is_nothing_yet(self, tool, link):
        jon = tool.visitor("jon", course="course-2")

        reply = arrives(jon, link)

        assert "There is no mentoring programme in this course yet" in reply.text

    def test_once_the_copy_has_a_programme_the_link_leads_there(self, tool, kim, link):
        kim.enter()
        kim.post("programmes/", PLAN)

        assert arrives(kim, link).request.path == kim.home


PLAN = {
    "template": "career-one-to-one", "title": "T", "purpose": "P", "goal": "G", "measure": "M",
    "zone": "Europe/Berlin", "cadence_weeks": 2, "length_min": 45, "capacity": 2,
}  # fmt: skip


def _shown(page, name):
    """Return the value of an input, or the chosen option of a list."""
    field = re.search(f'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    if field is None:
        listed = re.search(f'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
        field = re.search(r'<option value="([^"]*)" selected', listed)
    return unescape(field[1])


def _text(page, name):
    return unescape(re.search(f'<textarea[^>]*name="{name}"[^>]*>([^<]*)<', page)[1])


def test_s08_an_account_of_somebody_else_opens_no_page_and_a_coordinator_is_asked(
    tool, teacher, things
):
    ben = tool.visitor("ben").enter()

    reply = ben.launch(name="Zoë Quist", email="quist@northmoor.example")

    assert reply.status_code == 403
    assert "M-ANOTHER-PERSON" in reply.text
    assert "Ben" not in reply.text
    assert "Zoë Quist" in teacher.enter().get(f"programmes/{things.programme}/accounts").text
