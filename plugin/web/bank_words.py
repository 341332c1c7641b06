"""The words of the content that comes with the tool: a table of texts with keys."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from plugin.mentoring.coaching import SCALED, Model, Step
from plugin.mentoring.questions import Bank, Item

WORDS: dict[tuple[Bank, str], object] = {
    (Bank.ICE_BREAKERS, "name"): _("Is there a story behind your name, or what you like to be called?"),
    (Bank.ICE_BREAKERS, "week"): _("What was the best quarter of an hour of your week?"),
    (Bank.ICE_BREAKERS, "place"): _("Which place do you go to when you want to think?"),
    (Bank.ICE_BREAKERS, "skill"): _("What can you do that nobody here would guess?"),
    (Bank.ICE_BREAKERS, "message"): _("How do you like to be written to: short, long, or with a picture?"),
    (Bank.ICE_BREAKERS, "small"): _("Which small thing do you never travel without?"),
    (Bank.ICE_BREAKERS, "object"): _("Show something within your reach, and say why you keep it."),
    (Bank.ICE_BREAKERS, "plan-changed"): _("Which plan of yours turned out quite differently, and well?"),
    (Bank.ICE_BREAKERS, "thanks"): _("Whom would you like to thank for something they may have forgotten?"),
    (Bank.DEEPENING, "good-day"): _("What does a good day at work or at your studies look like, hour by hour?"),
    (Bank.DEEPENING, "energy"): _("Which tasks leave you with more energy than you began with?"),
    (Bank.DEEPENING, "proud"): _("What are you proud of that is on no list of yours?"),
    (Bank.DEEPENING, "learnt"): _("What did you learn late that you wish you had known early?"),
    (Bank.DEEPENING, "value"): _("Which value would you not trade for a better post, and when did you notice?"),
    (Bank.DEEPENING, "advice"): _("Which advice did you follow that did not fit you?"),
    (Bank.DEEPENING, "help"): _("How do you ask for help, and what makes it hard?"),
    (Bank.DEEPENING, "mistake"): _("Which mistake taught you most, and who helped?"),
    (Bank.DEEPENING, "time"): _("What gets too little of your time at present?"),
    (Bank.DEEPENING, "dream"): _("If nothing could go wrong, what would you try next?"),
    (Bank.DEEPENING, "afraid"): _("What keeps you from it, said aloud?"),
    (Bank.DEEPENING, "five-years"): _("It is five years on and you are content. What do you do on a Tuesday?"),
    (Bank.DEEPENING, "leave"): _("What would you have to leave for that, and what would you keep?"),
    (Bank.DEEPENING, "different"): _("What would you do differently from those you look up to?"),
    (Bank.LISTENING, "say-back"): _("Say back what you heard, before you answer it."),
    (Bank.LISTENING, "ask-open"): _("Ask what and how; why can sound like a test."),
    (Bank.LISTENING, "wait"): _("Count to five after an answer. The better half often comes then."),
    (Bank.LISTENING, "feeling"): _("Name the feeling as a question: “That sounds tiring?”"),
    (Bank.LISTENING, "advice-last"): _("Ask whether advice is wanted before you give any."),
    (Bank.PROMPTS, "first.jargon"): _("Which words do people here use as if everybody knew them?"),
    (Bank.PROMPTS, "first.unsaid"): _("Which rules does nobody write down, and how did you find out?"),
    (Bank.PROMPTS, "first.money"): _("Which costs come with this path that nobody speaks of?"),
    (Bank.PROMPTS, "difference.seen"): _("When did somebody see you as what you are, and not as one of a kind?"),
    (Bank.PROMPTS, "difference.assume"): _("What do people assume of you that costs you time?"),
    (Bank.PROMPTS, "difference.ally"): _("What did somebody do, without being asked, that helped?"),
    (Bank.PROMPTS, "work.no"): _("How do you say no to work that is not yours, and stay on good terms?"),
    (Bank.PROMPTS, "work.credit"): _("What do you do when somebody else is thanked for your work?"),
    (Bank.PROMPTS, "work.conflict"): _("How do you begin a conversation that you would rather put off?"),
    (Bank.PROMPTS, "work.break"): _("What does coming back after a long break need, from you and from others?"),
    (Bank.PRIVACY, "headphones"): _("Headphones on: nobody else hears your partner."),
    (Bank.PRIVACY, "room"): _("A room or corner where you can speak freely, or a walk."),
    (Bank.PRIVACY, "background"): _("Nothing behind you, and nothing on a shared screen, that you would not show."),
    (Bank.PRIVACY, "devices"): _("Messages and smart speakers off."),
    (Bank.SKILLS, "self-management"): _("Managing oneself"),
    (Bank.SKILLS, "agility"): _("Changing course well"),
    (Bank.SKILLS, "time"): _("Managing time"),
    (Bank.SKILLS, "ai"): _("Working with AI"),
    (Bank.SKILLS, "listening"): _("Listening"),
    (Bank.SKILLS, "speaking"): _("Speaking before others"),
    (Bank.SKILLS, "writing"): _("Writing"),
    (Bank.SKILLS, "networking"): _("Knowing people"),
    (Bank.SKILLS, "feedback"): _("Giving and taking feedback"),
    (Bank.SKILLS, "leading"): _("Leading"),
    (Bank.TASKS, "listen"): _("Listen, and ask before I advise"),
    (Bank.TASKS, "ask"): _("Ask questions that help you decide for yourself"),
    (Bank.TASKS, "paths"): _("Tell what worked for me, and what did not"),
    (Bank.TASKS, "honest"): _("Say honestly what I see, and say it kindly"),
    (Bank.TASKS, "doors"): _("Introduce you to people who can help"),
    (Bank.TASKS, "time"): _("Keep the time that we agreed, and be prepared"),
}  # fmt: skip
PACKS = {
    "first": _("For whoever is the first in the family here"),
    "difference": _("On being different"),
    "work": _("When work is hard"),
}
BANKS = {
    Bank.ICE_BREAKERS: _("Ice-breakers"),
    Bank.DEEPENING: _("Deepening questions"),
    Bank.PROMPTS: _("Prompts for harder moments"),
    Bank.LISTENING: _("Listening"),
    Bank.PRIVACY: _("Before a session"),
    Bank.SKILLS: _("Skills"),
    Bank.TASKS: _("A mentor’s task"),
    Bank.MODELS: _("Coaching models"),
    Bank.SUPPORT: _("Help beyond mentoring"),
}
"""The banks that a coordinator may change, in the order shown."""
THEMES = {
    "time": _("the time we had"),
    "pace": _("the pace"),
    "topics": _("what we talked about"),
    "listening": _("being heard"),
    "promises": _("what became of promises"),
    "technology": _("sound, picture, links"),
    "fine": _("nothing: it was fine"),
}


def text_of(item: Item) -> str:
    """Return an item's words: a programme's own, else ours in the reader's language."""
    if item.bank is Bank.MODELS and not item.text:
        return next((_as_lines(one) for one in models() if one.key == item.key), "")
    return item.text or str(WORDS.get((item.bank, item.key), ""))


def _as_lines(model: Model) -> str:
    """Return a model as somebody would type it: its name, then each step with what it asks."""
    return "\n".join([model.name, *(f"{one.name}: {one.prompt}" for one in model.steps)])


def texts(items: Iterable[Item], bank: Bank) -> list[str]:
    """Return the words of one bank."""
    return [text_of(one) for one in items if one.bank is bank]


def packs(items: Iterable[Item]) -> list[tuple[str, list[str]]]:
    """Return the prompts by pack; a programme's own that name none stand together at the end."""
    found: dict[str, list[str]] = {}
    for one in items:
        if one.bank is Bank.PROMPTS:
            found.setdefault(one.key.partition(".")[0], []).append(text_of(one))
    ours = [(str(PACKS[name]), found.pop(name)) for name in PACKS if name in found]
    rest = [text for some in found.values() for text in some]
    return [*ours, *([(str(_("From your programme")), rest)] if rest else [])]


def models() -> tuple[Model, ...]:
    """Return GROW and OSKAR in the reader's language."""
    return (
        Model("grow", "GROW", _steps(_GROW)),
        Model(SCALED, "OSKAR", _steps(_OSKAR), scaled=True),
    )


def _steps(table: tuple[tuple[object, object], ...]) -> tuple[Step, ...]:
    return tuple(Step(str(name), str(prompt)) for name, prompt in table)


_GROW = (
    (_("Goal"), _("What do you want to have when we finish today?")),
    (_("Reality"), _("How are things now? What have you tried, and what happened?")),
    (_("Options"), _("What could you do? And what else, if nothing were fixed?")),
    (_("Will"), _("What will you do, by when, and what could get in the way?")),
)
_OSKAR = (
    (_("Outcome"), _("How would you notice that this conversation helped?")),
    (_("Scale"), _("Where are you now, from 0 to 10? What puts you there and not lower?")),
    (_("Know-how"), _("What do you know and have already, and who could help?")),
    (_("Affirm and act"), _("What goes well already? What is the next small step?")),
    (_("Review"), _("What has become better since, and what did that?")),
)
