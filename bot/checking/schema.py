"""JSON Schemas of what authors and consultants write; `python -m bot.checking.schema` writes one."""

import json
import sys

from pydantic import BaseModel

from bot.interview.script import Script
from bot.lists.reference_set import ReferenceSet
from scoring.actions_schema import ActionsEntry
from scoring.schema import ModelEntry


def model_schema() -> str:
    """The schema as it is published in interview_scripts/schema/model.schema.json."""
    return _published(ModelEntry, "A maturity model for Peiler")


def script_schema() -> str:
    """The schema as it is published in interview_scripts/schema/script.schema.json."""
    return _published(Script, "A script for Peiler")


def actions_schema() -> str:
    """The schema as it is published in interview_scripts/schema/actions.schema.json."""
    return _published(ActionsEntry, "Actions for a plan of Peiler")


def references_schema() -> str:
    """The schema as it is published in interview_scripts/schema/references.schema.json."""
    return _published(ReferenceSet, "References for Peiler")


def _published(entry: type[BaseModel], title: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | entry.model_json_schema()
    schema["title"] = title
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


SCHEMAS = {
    "script": script_schema,
    "model": model_schema,
    "actions": actions_schema,
    "references": references_schema,
}

if __name__ == "__main__":
    sys.stdout.write(SCHEMAS[(sys.argv[1:] or ["script"])[0]]())
