"""What the description of the interface (OpenAPI) says about bodies that are no JSON, and about refusals."""

from __future__ import annotations

from typing import Any

from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import STATUS, Code

_PROBLEM = {
    "type": "object",
    "required": ["code"],
    "properties": {"code": {"type": "string", "enum": [code.value for code in Code]}, "sentence": {"type": "string"}},
}


def body(schema: dict[str, Any]) -> dict[str, Any]:
    """A JSON body of this form."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def object_of(required: dict[str, str], optional: dict[str, str] | None = None) -> dict[str, Any]:
    """A JSON object with properties of these types."""
    properties = {name: {"type": kind} for name, kind in {**required, **(optional or {})}.items()}
    return {"type": "object", "required": list(required), "properties": properties}


MESSAGE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {words.MESSAGES: {"schema": {"type": "string", "format": "binary"}}},
    }
}

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": ", ".join(code.value for code, each in STATUS.items() if each == status),
        "content": {"application/json": {"schema": _PROBLEM}},
    }
    for status in sorted(set(STATUS.values()))
}
