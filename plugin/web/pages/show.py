"""What every page of a visit shares: how it is rendered, and how an action ends."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from plugin.mentoring.relationship import Relationship, RelationshipState
from plugin.mentoring.taking_back import Bar
from plugin.web.current import actor, in_teams, page_url, services
from plugin.web.pages.done_between import BETWEEN
from plugin.web.texts import gettext as _

Place = tuple[str, str, bool]
"""A place in the bar: words, address, whether the page is there."""

DONE = {
    "opened": lazy_gettext("The programme is open. Everybody in the course can send a profile."),
    "drafted": lazy_gettext("The draft is made. Nobody but the coordinators sees it."),
    "profile": lazy_gettext("Your profile is sent. You can change it at any time."),
    "begun": lazy_gettext("Kept as it is. Go on whenever you like; nobody has it yet."),
    "draft-undone": lazy_gettext("Taken back. The draft is as it was before."),
    "moved": lazy_gettext("The draft is changed. Nobody has been told."),
    "seeded": lazy_gettext("The circles have begun. Their people see each other now."),
    "published": lazy_gettext("The pairs are published. Each of them sees the other now."),
    "joined": lazy_gettext("You are one of the coordinators now."),
    "proposed": lazy_gettext("Kept, with your signature. Whoever has yet to sign is asked to."),
    "signed": lazy_gettext("Signed."),
    "booked": lazy_gettext("Planned. Its page says how far the invitations are."),
    "changed": lazy_gettext("Moved. The calendars are being told."),
    "cancelled": lazy_gettext("Called off. The calendars are being told."),
    "agenda": lazy_gettext("Your topics are kept. Only the members of your page see them."),
    "again": lazy_gettext("On its way again."),
    "reporting": lazy_gettext("Reporting is on. What is due is on its way."),
    "stepped": lazy_gettext("Done. The programme is one step further."),
    "undone": lazy_gettext("Taken back. Nobody had been told."),
    "paused": lazy_gettext("The programme rests. Nobody counts as behind meanwhile."),
    "resumed": lazy_gettext("The programme goes on."),
    "checked": lazy_gettext("The LMS was asked just now."),
    "wished": lazy_gettext("Whoever runs Alongside is asked to let this entry take over."),
    "succeeded": lazy_gettext("This entry has taken over. Everybody keeps what they have."),
    "suggested": lazy_gettext("Suggested. The session stays where it is until somebody takes it."),
    "offered-times": lazy_gettext("Offered. Whoever picks one books it, and you are told."),
    "poll": lazy_gettext("The vote is open. Answer it yourself, too."),
    "voted": lazy_gettext("Your answers are kept. You can change them until the vote ends."),
    "poll-booked": lazy_gettext("Booked. Our page says how far the invitations are."),
    "unsigned": lazy_gettext("Taken back. The text waits for your signature again."),
    "unwritten": lazy_gettext("Taken back. Your message is gone."),
    "hours-back": lazy_gettext("Taken back. Your hours are what they were before."),
    "withdrawn": lazy_gettext("The vote is taken back. Nothing was booked."),
    "door": lazy_gettext("Your door is open then."),
    "door-closed": lazy_gettext("Closed. Who has taken a time keeps it."),
    "disconnected": lazy_gettext("Disconnected. We kept nothing that opens your account."),
    "file": lazy_gettext("Added. It lies in the shared folder now."),
    "link": lazy_gettext("Shared. All of you see the link here."),
    "place": lazy_gettext("Proposed. It holds once everybody has agreed."),
    "unbooked": lazy_gettext("Taken back. The calendars are being told."),
    "hours": lazy_gettext("Your hours are kept. What is booked stays where it is."),
    "chat": lazy_gettext("This chat shows your page to its members from now on."),
    "switched": lazy_gettext("Moved. Everybody finds it here."),
    "noted": lazy_gettext("Kept."),
    "thanked": lazy_gettext("Said. It stays in your history."),
    "thanks": lazy_gettext("Thank you. It took less than a minute, and it helps."),
    "offered": lazy_gettext("Offered. Name and address stay with you until both have agreed."),
    "renewed": lazy_gettext("It still fits. The others sign this version, too."),
    "part": lazy_gettext("Your part is kept. Nobody has to sign anew for it."),
    "shared": lazy_gettext("Shared. The others read it now."),
    "confirmed": lazy_gettext("Confirmed: this is what you said."),
    "said": lazy_gettext("Your word is kept. You may change it."),
    "promised": lazy_gettext("Written down: what, whose it is, and by when."),
    "promise-done": lazy_gettext("Done. Well kept."),
    "promise-let_go": lazy_gettext("Let go. That is a decision, too."),
    "promise-open": lazy_gettext("Taken up again."),
    "put-off": lazy_gettext("It has another day now."),
    "joined-circle": lazy_gettext("You are in. Read how the others work, and sign it."),
    "waiting": lazy_gettext(
        "You wait for a seat. The next free one is yours, with no more asking."
    ),
    "back-soon": lazy_gettext(
        "Kept. No seat is free now; the coordinators bring you in with whoever is new."
    ),
    "left": lazy_gettext("You have left. Nobody is told why."),
    "ended": lazy_gettext("It is at its end. What was booked is called off."),
    "resting": lazy_gettext("It rests. Nobody counts as behind meanwhile."),
    "going-on": lazy_gettext("It goes on."),
    "recording-yes": lazy_gettext("Your yes is kept. Recording stays off until all have said it."),
    "recording-no": lazy_gettext("Your yes is taken back. Recording goes off for all."),
    **BETWEEN,
    "worked-through": lazy_gettext("Well done. What is left stands here."),
    "gathered": lazy_gettext("The mentors have a circle of their own. They find it on their page."),
    "mentor-asked": lazy_gettext("Asked. You are told when there is an answer."),
    "mentor-accepted": lazy_gettext("Yes. You work together from now on; begin with how."),
    "mentor-declined": lazy_gettext("Said. Nobody asks you why."),
    "waived": lazy_gettext("Let pass. The reason is kept with your name."),
    "asked-opening": lazy_gettext("Asked. It opens once a second person agrees."),
    "copy": lazy_gettext("A copy is being made. Look here again in a minute."),
    "removal": lazy_gettext("You have left everything. What is yours is being removed."),
    "another": lazy_gettext("The coordinators know that you ask for another match."),
    "staying": lazy_gettext("Good. Nobody else had been told."),
    "blocked": lazy_gettext("Done. Nothing brings the two of you together again."),
    "unblocked": lazy_gettext("They may come near again. What has ended stays so."),
    "told": lazy_gettext("Told. Here you see when it is opened, and the answer."),
    "answered": lazy_gettext("Your answer stands here. They see it, too."),
    "accounts-asked": lazy_gettext("Both accounts are asked. Each answers for itself."),
    "accounts-joined": lazy_gettext("Both accounts lead to one page now."),
    "list-dropped": lazy_gettext("Dropped. Its rows are deleted."),
    "looking": lazy_gettext("Your To Do is looked at. What you changed there follows in a moment."),
    "saved": lazy_gettext("Saved."),
}
"""What was just done, by the code in the address; other codes say nothing."""

STANDS = {
    Bar.BOOKED: lazy_gettext("This stands: a session rests on it."),
    Bar.ANSWERED: lazy_gettext("This stands: somebody has answered it."),
    Bar.SEEN: lazy_gettext("This stands: the others may have seen it by now."),
}
"""Why what was done last is not taken back."""
LONGEST_UNDO = 100


def page(
    template: str, /, *, status: int = 200, nav: Sequence[Place] = (), **values: Any
) -> Response:
    """Render a page of a visit.

    Where it knows more than `DONE` of what was done, `done_here` says so by code.
    """
    bar = teams_bar(template) if in_teams() else [*(nav or _home(template)), _settings(template)]
    code, undo = request.args.get("done", ""), request.args.get("undo", "")[:LONGEST_UNDO]
    done = values.pop("done_here", {}).get(code) or DONE.get(code)
    last = services().undoing.last(undo, actor=actor()) if undo else None
    stands = STANDS[last.bar] if last and last.bar else None
    html = render_template(template, nav=bar, done=done, last=last, stands=stands, **values)
    return Response(html, status, mimetype="text/html")


def form_page(relationship: Relationship, template: str, /, **values: Any) -> Response:
    """Render a page that asks for something; after the end, its address leads to what is left.

    Whoever sends a form that they opened before is answered, and keeps what they typed.
    """
    if relationship.state is RelationshipState.ENDED and request.method == "GET":
        return then("relationships.show", relationship_id=relationship.relationship_id)
    return page(template, **values)


def teams_bar(template: str) -> list[Place]:
    """Return the places of the tab; each is also a tab of the app in its host."""
    return [
        (_("My people"), page_url("teams.people"), template == "teams/people.html"),
        (_("Sessions"), page_url("teams.sessions"), template == "teams/sessions.html"),
        (_("My hours"), page_url("teams.hours"), template == "teams/hours.html"),
        _settings(template),
    ]


def _home(template: str) -> list[Place]:
    return [(_("Home"), page_url("home.show"), template.startswith("home/"))]


def _settings(template: str) -> Place:
    return _("Settings"), page_url("account.show"), template == "account/show.html"


def then(endpoint: str, done: str = "", **values: object) -> Response:
    """End an action: go to a page, and let it say what was done."""
    return redirect(page_url(endpoint, done=done or None, **values), 303)
