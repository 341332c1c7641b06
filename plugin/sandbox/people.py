"""The people and courses of Northmoor, the pretend university: one list for both pretend servers.

All of them are invented. Names, zones, and what an LMS withholds vary on purpose: a tool that
needs a name, an e-mail address or a Microsoft account from everybody fails here first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import NAMESPACE_DNS, uuid5

MAIL_DOMAIN = "northmoor.example"
RESEARCH_CAREERS = "research-careers"
DATA_SCIENCE = "data-science"

COURSES: Mapping[str, str] = MappingProxyType(
    {RESEARCH_CAREERS: "Research Careers 2026", DATA_SCIENCE: "MSc Data Science"}
)


class Role(StrEnum):
    """What a person is in a course."""

    INSTRUCTOR = "instructor"
    TEACHING_ASSISTANT = "teaching_assistant"
    LEARNER = "learner"
    TEST_USER = "test_user"


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPerson:
    """A person as the LMS and Microsoft 365 know them.

    `key` is the LTI subject: opaque, and the same in every course. `given`, `family`, `name` and
    `email` are None where the LMS withholds them; `mailbox` is the Microsoft 365 address even
    then, and None for whoever has no account (their `email` lies elsewhere). `object_id` is the
    Entra object id, with `mailbox`. `zone` is an IANA name. `courses` maps course to role; an LMS
    administrator has none.
    """

    key: str
    slug: str
    given: str | None
    family: str | None
    name: str | None
    email: str | None
    mailbox: str | None
    object_id: str | None
    zone: str
    locale: str
    courses: Mapping[str, Role]
    is_lms_admin: bool = False

    @property
    def has_mailbox(self) -> bool:
        """A Microsoft 365 account at northmoor.example exists."""
        return self.mailbox is not None

    @property
    def language(self) -> str:
        """ISO 639-1 code: the first part of `locale`."""
        return self.locale.partition("-")[0]

    @property
    def label(self) -> str:
        """Something to show for everybody: the name, else a neutral label."""
        return self.name or f"Participant {self.key[:4]}"


def person(key: str) -> SandboxPerson | None:
    """Return who has this `key`, or None."""
    return _BY_KEY.get(key)


def person_named(name: str) -> SandboxPerson:
    """Return the person with this full name or slug; for tests and seeds.

    Raises:
        StopIteration: nobody is called so.

    """
    return next(p for p in PEOPLE if name in (p.name, p.slug))


def enrolled(course_id: str) -> tuple[SandboxPerson, ...]:
    """Return everybody with a role in the course, in the order of `PEOPLE`."""
    return tuple(p for p in PEOPLE if course_id in p.courses)


_BERLIN, _LONDON, _TORONTO = "Europe/Berlin", "Europe/London", "America/Toronto"
_NAIROBI, _KOLKATA, _SAO_PAULO = "Africa/Nairobi", "Asia/Kolkata", "America/Sao_Paulo"

_L = Role.LEARNER
_R = {RESEARCH_CAREERS: _L}
_D = {DATA_SCIENCE: _L}
_RD = {RESEARCH_CAREERS: _L, DATA_SCIENCE: _L}
_TEACHES_R = {RESEARCH_CAREERS: Role.INSTRUCTOR}
_TEACHES_D = {DATA_SCIENCE: Role.INSTRUCTOR}
_N = MAIL_DOMAIN
_NO_NAME = frozenset({"sibusiso.dlamini", "p.larsen", "yusuf.demir", "r.kamau", "n.iyer"})
_NO_EMAIL = frozenset({"tomasz.wojcik", "ines.carvalho", "aarav.menon", "r.kamau", "n.iyer"})

# slug, given name, family name, zone, locale, course roles, domain of the mailbox
_ROWS: tuple[tuple[str, str, str, str, str, Mapping[str, Role], str], ...] = (
    ("hana.kovacova", "Hana", "Kováčová", _BERLIN, "en-GB", _TEACHES_R, _N),
    ("david.mwangi", "David", "Mwangi", _LONDON, "en-GB", _TEACHES_D, _N),
    ("ruth.ashby", "Ruth", "Ashby", _LONDON, "en-GB", {}, _N),
    ("joao.figueira", "João", "Figueira", _LONDON, "en-GB",
     {RESEARCH_CAREERS: Role.TEACHING_ASSISTANT, DATA_SCIENCE: Role.TEACHING_ASSISTANT}, _N),
    ("test.student", "Test", "Student", _LONDON, "en-GB",
     {RESEARCH_CAREERS: Role.TEST_USER, DATA_SCIENCE: Role.TEST_USER}, ""),
    ("amara.okafor", "Amara", "Okafor", _LONDON, "en-GB", _R, _N),
    ("leila.haddad", "Leïla", "Haddad", _BERLIN, "en-GB", _R, _N),
    ("jonas.bruckner", "Jonas", "Brückner", _BERLIN, "de-DE", _R, _N),
    ("siobhan.nichonaill", "Siobhán", "Ní Chonaill", _LONDON, "en-IE", _R, _N),
    ("tomasz.wojcik", "Tomasz", "Wójcik", _BERLIN, "pl-PL", _R, _N),
    ("mei-ling.chen", "Mei-Ling", "Chen", _TORONTO, "en-CA", _R, _N),
    ("etienne.lefebvre", "Étienne", "Lefèbvre", _TORONTO, "fr-CA", _R, _N),
    ("wanjiru.njoroge", "Wanjirũ", "Njoroge", _NAIROBI, "en-KE", _R, _N),
    ("priya.raghunathan", "Priya", "Raghunathan", _KOLKATA, "en-IN", _R, _N),
    ("ines.carvalho", "Inês", "Carvalho", _SAO_PAULO, "pt-BR", _R, _N),
    ("bjork.olafsdottir", "Björk", "Ólafsdóttir", _LONDON, "en-GB", _R, _N),
    ("nguyen.thuy", "Thúy", "Nguyễn", _BERLIN, "en-GB", _R, _N),
    ("omer.yilmaz", "Ömer", "Yılmaz", _BERLIN, "de-DE", _R, _N),
    ("zainab.al-sayed", "Zainab", "Al-Sayed", _LONDON, "ar-EG", _R, _N),
    ("mateus.goncalves", "Mateus", "Gonçalves", _SAO_PAULO, "pt-BR", _R, _N),
    ("sibusiso.dlamini", "Sibusiso", "Dlamini", _NAIROBI, "en-ZA", _R, _N),
    ("kavya.deshmukh", "Kavya", "Deshmukh", _KOLKATA, "en-IN", _R, "post.example"),
    ("ludmila.dvorakova", "Ludmila", "Dvořáková", _BERLIN, "cs-CZ", _R, _N),
    ("achieng.otieno", "Achieng", "Otieno", _NAIROBI, "en-KE", _R, "post.example"),
    ("george.papadakis", "Γιώργος", "Παπαδάκης", _BERLIN, "el-GR", _R, _N),
    ("sofia.brandao", "Sofia", "Brandão", _SAO_PAULO, "pt-BR", _R, _N),
    ("haruto.tanaka", "陽斗", "田中", _TORONTO, "ja-JP", _R, _N),
    ("p.larsen", "Pernille", "Lårsen", _BERLIN, "da-DK", _R, _N),
    ("chidi.eze", "Chidi", "Eze", _LONDON, "en-NG", _R, "ezehome.example"),
    ("r.kamau", "Rehema", "Kamau", _NAIROBI, "sw-KE", _R, ""),
    ("isabel.munoz", "Isabel", "Muñoz Peña", _TORONTO, "es-MX", _RD, _N),
    ("rohan.bhattacharya", "Rohan", "Bhattāchārya", _KOLKATA, "en-IN", _RD, _N),
    ("olena.shevchenko", "Олена", "Шевченко", _BERLIN, "uk-UA", _RD, _N),
    ("kwame.boateng", "Kwame", "Boateng", _LONDON, "en-GB", _RD, _N),
    ("aarav.menon", "Aarav", "Menon", _KOLKATA, "en-IN", _RD, _N),
    ("noa.ben-david", "Noa", "Ben-David", _LONDON, "he-IL", _RD, "post.example"),
    ("yusuf.demir", "Yusuf", "Demir", _BERLIN, "tr-TR", _RD, "post.example"),
    ("camille.tremblay", "Camille", "Tremblay", _TORONTO, "fr-CA", _RD, _N),
    ("fatoumata.diallo", "Fatoumata", "Diallo", _LONDON, "fr-FR", _D, _N),
    ("lukasz.zielinski", "Łukasz", "Zieliński", _BERLIN, "pl-PL", _D, _N),
    ("anjali.krishnan", "Anjali", "Krishnan", _KOLKATA, "en-IN", _D, _N),
    ("thiago.araujo", "Thiago", "Araújo", _SAO_PAULO, "pt-BR", _D, _N),
    ("wangari.mbugua", "Wangarĩ", "Mbugua", _NAIROBI, "en-KE", _D, _N),
    ("sean.macdonald", "Seán", "MacDonald", _TORONTO, "en-CA", _D, "post.example"),
    ("n.iyer", "Nila", "Iyer", _KOLKATA, "en-IN", _D, ""),
)  # fmt: skip


def _from_row(row: tuple[str, str, str, str, str, Mapping[str, Role], str]) -> SandboxPerson:
    slug, given, family, zone, locale, courses, domain = row
    named, mailed = slug not in _NO_NAME, bool(domain) and slug not in _NO_EMAIL
    mailbox = f"{slug}@{domain}" if domain == MAIL_DOMAIN else None
    identity = uuid5(NAMESPACE_DNS, f"{slug}.{MAIL_DOMAIN}")
    return SandboxPerson(
        key=identity.hex[:12],
        slug=slug,
        given=given if named else None,
        family=family if named else None,
        name=f"{given} {family}" if named else None,
        email=f"{slug}@{domain}" if mailed else None,
        mailbox=mailbox,
        object_id=str(identity) if mailbox else None,
        zone=zone,
        locale=locale,
        courses=MappingProxyType(dict(courses)),
        is_lms_admin=not courses,
    )


PEOPLE: tuple[SandboxPerson, ...] = tuple(_from_row(row) for row in _ROWS)
_BY_KEY = {p.key: p for p in PEOPLE}
