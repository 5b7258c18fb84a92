"""The JSON Schema of a script, for editors; `python -m bot.checking.schema` writes it to standard output."""

import json
import sys

from bot.interview.script import Script


def script_schema() -> str:
    """The schema as it is published in interview_scripts/schema/script.schema.json."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Script.model_json_schema()
    schema["title"] = "A script for Peiler"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(script_schema())
