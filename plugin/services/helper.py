"""A helper that answers from what is written in the programme, and invents nothing (M14).

It reads what everybody of the programme may read: its purpose and goals, where help is found, and
its training. What people write to one another is sealed and is not looked at; neither a question
nor an answer is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from plugin.mentoring.course_text import BlockKind
from plugin.mentoring.enrolment import Side
from plugin.mentoring.errors import UnknownThingError
from plugin.mentoring.passages import Found, Passage, Source, answers, words_of
from plugin.mentoring.people import Actor
from plugin.mentoring.programme import Programme, ProgrammeId
from plugin.mentoring.questions import Bank
from plugin.mentoring.relationship import RelationshipId, RelationshipState
from plugin.mentoring.training import Kind, Module, merged
from plugin.ports.store import Store, Work
from plugin.ports.training import Library
from plugin.services.contents import items_of
from plugin.services.training import seen_programme

_READ = {Kind.TRAINING: Source.TRAINING, Kind.HELP: Source.HELP}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is written about a question.

    Attributes:
        found: empty where nothing is.
        relationship_id: one of the asker's own, whose help page names who helps; None without one.

    """

    programme: Programme
    found: tuple[Found, ...] = ()
    relationship_id: RelationshipId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Answers questions about a programme.

    Attributes:
        on: whether the institution wants it at all.

    """

    store: Store
    library: Library
    on: bool = True

    def page(self, programme_id: ProgrammeId, *, actor: Actor) -> Answer:
        """Return where questions are asked.

        Raises:
            UnknownThingError: no programme that the actor may see, or the helper is switched off.

        """
        with self.store.look(actor.tenant_id) as work:
            return Answer(self._seen(work, programme_id, actor))

    def answer(
        self, programme_id: ProgrammeId, question: str, *, language: str, actor: Actor
    ) -> Answer:
        """Return the passages that answer a question; none where it is not written anywhere.

        Raises:
            UnknownThingError: no programme that the actor may see, or the helper is switched off.

        """
        with self.store.look(actor.tenant_id) as work:
            programme = self._seen(work, programme_id, actor)
            mine = work.enrolment(programme_id, actor.person_id)
            passages = [
                *_of_programme(programme),
                *_of_support(work, programme),
                *self._of_modules(work, programme, mine.side if mine else None, language),
            ]
            words = words_of(question)
            hits = work.find_words(passages, words, language)
            own = next(
                (
                    one.relationship_id
                    for one in work.relationships_of(actor.person_id)
                    if one.programme_id == programme_id and one.state is not RelationshipState.ENDED
                ),
                None,
            )
        return Answer(programme, answers(passages, words, hits), own)

    def _seen(self, work: Work, programme_id: ProgrammeId, actor: Actor) -> Programme:
        if not self.on:
            raise UnknownThingError
        return seen_programme(work, programme_id, actor)

    def _of_modules(
        self, work: Work, programme: Programme, side: Side | None, language: str
    ) -> Iterator[Passage]:
        modules = merged(self.library(language), work.modules(programme.programme_id))
        for one in modules:
            if one.kind in _READ and one.is_shown(side, programme.stage):
                yield from _of_module(one)


def _of_programme(programme: Programme) -> Iterator[Passage]:
    lines = [programme.purpose]
    lines += [f"{goal.text}: {goal.measure}" for goal in programme.goals]
    yield Passage(Source.PROGRAMME, programme.title, "\n".join(lines))


def _of_support(work: Work, programme: Programme) -> Iterator[Passage]:
    for contact in work.support().contacts:
        yield Passage(Source.SUPPORT, contact.what, f"{contact.what}: {contact.how}")
    for item in items_of(work, programme.programme_id):
        if item.bank in (Bank.SUPPORT, Bank.HELP) and item.text:
            yield Passage(Source.SUPPORT, programme.title, item.text)


def _of_module(module: Module) -> Iterator[Passage]:
    for number, page in enumerate(module.pages, 1):
        text = "\n\n".join(block.text for block in page.of_kind(BlockKind.TEXT))
        if text:
            title = f"{module.title}: {page.title}" if page.title else module.title
            yield Passage(_READ[module.kind], title, text, module.key, number)
