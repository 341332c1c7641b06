"""The page that brings a list of people: what is shown, said and refused over HTTP."""

import re

import pytest

from plugin.mentoring.enrolment import Side
from plugin.services import list_work
from tests.security.house import INSTRUCTOR, Tool, copied
from tests.services.world import PLAN
from tests.stores import NORTHMOOR

LIST = (
    "email;side;capacity;offers;phone\r\n"
    "ada@northmoor.example;mentor;2;Networking;1\r\n"
    "<b>Eve</b>@x.example;boss;three;Owls;2\r\n"
    "javascript:alert(1)@x.example;mentee;;;3\r\n"
    '"nobody@x.example";mentee;;;4\r\n'
)
MULTIPART = "multipart/form-data; boundary=part"
BODY = (
    b'--part\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n%b\r\n--part\r\n'
    b'Content-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n%b\r\n--part--\r\n'
)


class House:
    """A tool with one programme; cleo coordinates it, and zoe with her."""

    def __init__(self, file):
        self.tool = Tool(file)
        self.world = self.tool.world
        self.programme = self.world.programme()
        self.cleo = self.tool.visitor("cleo", roles=(INSTRUCTOR,)).enter()
        self.zoe = self.tool.visitor("zoe", roles=(INSTRUCTOR,)).enter()
        key = self.programme.programme_id
        self.zoe.post(f"programmes/{key}/coordinators")
        self.path = f"programmes/{key}/list/"

    def send(self, content, who=None):
        who = who or self.cleo
        content = content if isinstance(content, bytes) else content.encode()
        form = {"data": BODY % (who.csrf.encode(), content), "content_type": MULTIPART}
        return who.ask("POST", who.home + self.path, **form)

    def page(self, who=None, **query):
        return (who or self.cleo).get(self.path, query_string=query).text

    def press(self, what, **form):
        seen = re.search(r'name="version" value="(\d+)"', self.page())
        return self.cleo.post(self.path + what, {"version": seen[1] if seen else "1"} | form)

    def list_id(self):
        return self.world.kept("people_lists", self.programme.programme_id)[0].list_id

    def part(self, who):
        return self.world.kept("enrolment", self.programme.programme_id, who.person_id)


@pytest.fixture
def house(sqlite_template, tmp_path):
    house = House(copied(sqlite_template, tmp_path))
    yield house
    house.tool.close()


def test_a_list_is_shown_cell_by_cell_and_brought_in_on_a_press(house):
    assert house.send(LIST).status_code == 303

    page = house.page()
    assert "Read as UTF-8 with semicolons." in page
    assert "kept nowhere: phone." in page
    assert "Bring in one row" in page
    assert "<strong>side</strong> <q>boss</q>: Write one of: mentee, mentor." in page
    assert "<strong>capacity</strong> <q>three</q>: Write a whole number from 1 to 3." in page
    assert "<strong>offers</strong> <q>Owls</q>: Use the skills of this programme" in page
    assert house.part(house.world.ada) is None

    assert house.press("bring").status_code == 303
    house.world.run()

    assert "One draft was begun" in house.page()
    ada = house.tool.visitor("ada").enter()
    assert "A coordinator began this for you" in ada.get(house.path[:-5] + "profile/").text
    assert house.part(house.world.ada).ready_at is None


def test_c09_what_a_cell_holds_is_text(house):
    house.send(LIST)

    page = house.page()
    assert "&lt;b&gt;Eve&lt;/b&gt;@x.example" in page
    assert "<b>Eve" not in page
    assert 'href="javascript' not in page


def test_c06_who_is_elsewhere_is_told_like_who_is_nowhere(house):
    house.world.arrive("tim", context_id="course-2")
    pages = []
    for address in ("tim@northmoor.example", "bob@northmoor.example"):
        house.send(f"email,side\n{address},mentee\n")
        pages.append(house.page().replace(address, "x"))
        house.press("discard")

    there, nowhere = (re.sub(r'value="[^"]*"|/l/[^/"]+', "", page) for page in pages)
    assert "Nobody in this course has this address" in there
    assert there == nowhere


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "There are no people in it."),
        (b"PK\x03\x04", "This is a workbook."),
        (b"%PDF\x00\x01\x00\x02\x03\x04", "This is no list as text."),
        ("email\na@x.example,Jörg\n".encode("mac-roman"), "Line 2 has letters"),
        ("email\nZoë\n".encode() + "Zoë\n".encode("cp1252"), "From line 3 on"),
        ('email\n"a@x.example\n', "a quotation mark opens or closes"),
        ('sep="\nemail"side\na@x.example"mentor\n', "names a separator that is not read here"),
        ("phone\n1\n", "none of the columns of the empty list"),
        ("name,side\nBea,mentor\n", "a column “email” or “id”"),
        ("email,mail\na,b\n", "the column “email” twice"),
        ("email\n" + "a@x.example\n" * 100_001, "It has 100,001 rows; 100,000 are taken"),
        (b"email\n" + b"x" * 10_000_000, "It is larger than 10 MB."),
    ],
)
def test_c01_c02_c04_a_file_that_is_not_read_says_why_beside_the_field(house, content, words):
    reply = house.send(content)

    assert reply.status_code == 422
    assert words in reply.text
    assert house.world.kept("people_lists", house.programme.programme_id) == []


def test_c16_what_is_larger_than_any_list_is_not_taken_in(house):
    form = {"data": b"x" * 11_500_000, "content_type": MULTIPART}

    assert house.cleo.ask("POST", house.cleo.home + house.path, **form).status_code == 413


def test_of_two_coordinators_the_second_is_told_and_sees_the_first_ones_list(house):
    house.send(LIST)

    reply = house.send(LIST, house.zoe)

    assert reply.status_code == 409
    assert "Another list was chosen a moment ago." in reply.text
    assert "chosen by Cleo" in house.page(house.zoe)


def test_c10_the_same_list_again_says_that_nothing_would_change(house):
    house.send(LIST)
    house.press("bring")
    house.world.run()

    house.send(LIST)

    assert "No row would change anything." in house.page()
    assert "Has a profile, which stays" in house.page()


def test_how_far_it_is_shows_without_a_script_too(house, monkeypatch):
    monkeypatch.setattr(list_work, "BROUGHT_AT_ONCE", 1)
    for number in range(3):
        house.world.arrive(f"p{number}")
    house.send("email,side\n" + "".join(f"p{n}@northmoor.example,mentee\n" for n in range(3)))
    house.press("bring")
    one = house.world.kept("people_lists", house.programme.programme_id)[0]
    house.world.services.people_lists.go_on(NORTHMOOR, one.list_id)

    assert "Bringing in: 1 of 3 rows." in house.page()
    assert "Look again" in house.page()
    assert "HX-Refresh" not in house.cleo.get(house.path + "progress").headers
    house.world.run()
    assert house.cleo.get(house.path + "progress").headers["HX-Refresh"] == "true"


def test_a_list_that_was_not_looked_at_whole_offers_nothing_but_to_drop_it(house, monkeypatch):
    monkeypatch.setattr(list_work, "CHECKED_AT_ONCE", 2)
    house.send(LIST)
    house.world.services.people_lists.gave_up(NORTHMOOR, house.list_id())

    page = house.page()

    assert "Not every row could be looked at" in page
    assert ("Bring in one row" in page, "list/left" in page) == (False, False)
    assert house.press("bring").status_code == 409
    house.press("discard")
    assert "Choose a list" in house.page()


def test_rows_that_were_left_come_as_a_file_with_reasons_and_formulas_as_text(house):
    house.send(LIST + "=cmd|' /C calc'!A0;mentor;;;\r\n")
    house.press("bring")
    house.world.run()

    reply = house.press("left", list=house.list_id())

    text = reply.get_data().decode("utf-8-sig")
    assert reply.headers["Content-Disposition"] == 'attachment; filename="left.csv"'
    assert "'=cmd|' /C calc'!A0,,,mentor" in text
    assert "capacity: Write a whole number from 1 to 3." in text
    assert "Nobody in this course has this address or id." in text
    assert "Delete these rows now" in house.page()
    assert house.press("forget", list=house.list_id()).status_code == 303
    assert "Delete these rows now" not in house.page()


def test_links_for_mentors_from_outside_come_as_a_file_that_opens_the_programme(house):
    house.send("email,name,side\nrut@alumni.example,Rut,mentor\n")
    assert "Gets a link" in house.page()
    house.press("bring")
    house.world.run()

    text = house.press("links", list=house.list_id()).get_data().decode("utf-8-sig")

    address = re.search(r"Rut,rut@alumni.example,https://tool.example(/\S+)", text)[1]
    assert "Next steps" in house.tool.visitor("rut").ask("GET", address).text


def test_c14_a_list_is_taken_back_on_a_press_and_the_page_says_what_stays(house):
    house.world.arrive("eve")
    house.send("email,side\nada@northmoor.example,mentor\neve@northmoor.example,mentee\n")
    house.press("bring")
    house.world.run()
    house.world.answer(house.programme, house.world.ada, Side.MENTOR)
    assert "Take it all back" in house.page()

    house.press("undo", list=house.list_id())
    house.world.run()

    page = house.page()
    assert "One row was taken back" in page
    assert "They have made it their own since" in page
    assert "Take it all back" not in page


def test_the_empty_list_names_the_programmes_own_skills(house):
    reply = house.cleo.get(house.path + "template")

    assert "Networking" in reply.get_data().decode("utf-8-sig")
    assert reply.mimetype == "text/csv"


def test_rows_come_fifty_at_a_time_and_by_kind(house):
    rows = "".join(f"x{n}@x.example,mentee\n" for n in range(55))
    house.send("email,side\nada@northmoor.example,mentor\n" + rows)

    counts = [
        house.page(**query).count('<th scope="row"')
        for query in ({}, {"page": 2}, {"kind": "prefill"}, {"kind": "nonsense", "page": "x"})
    ]
    assert counts == [50, 6, 1, 50]


def test_a_programme_that_is_not_open_says_so_before_anything_is_pressed(house):
    draft = house.world.services.programmes.start(PLAN, actor=house.world.cleo)
    house.path = f"programmes/{draft.programme_id}/list/"
    house.send(LIST)

    assert "The programme takes no profiles at present" in house.page()
    assert "Bring in one row" not in house.page()
