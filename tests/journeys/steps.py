"""The steps to a booked session over HTTP, for tests that begin after them."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from tests.journeys.http_visitor import HttpVisitor
from tests.journeys.world import eventually

SKILL = "Career choices"
HOURS = [f"{day}-{hour * 2}" for day in range(5) for hour in (9, 10, 11, 14, 15)]
BOOKED = r"In both calendars|Invitations sent by mail"


def open_programme(world, name="Hana Kováčová"):
    """As the instructor: from a template to a programme open for profiles."""
    hana = HttpVisitor(world, name).launch()
    hana.follow("Use this ?: Careers, one to one")
    hana.press("Make the draft")
    hana.press("Open for profiles")
    hana.must_see("The programme is open")
    return hana


def send_profile(visitor, *, side, zone=None, capacity=1, hours=HOURS):
    visitor.launch()
    visitor.follow("Start my profile")
    visitor.press(
        "Send my profile",
        side=side,
        zone=zone or visitor.who.zone,
        hours=hours,
        languages="en",
        capacity=str(capacity),
    )
    visitor.must_see("Your profile is sent")


def publish(hana):
    hana.launch()
    hana.press("Suggest pairings")
    assert eventually(lambda: drafted(hana), within_s=30), hana.page.text
    hana.press("Publish to")
    hana.must_see("The pairs are published")


def drafted(hana):
    """Look again whether the worker has made the draft."""
    hana.get(hana.page.url)
    return hana.sees("Publish to")


@dataclass
class Pair:
    """Two people who may book, each on their page of the pair."""

    world: object
    mentor: HttpVisitor
    mentee: HttpVisitor

    def look(self, visitor=None):
        """Show the pair's page anew."""
        who = visitor or self.mentee
        who.get(who.pair_page)
        return who.page

    def shows(self, words, visitor=None):
        return re.search(words, self.look(visitor).text) is not None

    def soon_shows(self, words, *, within_s=25, visitor=None):
        assert eventually(lambda: self.shows(words, visitor), within_s=within_s), (
            f"{words!r}: {self.look(visitor).text[:1500]}\n{self.world.log('worker')[-3000:]}"
        )

    def book(self, number=0, *, visitor=None):
        """Press one of the five buttons; returns the moment it stands for."""
        who = visitor or self.mentee
        self.look(who)
        who.follow("Choose a time")
        start = press_best(who, number)
        who.must_see("Planned. The invitations")
        return start

    def move(self, number=0, *, visitor=None):
        who = visitor or self.mentee
        self.look(who)
        who.follow("Move")
        start = press_best(who, number)
        who.must_see("Moved. The calendars are being told")
        return start

    def cancel(self, *, visitor=None):
        who = visitor or self.mentee
        self.look(who)
        who.follow("Call off")
        who.press("Call")
        who.must_see("Called off")

    def connect(self):
        """The mentor connects Microsoft on the settings page."""
        self.mentor.get(self.mentor.home + "me/")
        self.mentor.connect_microsoft()

    def connect_again(self):
        self.mentor.get(self.mentor.home + "me/")
        self.mentor.connect_microsoft("Connect again")

    def events(self, who=None):
        """Return the events of one mailbox that the tool or Outlook made."""
        mailbox = (who or self.mentor).who.mailbox
        return self.world.microsoft_state()["mailboxes"][mailbox]

    def live(self, who=None):
        return [one for one in self.events(who) if not one["cancelled"]]


def best_times(visitor):
    """Return the moments of the five buttons."""
    return [value for _, name, value in best_form(visitor).buttons if name == "start"]


def best_form(visitor):
    return next(form for form in visitor.page.forms if "start" in [b[1] for b in form.buttons])


def press_best(visitor, number=0):
    """Press one of the five buttons; returns the moment it stands for."""
    start, form = best_times(visitor)[number], best_form(visitor)
    action = urljoin(visitor.page.url, form.action)
    visitor.send("post", action, [*form.fields, ("start", start)])
    return start


def make_pair(world, mentor, mentee, hana):
    """Two profiles, one suggestion, and an agreement that both have signed."""
    first, second = HttpVisitor(world, mentor), HttpVisitor(world, mentee)
    send_profile(first, side="mentor")
    send_profile(second, side="mentee")
    publish(hana)
    sign(second, first)
    return Pair(world, first, second)


def sign(second, first):
    """Write the agreement down as one, sign it as the other; both end on the pair's page."""
    second.launch()
    second.follow("Agree how to work")
    second.press("Keep and sign", goals="A next step")
    second.must_see("Kept, with your signature")
    first.launch()
    first.follow("Read and sign")
    first.press("^Sign as", role="To listen")
    first.must_see("Signed")
    for who in (second, first):
        who.launch()
        who.pair_page = who.page.link("Our page|Choose a time|Prepare")
        who.pair_page = re.sub(r"times/.*$", "", who.home + who.pair_page.split("/", 3)[3])
