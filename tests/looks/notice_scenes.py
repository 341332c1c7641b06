"""How people are told, and the pages that their mails lead to."""

from urllib.parse import urlsplit

from plugin.mentoring.answers import Answer
from plugin.mentoring.session import Channel, Sync
from plugin.sandbox.people import person_named
from plugin.services.replies import address_for


def add_notices(scenes):
    stage = scenes.stage
    jonas = stage.arrives("jonas.bruckner", "empty")
    scenes.add("notices", jonas, "me/notices/")
    bounced = stage.arrives("joao.figueira", "empty")
    stage.services.notices.bounced(person_named("joao.figueira").email, "dsn-5.1.1")
    scenes.add("notices-bounced", bounced, "me/notices/")
    url = stage.services.notices.presses.url("off", jonas.tenant_id, jonas.person_id)
    scenes.pages["mail-off"] = stage.world.tool + urlsplit(url).path
    scenes.pages["mail-broken"] = f"{stage.world.tool}/mail/off/nothing"
    _add_answers(scenes)
    scenes.add("calendar-none", jonas, "me/calendar/")
    stage.services.calendar_feeds.renew(busy_only=True, actor=bounced)
    scenes.add("calendar", bounced, "me/calendar/")


def _add_answers(scenes):
    stage, replies = scenes.stage, scenes.stage.services.replies
    pair, amara, leila = scenes.pair("answering")
    by_mail = {"channel": Channel.MAIL, "join_url": None, "settings": ()}
    session = stage.books(pair, days=12, hour=5, sync=Sync.BOOKED, **by_mail)
    urls = [address_for(replies.presses, session, one.person_id) for one in (leila, amara)]
    token = urls[1].rpartition("/")[2]
    replies.say(token, Answer.NO, state=replies.asked(token).state)
    for name, url in zip(("mail-answer", "mail-answered"), urls, strict=True):
        scenes.pages[name] = stage.world.tool + urlsplit(url).path
