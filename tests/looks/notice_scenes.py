"""How people are told, and the pages that their mails lead to."""

from urllib.parse import urlsplit

from plugin.mentoring.answers import Answer
from plugin.mentoring.series import SeriesId, SeriesPlan
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
    urls = [
        address_for(replies.presses, one.tenant_id, session.session_id, one.person_id)
        for one in (leila, amara)
    ]
    token = urls[1].rpartition("/")[2]
    replies.say(token, Answer.NO, state=replies.asked(token).state)
    for name, url in zip(("mail-answer", "mail-answered"), urls, strict=True):
        scenes.pages[name] = stage.world.tool + urlsplit(url).path
    _add_series(scenes, pair, leila, by_mail)


def _add_series(scenes, pair, leila, by_mail):
    stage, replies = scenes.stage, scenes.stage.services.replies
    booked = [stage.books(pair, days=day, hour=6, sync=Sync.BOOKED, **by_mail) for day in (20, 27)]
    plan = SeriesPlan(
        SeriesId("answered-together"), leila.tenant_id, booked[0].span, "Europe/London", 1, 2
    )
    with stage.house.store.work(leila.tenant_id) as work:
        work.save_series(plan)
        for turn, one in enumerate(booked):
            work.save_session(work.session(one.session_id).in_series(plan.series_id, turn))
    url = address_for(replies.presses, leila.tenant_id, plan.series_id, leila.person_id)
    scenes.pages["mail-answer-series"] = stage.world.tool + urlsplit(url).path
