"""What each kind of contribution is asked, in which order: the one table of questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.problems.forms import (
    AboutStep,
    AffectedStep,
    DistrictStep,
    EverydayStep,
    IdeaMoreStep,
    MomentStep,
    MoreStep,
    NeedStep,
    PlaceStep,
    TitleStep,
    WhatStep,
    WhyStep,
)
from app.process.sentences import N_
from app.process.vocabulary import Contribution

PARAGRAPHS = ("what", "affected", "everyday", "need", "consequence", "tried")
LINES = ("title", "place", "since")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what helps to answer it; untranslated."""

    text: str
    hint: str = ""


_ON_MAP = {
    "point": Question(
        N_("Which point on the map?"),
        N_("Two numbers, latitude and longitude. Nobody needs to know them: leave it empty."),
    )
}
_HERE = {
    "district_id": Question(N_("In which district?")),
    "place": Question(N_("Where?"), N_("A street, a stop, a building, or a web page.")),
    **_ON_MAP,
}
_ABOUT = {
    "action_fields": Question(N_("What is it about?")),
    "organisation_id": Question(N_("In whose name do you write?")),
}

IN_A_SENTENCE = {
    Contribution.PROBLEM: N_("Something does not work, and you know how it shows."),
    Contribution.IDEA: N_("You can imagine how something would work better."),
    Contribution.QUESTION: N_("You want to know something from the administration."),
    Contribution.PROJECT: N_("Something exists already that others should know or use."),
    Contribution.OFFER: N_("You can give time, knowledge, a room or something else."),
    Contribution.EVENT: N_("Something takes place that others should come to."),
}

QUESTIONS: dict[Contribution, dict[str, Question]] = {
    Contribution.PROBLEM: {
        "title": Question(
            N_("What is the problem, in one sentence?"),
            N_("Say it the way you would say it to a neighbour."),
        ),
        "what": Question(
            N_("What is the problem?"),
            N_("What happens, when, and how often? Facts and figures help, but nobody needs them."),
        ),
        "affected": Question(
            N_("Who is affected?"),
            N_("Which people, and roughly how many? You may be one of them."),
        ),
        "everyday": Question(
            N_("What is an ordinary day like?"),
            N_("Tell of one day on which the problem shows. Please name no other people."),
        ),
        "need": Question(
            N_("What is needed?"),
            N_("What should be possible afterwards? It need not be a finished solution."),
        ),
        **_HERE,
        "since": Question(
            N_("Since when, how often?"), N_("For example: every evening since the summer.")
        ),
        "consequence": Question(N_("What happens if nothing is done?")),
        "tried": Question(N_("What has been tried?")),
        **_ABOUT,
    },
    Contribution.IDEA: {
        "title": Question(
            N_("What is your idea, in one sentence?"),
            N_("Say it the way you would say it to a neighbour."),
        ),
        "what": Question(
            N_("What is the idea?"), N_("How would it work? It need not be worked out to the end.")
        ),
        "affected": Question(N_("Whom does it help?"), N_("Which people, and in which situation?")),
        "need": Question(
            N_("What would be needed for it?"),
            N_("Time, money, a room, a permission, people who join in."),
        ),
        **_HERE,
        "tried": Question(N_("Does it exist somewhere else?"), N_("A city, a club, a web page.")),
        **_ABOUT,
    },
    Contribution.QUESTION: {
        "title": Question(
            N_("What is your question, in one sentence?"),
            N_("One question at a time gets the clearest answer."),
        ),
        "what": Question(
            N_("What exactly would you like to know?"), N_("Say what you know already.")
        ),
        "consequence": Question(
            N_("Why does it matter?"), N_("What depends on the answer, for you or for others?")
        ),
        **_HERE,
        **_ABOUT,
    },
    Contribution.PROJECT: {
        "title": Question(
            N_("Which project is it, in one sentence?"), N_("Its name, and what it does.")
        ),
        "what": Question(N_("What exists already?"), N_("What does it do, and for how many?")),
        "affected": Question(
            N_("Who runs it, and for whom?"), N_("An organisation, a neighbourhood, an office.")
        ),
        "need": Question(
            N_("What could it give to the city?"), N_("And what would it need to do so?")
        ),
        **_HERE,
        "since": Question(N_("Since when?")),
        **_ABOUT,
    },
    Contribution.OFFER: {
        "title": Question(
            N_("What do you offer, in one sentence?"), N_("For example: a workshop on Saturdays.")
        ),
        "what": Question(N_("What do you offer?"), N_("I or we: what, how much, how often?")),
        "affected": Question(N_("To whom?"), N_("Everybody, a neighbourhood, a school.")),
        "need": Question(
            N_("Under which conditions?"), N_("What has to be so that it works? None is an answer.")
        ),
        **_HERE,
        "since": Question(N_("Until when?"), N_("For example: until the end of the year.")),
        **_ABOUT,
    },
    Contribution.EVENT: {
        "title": Question(N_("What is the event, in one sentence?"), N_("As on a poster.")),
        "what": Question(N_("What happens there?"), N_("Who speaks, what is done, what it costs.")),
        "takes_place_at": Question(N_("When does it begin?")),
        "place": Question(N_("Where?"), N_("An address, a room, or a web page.")),
        "district_id": Question(N_("In which district?")),
        **_ON_MAP,
        "affected": Question(N_("For whom is it?"), N_("Everybody, children, people who care.")),
        **_ABOUT,
    },
}

_FIRST: dict[str, type[BaseModel]] = {"title": TitleStep, "what": WhatStep}
_GIVING: dict[str, type[BaseModel]] = {"affected": AffectedStep, "need": NeedStep}
STEPS: dict[Contribution, dict[str, type[BaseModel]]] = {
    Contribution.PROBLEM: {
        **_FIRST,
        "affected": AffectedStep,
        "everyday": EverydayStep,
        "need": NeedStep,
        "place": PlaceStep,
        "more": MoreStep,
    },
    Contribution.IDEA: {**_FIRST, **_GIVING, "place": DistrictStep, "more": IdeaMoreStep},
    Contribution.QUESTION: {
        **_FIRST,
        "consequence": WhyStep,
        "place": DistrictStep,
        "more": AboutStep,
    },
    Contribution.PROJECT: {**_FIRST, **_GIVING, "place": PlaceStep, "more": AboutStep},
    Contribution.OFFER: {**_FIRST, **_GIVING, "place": PlaceStep, "more": AboutStep},
    Contribution.EVENT: {
        **_FIRST,
        "place": MomentStep,
        "affected": AffectedStep,
        "more": AboutStep,
    },
}
SEVERAL_QUESTIONS = {
    Contribution.PROBLEM: N_("Where is it, and since when?"),
    Contribution.IDEA: N_("Where would it be?"),
    Contribution.QUESTION: N_("Is it about a place?"),
    Contribution.PROJECT: N_("Where is it, and since when?"),
    Contribution.OFFER: N_("Where, and until when?"),
    Contribution.EVENT: N_("When and where does it take place?"),
}
ANYTHING_ELSE = N_("Is there anything else?")


def heading_of(kind: Contribution, step: str) -> str:
    """What a page asks: its one question, or what its questions have in common."""
    if step == "place":
        return SEVERAL_QUESTIONS[kind]
    return ANYTHING_ELSE if step == "more" else QUESTIONS[kind][step].text


def said(kind: Contribution, words: Mapping[str, Any] | Any) -> list[tuple[str, str]]:
    """Each question of the kind that was answered in words, with the answer."""
    found = words.get if isinstance(words, Mapping) else lambda name: getattr(words, name, "")
    return [
        (question.text, str(text))
        for name, question in QUESTIONS[kind].items()
        if (name in PARAGRAPHS or name in LINES[1:]) and (text := found(name))
    ]
