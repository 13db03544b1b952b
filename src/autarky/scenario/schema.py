"""JSON Schema of a scenario file, for completion and checks in editors."""

from typing import Any


def scenario_schema() -> dict[str, Any]:
    """Draft 2020-12 schema; numbers with units are a number or text."""
    from autarky.acts.registry import ACTS
    from autarky.scenario.model import Scenario

    schema = Scenario.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "autarky scenario"
    schema["required"] = ["acts"]
    schema["properties"]["acts"]["minItems"] = 1
    elasticities = schema["properties"]["elasticities"]
    about = elasticities.pop("description", "")
    schema["properties"]["elasticities"] = {"anyOf": [{"type": "string"}, elasticities], "description": about}
    for act in ACTS.values():  # `type` has a default in Python, but in a file it says which act it is
        definition = schema["$defs"][act.__name__]
        definition["required"] = ["type", *definition.get("required", [])]
        definition["properties"] = {
            name: {k: v for k, v in field.items() if not (k == "default" and v is None)}
            for name, field in definition["properties"].items()
        }
    return schema
