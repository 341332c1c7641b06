"""A Scores port that remembers. `tests.contracts.scores` holds it to the real one."""

from dataclasses import dataclass, field, replace

from plugin.ports.errors import OutsideError, RefusedError
from plugin.ports.participation import Answer


@dataclass
class FakeScores:
    """A grade book: columns by address, and the latest score of each person in each.

    Attributes:
        posts: every score that arrived, in order, kept or not.
        nobody: subjects who are not graded.
        trouble: raised instead of an answer; `after` lets the score arrive first.

    """

    columns: dict = field(default_factory=dict)
    scores: dict = field(default_factory=dict)
    posts: list = field(default_factory=list)
    nobody: set = field(default_factory=set)
    trouble: OutsideError | None = None
    after: bool = False
    meanwhile: object = None

    def column(self, course, programme_id, label, target):
        self._check(course)
        key = f"{course.line_items_url}/{programme_id}"
        self.columns.setdefault(key, target)
        return key

    def has_column(self, course, reporting):
        self._check(course)
        return reporting.column in self.columns

    def post(self, course, reporting, subject, score):
        self._check(course, posting=True)
        key = reporting.column, subject
        self.posts.append((subject, score.given, score.stamped_at))
        before = self.scores.get(key)
        if subject in self.nobody:
            answer = Answer.NOBODY
        elif before is not None and score.stamped_at <= before.stamped_at:
            answer = Answer.NEWER
        else:
            answer = Answer.TAKEN
            self.scores[key] = replace(score)
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        if self.trouble and self.after:
            raise self.trouble
        return answer

    def shows(self, course, reporting, subject, score):
        before = self.scores.get((reporting.column, subject))
        return before is not None and before.given == score.given

    def _check(self, course, *, posting=False):
        if self.trouble and not (posting and self.after) and not self.after:
            raise self.trouble
        if course.line_items_url is None:
            raise RefusedError("not-offered")
