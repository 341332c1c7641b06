"""What each finding of the preflight says, and who can change it. Also read by the command."""

from plugin.ports.preflight import Finding, Standing


def N_(text: str) -> str:  # noqa: N802 - the name that collects a text for translation
    """Mark a text for translation; it is translated where it is shown."""
    return text


Words = tuple[str, str]
TITLES = {
    "application": N_("The app registration"),
    "sign-in": N_("Mentors sign in"),
    "site": N_("The programme's SharePoint site"),
    "folder": N_("Folders in that site"),
    "drives": N_("Folders in mentors' own OneDrives"),
    "reports": N_("Teams says that people met"),
    "app-only": N_("Calendars without a sign-in"),
}
WORDS: dict[tuple[str, Standing], Words] = {
    ("application", Standing.OK): (N_("Entra knows the tool, and its secret is right."), ""),
    ("application", Standing.REFUSED): (
        N_("Entra does not accept the tool's secret, certificate or tenant."),
        N_("Whoever runs Alongside: make a new secret in Entra and set it, then check again."),
    ),
    ("application", Standing.MISSING): (
        N_("Entra does not let the tool in."),
        N_("A Microsoft 365 administrator: allow the app in this tenant."),
    ),
    ("sign-in", Standing.OK): (N_("Somebody has signed in, so it is allowed."), ""),
    ("sign-in", Standing.UNKNOWN): (
        N_("Nobody is signed in yet, so it has not been proved."),
        N_("A Microsoft 365 administrator can allow it for everybody with the link."),
    ),
    ("site", Standing.OK): (N_("The tool reaches the one site."), ""),
    ("site", Standing.NOT_SET): (
        N_("No site is set. Any link serves as the place for documents."),
        N_("Whoever runs Alongside: set the site, for a folder for each relationship."),
    ),
    ("site", Standing.MISSING): (
        N_("The permission Sites.Selected, or the grant on the site, is missing."),
        N_("A Microsoft 365 administrator: allow it with the link, then run the lines."),
    ),
    ("folder", Standing.OK): (N_("A folder was made there and taken away again."), ""),
    ("folder", Standing.MISSING): (
        N_("The tool may look at the site, but not write."),
        N_("A Microsoft 365 administrator: run the lines; they grant the role “write”."),
    ),
    ("reports", Standing.OK): (N_("Teams has told of sessions, so it is allowed."), ""),
    ("reports", Standing.UNKNOWN): (
        N_("Teams has told of no session yet, so it has not been proved."),
        N_("Where people may not say yes themselves, an administrator can with the link."),
    ),
    ("drives", Standing.OK): (N_("Somebody has said yes, so it is allowed."), ""),
    ("drives", Standing.UNKNOWN): (
        N_("Nobody has been asked yet, so it has not been proved."),
        N_("Where people may not say yes themselves, an administrator can with the link."),
    ),
    ("app-only", Standing.OK): (
        N_("Exchange lets the tool at the one mailbox and keeps it out of the other."),
        "",
    ),
    ("app-only", Standing.REFUSED): (
        N_("The grant has no limit: the tool reached a mailbox that it must not. It is refused."),
        N_("An Exchange administrator: take Calendars.* of the app away in Entra; run the lines."),
    ),
    ("app-only", Standing.MISSING): (
        N_("Exchange has not granted it. A grant takes up to two hours to count."),
        N_("An Exchange administrator: run the lines."),
    ),
}
UNKNOWN: Words = (
    N_("Microsoft did not answer, so it is not known."),
    N_("Try again in a few minutes."),
)


def words_of(finding: Finding) -> tuple[str, str, str]:
    """Return the thing, how it stands, and what to do; in English."""
    said, then = WORDS.get((finding.what, finding.standing), UNKNOWN)
    return TITLES[finding.what], said, then
