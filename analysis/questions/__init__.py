"""Questions of one's own: every post is asked, by the shipped encoder and what a few examples say."""

from voxpop.analysis.questions.question import ANSWERS, NO, UNREAD, UNSURE, YES, Answers, Labelled, Question
from voxpop.analysis.questions.reader import BACKGROUND, FURTHER, Quality, QuestionReader, choose_background

__all__ = [
    "ANSWERS",
    "BACKGROUND",
    "FURTHER",
    "NO",
    "UNREAD",
    "UNSURE",
    "YES",
    "Answers",
    "Labelled",
    "Quality",
    "Question",
    "QuestionReader",
    "choose_background",
]
