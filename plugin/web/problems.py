"""Why an outside meeting or folder is not as planned, in words, and what to do about it."""

from flask_babel import lazy_gettext as _

PROBLEMS = {
    "no-address": (
        _("We know no address for either of you"),
        _("Add an e-mail address in the course, or connect Microsoft; then try again."),
    ),
    "gave-up": (
        _("The other system did not answer for a long time"),
        _("Nothing is lost: the session stands here. Try again, or meet by any link."),
    ),
    "no-room": (
        _("There is no room left in SharePoint"),
        _("Somebody who looks after the site has to make room. The file was not added."),
    ),
    "no-drive": (
        _("There is no OneDrive for this account"),
        _("Agree on another place below, or ask your institution’s help desk for a OneDrive."),
    ),
    "overlaps": (
        _("It was moved in Outlook onto another session of one of you"),
        _("Outlook has the new time, this page still the old one. Move it to a free time."),
    ),
}
OTHERS = (
    _("The other system did not take it"),
    _("Try again. If it stays so, tell a coordinator; the session itself stands here."),
)


def problem_words(code: str | None) -> tuple[object, object]:
    """Return a title and a sentence for a problem's code; general ones where it has none."""
    return PROBLEMS.get(code or "", OTHERS)
