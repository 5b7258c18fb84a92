"""From the text of a model file to a model, or to everything that is wrong with it."""

from collections.abc import Mapping

from pydantic import ValidationError

from scoring.assemble import assemble
from scoring.model import Model
from scoring.model_checks import findings
from scoring.problem import ModelError, Problem
from scoring.schema import NAMES, ModelEntry
from scoring.wording import told
from scoring.yaml_text import read_yaml


def parse_model(text: str, source: str = "model.yaml") -> Model:
    """Read a model; raises ModelError with every mistake, each with its line."""
    document = read_yaml(text, source)
    if not isinstance(document.content, Mapping):
        raise ModelError([Problem(source, 1, "this is not a model: begin with id, version and dimensions")])
    mistakes = [(document.line(found.path), found.message) for found in findings(document.content)]
    try:
        entry = ModelEntry.model_validate(document.content)
    except ValidationError as error:
        mistakes += [(document.line(mistake["loc"]), told(mistake, NAMES)) for mistake in error.errors()]
    if mistakes:
        raise ModelError([Problem(source, line, message) for line, message in sorted(set(mistakes))])
    return assemble(entry)
