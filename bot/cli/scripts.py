"""Commands for authors of scripts and models, and for who only wants scores."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Annotated

import typer

from bot.checking import check_folder
from bot.cli.program import app, fail
from bot.library import ScriptError, load_folder


@app.command()
def check(folders: Annotated[list[Path], typer.Argument(help="Folders with scripts and a model.")]) -> None:
    """Find every mistake in scripts and models."""
    problems = [str(problem) for folder in folders for problem in check_folder(folder)]
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"{', '.join(str(folder) for folder in folders)}: no mistakes found")


@app.command()
def score(
    folder: Annotated[Path, typer.Argument(help="A folder with a model.yaml.")],
    answers: Annotated[Path, typer.Argument(help="A JSON file with answers and reviews.")],
    ambition: Annotated[
        float | None, typer.Option(help="The level aimed at, where no pressure was answered.")
    ] = None,
    roadmap: Annotated[
        bool, typer.Option("--roadmap", help="Add what to do about it, from the folder's actions.yaml.")
    ] = False,
) -> None:
    """Score answers: the scorecard as JSON."""
    from scoring import AnswersError, ModelError
    from scoring.files import score_folder_text

    if ambition is not None and not (isfinite(ambition) and ambition >= 0):
        raise typer.BadParameter("write a level, like 3", param_hint="--ambition")
    model_text, answers_text = _read(folder / "model.yaml"), _read(answers)
    try:
        if roadmap:
            actions_text = _read(folder / "actions.yaml")
            anchors = load_folder(folder).anchors
            print(
                score_folder_text(
                    model_text, answers_text, ambition, actions_text=actions_text, anchors=anchors
                )
            )
        else:
            print(score_folder_text(model_text, answers_text, ambition))
    except (ModelError, AnswersError, ScriptError) as error:
        fail(*(str(problem) for problem in error.problems))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        fail(f"{path}: cannot be read ({reason})")
