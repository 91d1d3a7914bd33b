"""Commands of labelling: a person judges posts in the terminal."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voxpop.pipeline.command.options import ConfigOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, as_given, clean, show_json, show_table

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace

KEYS = {"1": "negative", "2": "neutral", "3": "positive"}
HELP = "1 negative   2 neutral or mixed   3 positive   s skip   u undo   q stop"
YES_NO = {"1": "on", "2": "off"}
YES_NO_HELP = "1 yes   2 no   s skip   u undo   q stop"


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(label)


def label(
    audience: Annotated[str, typer.Option(help="Whose posts")] = "everyone",
    question: Annotated[
        str | None,
        typer.Option(help="In place of tones: a question of one's own, by its id; half the posts are unsure"),
    ] = None,
    n: Annotated[int, typer.Option("-n", min=3, help="Size of the sample; a third from each predicted tone")] = 100,
    labeler: Annotated[str | None, typer.Option(help="Your name for this [default: your login]")] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="How far labelers agree; judges nothing")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Judge sampled posts in the terminal; from 100 labels on they correct the figures of reports.

    The prediction is not shown. Stop whenever you like: the next call goes on with the same sample.
    """
    from voxpop.pipeline.analyze import labels as step

    workspace = open_workspace(config)
    if agreement:
        _agreement(step.agreements(workspace), as_json)
        return
    who = labeler or getpass.getuser().lower()
    if question:
        _judge_question(workspace, question, who, audience, n)
        return
    n_judged = judge(
        step.sample(workspace, who, audience, n),
        KEYS,
        HELP,
        lambda post, value: step.store(workspace, post, who, value),
    )
    print(as_given(f"{n_judged} judged. They count from the next `voxpop analyze` on."))
    if workspace.config.questions:
        _offer_questions(workspace)


def _judge_question(workspace: Workspace, question: str, who: str, audience: str, n: int) -> None:
    from voxpop.pipeline.analyze import labels, question_queue, questions

    asked = question_queue.find_question(workspace, question)
    waiting = question_queue.sample(workspace, question, who, audience, n)
    field = questions.field_of(question)
    print(clean(f"{asked.name}: {asked.means}"))
    n_judged = judge(waiting, YES_NO, YES_NO_HELP, lambda post, said: labels.store(workspace, post, who, said, field))
    print(as_given(f"{n_judged} judged. The next `voxpop analyze` learns from them and asks every post again."))


def _offer_questions(workspace: Workspace) -> None:
    from voxpop.pipeline.analyze import question_queue

    for row in question_queue.count_unsure(workspace):
        if row["n_waiting"] or not row["answered"]:
            waits = (
                f"{row['n_waiting']} unsure posts wait" if row["answered"] else "it has too few examples to be answered"
            )
            print(as_given(clean(f"{row['name']}: {waits}; `voxpop label --question {row['question']}`")))


def judge(
    waiting: list[dict[str, Any]], keys: dict[str, str], legend: str, keep: Callable[[dict[str, Any], str], None]
) -> int:
    """Show the posts one after another and keep what is said of them ('' takes the last back); how many were judged."""
    print(f"{len(waiting)} posts to judge.\n{legend}\n")
    done: list[dict[str, Any]] = []
    place = 0
    while place < len(waiting):
        post = waiting[place]
        print(f"[{place + 1} of {len(waiting)}]  {clean(post['channel'])}, {post['day']}")
        print(clean("\n".join(part for part in (post["title"], post["text"]) if part)))
        try:
            said = input("> ").strip().lower()
        except EOFError:
            break
        if said == "q":
            break
        if said == "u" and done:
            keep(done.pop(), "")
            place -= 1
        elif said == "s":
            place += 1
        elif said in keys:
            keep(post, keys[said])
            done.append(post)
            place += 1
        else:
            print(legend)
        print()
    return len(done)


def _agreement(found: list[Any], as_json: bool) -> None:
    if as_json:
        show_json([asdict(one) for one in found])
    elif not found:
        print("No post was judged by two people yet.")
    else:
        names = ["who", "measure", "value", "95% low", "high", "posts", "same"]
        rows = [
            [
                ", ".join(a.who),
                a.measure,
                round(a.value, 3),
                round(a.low, 3),
                round(a.high, 3),
                a.n_posts,
                round(a.same, 3),
            ]
            for a in found
        ]
        show_table(names, rows)
