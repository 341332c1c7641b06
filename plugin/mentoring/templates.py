"""Starting points for a programme, to be changed in every word."""

from dataclasses import dataclass

from plugin.mentoring.programme import Bounds, Format, ProgrammeGoal

STUDY_SKILLS = (
    "Finding my way at university",
    "Academic writing",
    "Presenting",
    "Planning and time",
    "Statistics",
    "Programming",
    "Research methods",
    "Choosing a thesis topic",
)
CAREER_SKILLS = (
    "Career choices",
    "Job applications and interviews",
    "Moving from research to industry",
    "Leading a team",
    "Networking",
    "Public speaking",
    "Data analysis",
    "Working abroad",
    "Balancing work and life",
)
RETURN_SKILLS = (
    "Arriving again",
    "Balancing work and life",
    "What has changed while I was away",
    "Planning and time",
    "Talking with my manager",
    "Going back to research",
)
RESEARCH_SKILLS = (
    "Research methods",
    "Academic writing",
    "Publishing",
    "Applying for funding",
    "Working with a supervisor",
    "Teaching",
    "Leading a team",
    "A career outside research",
)
DIGITAL_SKILLS = (
    "Working with AI",
    "Digital tools",
    "How students learn today",
    "Accessibility",
    "Social media",
    "Data analysis",
)
VALUES = (
    "Curiosity",
    "Honesty",
    "Fairness",
    "Independence",
    "Community",
    "Excellence",
    "Creativity",
    "Calm",
    "Courage",
)
"""What people may say matters most to them; three at most count."""


AIMS = (
    "Going deeper in my subject",
    "Leading people",
    "Teaching others",
    "Starting something of my own",
    "Changing direction",
    "Making things fairer",
    "More room for life",
    "Finding out what I want",
)
"""Where people may say they would like to go; three at most count."""


@dataclass(frozen=True, slots=True)
class Template:
    """A programme to begin from."""

    key: str
    name: str
    summary: str
    formats: tuple[Format, ...]
    formal: bool
    purpose: str
    goal: ProgrammeGoal
    skills: tuple[str, ...]
    bounds: Bounds


TEMPLATES = (
    Template(
        key="career-one-to-one",
        name="Careers, one to one",
        summary="A learner and someone further along meet every two weeks for a term.",
        formats=(Format.ONE_TO_ONE,),
        formal=True,
        purpose="Help people see and choose their next step with someone who has been there.",
        goal=ProgrammeGoal(
            "Every mentee can name a next step and why",
            "Share of mentees who name one in the closing survey, at least 8 in 10",
        ),
        skills=CAREER_SKILLS,
        bounds=Bounds(cadence_weeks=2, length_min=45, capacity=3),
    ),
    Template(
        key="first-year-one-to-one",
        name="First year, with an older student",
        summary="Someone new and someone a year ahead, short and often, to arrive well.",
        formats=(Format.ONE_TO_ONE,),
        formal=False,
        purpose="Nobody gets lost in the first term.",
        goal=ProgrammeGoal(
            "New students know whom to ask",
            "Share of first-years who met their mentor three times by mid-term, at least 7 in 10",
        ),
        skills=STUDY_SKILLS,
        bounds=Bounds(cadence_weeks=1, length_min=30, capacity=4),
    ),
    Template(
        key="thesis-one-to-one",
        name="Thesis companions",
        summary="Someone writing a thesis and someone who has finished one.",
        formats=(Format.ONE_TO_ONE,),
        formal=True,
        purpose="Keep writing moving, and make it less lonely.",
        goal=ProgrammeGoal(
            "Drafts are discussed before they are due",
            "Share of pairs that talked about a draft at least twice, at least 6 in 10",
        ),
        skills=STUDY_SKILLS,
        bounds=Bounds(cadence_weeks=3, length_min=60, capacity=2),
    ),
    Template(
        key="first-year-circles",
        name="First-year circles",
        summary="Six or so who have just arrived, gathered by somebody a year ahead.",
        formats=(Format.CIRCLE,),
        formal=False,
        purpose="Nobody gets lost in the first term.",
        goal=ProgrammeGoal(
            "New students know whom to ask",
            "Share of first-years whose circle met three times by mid-term, at least 7 in 10",
        ),
        skills=STUDY_SKILLS,
        bounds=Bounds(cadence_weeks=2, length_min=45, capacity=1, circle_least=4, circle_most=8),
    ),
    Template(
        key="alumni-one-to-one",
        name="Alumni, one to one",
        summary="Somebody about to graduate and somebody who did, once a month.",
        formats=(Format.ONE_TO_ONE,),
        formal=True,
        purpose="Show what can come after a degree, by people who have been there.",
        goal=ProgrammeGoal(
            "Every mentee has talked with somebody in a job they might want",
            "Share of mentees who met their mentor three times, at least 8 in 10",
        ),
        skills=CAREER_SKILLS,
        bounds=Bounds(cadence_weeks=4, length_min=45, capacity=2),
    ),
    Template(
        key="research-co-mentoring",
        name="Research, with two mentors",
        summary="One researcher and two mentors with the same rights: a subject and a career.",
        formats=(Format.ONE_TO_ONE, Format.PEER),
        formal=True,
        purpose="Give early researchers more than one view, and peers to compare notes with.",
        goal=ProgrammeGoal(
            "Every researcher has a plan for the next year that two people have read",
            "Share of plans discussed with both mentors, at least 8 in 10",
        ),
        skills=RESEARCH_SKILLS,
        bounds=Bounds(cadence_weeks=4, length_min=60, capacity=3),
    ),
    Template(
        key="returning-peers",
        name="Back from leave",
        summary="Two or three who return from leave, as peers; short, kind and flexible.",
        formats=(Format.PEER, Format.ONE_TO_ONE),
        formal=False,
        purpose="Make coming back lighter, with people in the same place.",
        goal=ProgrammeGoal(
            "Whoever returns has somebody to talk to in the first month",
            "Share of people returning who met a peer within four weeks, at least 9 in 10",
        ),
        skills=RETURN_SKILLS,
        bounds=Bounds(cadence_weeks=1, length_min=30, capacity=2),
    ),
    Template(
        key="reverse-one-to-one",
        name="Reverse mentoring",
        summary="A student or somebody new mentors somebody who has been here for long.",
        formats=(Format.ONE_TO_ONE,),
        formal=True,
        purpose="Let those who decide learn from those whom it touches.",
        goal=ProgrammeGoal(
            "Each pair names one thing that will be done differently",
            "Share of pairs who name one in the closing survey, at least 7 in 10",
        ),
        skills=DIGITAL_SKILLS,
        bounds=Bounds(cadence_weeks=4, length_min=45, capacity=1),
    ),
    Template(
        key="flash-one-to-one",
        name="Flash mentoring in office hours",
        summary="One short talk with somebody who knows, on one question; then you may part.",
        formats=(Format.ONE_TO_ONE,),
        formal=False,
        purpose="A good answer this week beats a mentor next term.",
        goal=ProgrammeGoal(
            "A question is talked over within two weeks",
            "Share of questions with a session within two weeks, at least 8 in 10",
        ),
        skills=CAREER_SKILLS,
        bounds=Bounds(cadence_weeks=1, length_min=20, lengths_min=(15, 20, 30), capacity=8),
    ),
)


def template(key: str) -> Template | None:
    """Return the template, or None."""
    return next((one for one in TEMPLATES if one.key == key), None)
