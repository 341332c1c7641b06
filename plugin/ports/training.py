"""Training, questionnaires and lists as the store keeps them, and the tool's own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from plugin.mentoring.passages import Hits, Passage
from plugin.mentoring.people import PersonId
from plugin.mentoring.programme import ProgrammeId
from plugin.mentoring.training import Module, Progress, Round, Waiver


class TrainingWork(Protocol):
    """The part of `Work` for training."""

    def modules(self, programme_id: ProgrammeId) -> Sequence[Module]:
        """Return what the programme changed or wrote itself, in its order."""
        ...

    def save_module(self, programme_id: ProgrammeId, module: Module) -> None: ...

    def progress(
        self, programme_id: ProgrammeId, person_id: PersonId
    ) -> Mapping[tuple[str, Round], Progress]:
        """Return how far one person is, by module and round."""
        ...

    def save_progress(self, progress: Progress) -> None: ...

    def done(
        self, programme_id: ProgrammeId, keys: Iterable[str], only: PersonId | None = None
    ) -> Mapping[PersonId, frozenset[str]]:
        """Return who is done with which of the modules; no answers are opened for it.

        Here and below, `only` asks for one person instead of everybody.
        """
        ...

    def begun_surveys(self, *, since: datetime) -> Sequence[Progress]:
        """Return who answered at the start, in programmes that run, and at no later time.

        Of finished rounds since then, without the answers; of whatever is asked several times.
        """
        ...

    def answers_to(
        self, programme_id: ProgrammeId, keys: Iterable[str]
    ) -> Mapping[str, Sequence[Progress]]:
        """Return everybody's finished answers to surveys, by survey, to be counted."""
        ...

    def find_words(self, passages: Sequence[Passage], words: Sequence[str], language: str) -> Hits:
        """Return which passages hold which words, as a full-text search of the database finds."""
        ...

    def ever_matched(
        self, programme_id: ProgrammeId, only: PersonId | None = None
    ) -> frozenset[PersonId]:
        """Return who works with somebody in the programme, or did.

        Of who left without an agreement signed or a session begun, nothing is kept that says so.
        """
        ...

    def waivers(
        self, programme_id: ProgrammeId, only: PersonId | None = None
    ) -> Mapping[PersonId, Waiver]: ...

    def waived(
        self, programme_id: ProgrammeId, only: PersonId | None = None
    ) -> frozenset[PersonId]:
        """Return who was let pass, and no reason is opened for it."""
        ...

    def save_waiver(self, waiver: Waiver) -> None:
        """Write it; a second one takes the first one's place."""
        ...


class Library(Protocol):
    """The modules that come with the tool."""

    def __call__(self, language: str) -> Sequence[Module]:
        """Return them in that language, in English where there are no words in it."""
        ...
