"""What the registration pages say: what is asked for and why, and why something was refused."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from lti.registration_refusals import RegistrationCode as Code
from plugin.ports.registrations import Settled
from plugin.services.registrations import Standing


@dataclass(frozen=True, slots=True)
class WishWords:
    """One thing the tool asks for.

    Attributes:
        title, why, without: translated when they are shown; `without` is what its absence means.

    """

    title: object
    why: object
    without: object


WISHES: dict[str, WishWords] = {
    "roster": WishWords(
        _("The list of people in a course"),
        _("So that a coordinator sees everybody at once, and who has left."),
        _("People are known only once they have opened the tool themselves."),
    ),
    "grades": WishWords(
        _("The course's gradebook"),
        _("Only if a coordinator wants to report who took part. Off in every course at first."),
        _("Taking part cannot be reported to the gradebook."),
    ),
    "names": WishWords(
        _("Names of people"),
        _("Two people who are to trust each other want to know each other's names."),
        _("People appear as Member 7 until they type a name themselves."),
    ),
    "email": WishWords(
        _("E-mail addresses"),
        _("Invitations to sessions go there, for people who have not connected Microsoft 365."),
        _("People without Microsoft 365 get no invitations by mail."),
    ),
    "groups": WishWords(
        _("The groups of a course"),
        _("So that a coordinator can begin circles with groups that are there already."),
        _("Coordinators put circles together by hand or by matching."),
    ),
    "notices": WishWords(
        _("News of copied courses"),
        _("So that a copied course is offered the settings of its programme, and no people."),
        _("A copy is noticed when somebody opens it, where the LMS says so then."),
    ),
    "menu": WishWords(
        _("A place in the menu of a course"),
        _("Hidden at first: each teacher decides whether their course shows it."),
        _("Teachers add it as a link in a module instead."),
    ),
    "content": WishWords(
        _("Choosing what a link opens"),
        _("Teachers pick a programme or a circle while they add the link."),
        _("Every link opens the first page of the course's mentoring."),
    ),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """The page of one way that a registration ends without one.

    Attributes:
        what, remedy: translated when they are shown.

    """

    what: object
    remedy: object
    status: int = 400


_OPERATOR = _("Ask whoever runs Alongside for a new registration address.")
_AGAIN = _("Start the registration once more in your LMS: its token is good for one try.")

ENDED: dict[str, Ended] = {
    Code.REQUEST: Ended(
        _("The LMS did not send what a registration needs."),
        _("Paste the address where your LMS asks for a registration address, not for a launch."),
    ),
    Code.ADDRESS: Ended(
        _("The LMS named an address that this tool does not connect to."),
        _("It must be https, on a public address and the usual port."),
    ),
    Code.UNAVAILABLE: Ended(
        _("Your LMS did not answer this tool."),
        _("See that its server can be reached from outside, with a valid certificate."),
        502,
    ),
    Code.DOCUMENT: Ended(
        _("Your LMS answered with something that is not its configuration."),
        _("A login page or a firewall may stand in front of it; let that one address through."),
        502,
    ),
    Code.HOST: Ended(
        _("The LMS speaks for an address that is not its own."),
        _(
            "Its configuration names an issuer on another host. If yours is a hosted Canvas, "
            "the invitation must say so: ask whoever runs Alongside."
        ),
        403,
    ),
    Code.ENDPOINT: Ended(
        _("Your LMS names an address that is not https."),
        _("Its own web address is probably set up without https; correct that first."),
    ),
    Code.SUPPORT: Ended(
        _("Your LMS does not offer what LTI 1.3 requires."),
        _("See that LTI 1.3, also called LTI Advantage, is switched on and up to date."),
    ),
    Code.TOKEN: Ended(_("Your LMS does not accept its own token any more."), _AGAIN, 403),
    Code.REFUSED: Ended(_("Your LMS refused the registration."), _AGAIN, 502),
    Code.ANSWER: Ended(
        _("Your LMS registered something, but did not say under which name."),
        _("Delete the new entry in your LMS, and register by hand instead."),
        502,
    ),
    "R-INVITATION-UNKNOWN": Ended(
        _("This registration address is not known here."),
        _("See that it was pasted whole. It is a long one."),
        403,
    ),
    "R-INVITATION-USED": Ended(_("This registration address was used before."), _OPERATOR, 403),
    "R-INVITATION-EXPIRED": Ended(_("This registration address is out of date."), _OPERATOR, 403),
    "R-INVITATION-BUSY": Ended(
        _("Somebody else is registering with this address at this moment."),
        _("Wait two minutes. If it says then that it was used, they have done it."),
        409,
    ),
    "R-TAKEN": Ended(
        _("This LMS is registered for another institution already."),
        _("The first one keeps it. Ask whoever runs Alongside."),
        409,
    ),
    "R-FORM": Ended(_("This page was open for too long."), _AGAIN, 403),
    "R-SAVE": Ended(_("The registration could not be kept."), _AGAIN, 503),
}
"""By code; codes are never renamed, and deploy/README.md lists them."""

STANDINGS = {
    Standing.UNKNOWN: "R-INVITATION-UNKNOWN",
    Standing.USED: "R-INVITATION-USED",
    Standing.EXPIRED: "R-INVITATION-EXPIRED",
    Standing.BUSY: "R-INVITATION-BUSY",
}

OUTCOMES = {
    Settled.ACTIVE: (
        "ok",
        "check",
        _("Registered, and allowed here"),
        _("Launches are let in as soon as the LMS sends them."),
    ),
    Settled.PENDING: (
        "wait",
        "wait",
        _("Registered, and waiting for approval"),
        _("Whoever runs Alongside looks at it first. Launches are let in after that."),
    ),
    Settled.UNCHANGED: (
        "ok",
        "check",
        _("This was registered already"),
        _("Nothing about its addresses changed, so nothing needs approval."),
    ),
    Settled.PROPOSED: (
        "wait",
        "wait",
        _("The change waits for approval"),
        _("Whoever runs Alongside must agree. Until then everything stays as it was."),
    ),
}
"""Kind of notice, picture, title and text, by what became of the registration."""

NEXT: dict[str, object] = {
    "moodle": _(
        "In Moodle, press Activate on the new tool's card. Then switch it on in a course under "
        "More, LTI External tools."
    ),
    "canvas": _(
        "In Canvas, finish the installation and make the tool available. Then each teacher shows "
        "it in their course's navigation."
    ),
    "desire2learn": _(
        "In Brightspace, switch the registration on, add a deployment for your courses, and "
        "send its deployment ID by opening the tool once."
    ),
    "sakailms.org": _(
        "In Sakai, the tool can now be added to sites under Site Info, External Tools."
    ),
}
NEXT_ELSEWHERE = _(
    "In your LMS, switch the new tool on if it asks for that, and add it to a course."
)
