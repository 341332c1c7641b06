"""What the check of a connection says: one title for each finding, and what to do about it.

Read by an LMS's administrator on a page and by the operator on a terminal, so nothing in it needs
a request.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from plugin.services.findings import Finding, Mark
from plugin.web.protocol.refusals import REFUSALS


@dataclass(frozen=True, slots=True)
class Line:
    """One finding in words.

    Attributes:
        code: of the launch error, where it is about one.

    """

    mark: Mark
    title: str
    text: str
    code: str = ""


_Pair = tuple[object, object]


def line(finding: Finding) -> Line:
    """Return the words of one finding, in the reader's language."""
    title, text = _WORDS[finding.key]
    facts = {name: str(value) for name, value in finding.facts.items()}
    code = facts.get("code", "")
    remedy = next((str(one.admin) for known, one in REFUSALS.items() if known == code), "")
    return Line(finding.mark, str(title), (str(text) % (facts | {"remedy": remedy})).strip(), code)


_LAUNCHES: Mapping[str, _Pair] = {
    "error.none": (_("No launch was refused"), ""),
    "error.past": (_("An earlier launch was refused; a later one went through"), ""),
    "error.now": (_("The last launch was refused"), "%(remedy)s"),
    "miss.slash": (
        _("The LMS names an issuer that differs by a final slash"),
        _("Enter the issuer in both places letter for letter. It sent: %(sent)s."),
    ),
    "miss.spelling": (
        _("The LMS spells its issuer differently"),
        _("Compare capital letters, http and https, and “www.”. It sent: %(sent)s."),
    ),
    "miss.issuer": (
        _("The client ID is right, and the issuer is another"),
        _("Register the issuer that the LMS really sends. It sent: %(sent)s."),
    ),
    "miss.client": (
        _("The issuer is right, and the client ID is another"),
        _("The tool may have been entered twice in the LMS. Keep one entry. It sent: %(sent)s."),
    ),
    "platform.active": (_("Launches are let in"), ""),
    "platform.pending": (
        _("The registration waits for approval"),
        _("Whoever runs Alongside approves it: alongside platform approve."),
    ),
    "platform.disabled": (
        _("The registration is switched off"),
        _("Whoever runs Alongside can switch it on again."),
    ),
    "platform.replaced": (
        _("Another registration has taken over"),
        _("Remove this entry from the LMS; people keep what they have."),
    ),
    "platform.proposal": (
        _("A change of addresses waits for approval"),
        _("Until then the old ones hold. It is about: %(names)s."),
    ),
    "deployment.pending": (
        _("A deployment waits for approval"),
        _("Ask whoever runs Alongside to approve: %(ids)s."),
    ),
    "deployment.disabled": (_("A deployment is switched off"), _("It is: %(ids)s.")),
    "deployment.approved": (_("The deployment is approved"), ""),
    "deployment.none": (
        _("No deployment is known yet"),
        _("The first launch makes it known here. Open the tool once from a course."),
    ),
}


_ACCESS: Mapping[str, _Pair] = {
    "keys.unasked": (_("The LMS was not asked yet"), _("Press “Check now”.")),
    "keys.theirs-read": (_("We can read the keys of the LMS"), ""),
    "keys.theirs-unread": (
        _("We cannot read the keys of the LMS"),
        _("Correct the address or open it to this server: %(address)s (%(reason)s)."),
    ),
    "keys.theirs-weak": (
        _("The LMS publishes no key that is strong enough"),
        _("It needs an RSA key of 2048 bits or more at %(address)s."),
    ),
    "keys.ours-accepted": (_("The LMS can read our keys and trusts them"), ""),
    "keys.ours-refused": (
        _("The LMS does not accept our key"),
        _(
            "Is the tool switched on there? If so, the LMS must be able to read our key set, and "
            "its entry for us must name that address. If it keeps a copy, save the entry once "
            "more. It says: %(reason)s."
        ),
    ),
    "keys.no-token": (
        _("The LMS gives no access token"),
        _("Check the access token address: %(address)s (%(reason)s)."),
    ),
    "clock.unknown": (_("We do not know the clock of the LMS"), ""),
    "clock.together": (_("Both clocks agree"), ""),
    "clock.ahead": (
        _("The clock of the LMS is ahead"),
        _("By %(n)s seconds. Launches fail from 60 on: set both servers by time servers."),
    ),
    "clock.behind": (
        _("The clock of the LMS is behind"),
        _("By %(n)s seconds. Launches fail from 60 on: set both servers by time servers."),
    ),
    "browser.none": (
        _("Nobody has opened the tool yet"),
        _("Open it once from a course: more can be seen then."),
    ),
    "browser.cookie-framed": (_("The last launch worked in the page of the LMS"), ""),
    "browser.cookie-alone": (_("The last launch worked in a window of its own"), ""),
    "browser.storage-framed": (
        _("The last launch worked without cookies"),
        _("The LMS kept what the browser would not. Nothing needs to be done."),
    ),
    "browser.storage-alone": (_("The last launch worked without cookies"), ""),
    "browser.window-alone": (
        _("The last browser blocked our cookies in the page of the LMS"),
        _(
            "People then open a window by one more click. If many do, let the LMS open the "
            "tool in a new window."
        ),
    ),
}


_SERVICES: Mapping[str, _Pair] = {
    "roster.granted": (_("The list of people is granted"), ""),
    "roster.unknown": (
        _("Whether the list of people is granted is not known"),
        _("Check now, and open the tool once from a course."),
    ),
    "roster.denied": (
        _("The list of people is not granted"),
        _(
            "Allow the scope %(scopes)s. Until then people are known once they have opened "
            "the tool."
        ),
    ),
    "roster.not-offered": (
        _("Launches do not offer the list of people"),
        _("Switch on Names and Role Provisioning Services for the tool in the LMS."),
    ),
    "grades.granted": (_("The gradebook is granted"), ""),
    "grades.unknown": (_("Whether the gradebook is granted is not known"), ""),
    "grades.denied": (
        _("The gradebook is not granted"),
        _("Only needed to report who took part. The scopes are: %(scopes)s."),
    ),
    "grades.not-offered": (
        _("Launches do not offer the gradebook"),
        _("Only needed to report who took part."),
    ),
    "rosters.read": (_("Course lists are read"), _("Courses whose list is read: %(n)s.")),
    "rosters.troubled": (
        _("Some course lists could not be read"),
        _("%(states)s. Each course’s page of people says why."),
    ),
    "people.named": (_("Names and e-mail addresses come with launches"), ""),
    "people.without-names": (
        _("Names are withheld"),
        _("People appear as Member 7. If that is not meant, share names with the tool."),
    ),
    "people.without-emails": (
        _("E-mail addresses are withheld"),
        _("People who have not connected Microsoft 365 get no invitations by mail."),
    ),
    "people.without-both": (
        _("Names and e-mail addresses are withheld"),
        _(
            "People appear as Member 7 and get no invitations by mail. If that is not meant, "
            "share both with the tool."
        ),
    ),
}
_WORDS: Mapping[str, _Pair] = {**_LAUNCHES, **_SERVICES, **_ACCESS}
