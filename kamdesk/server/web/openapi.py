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


_SQUEEZED = {words.MESSAGES: {"schema": {"type": "string", "format": "binary"}}}
MESSAGE: dict[str, Any] = {"requestBody": {"required": True, "content": _SQUEEZED}}
MESSAGE_BACK: dict[int | str, dict[str, Any]] = {
    200: {"description": "one squeezed message, or a stream of them", "content": _SQUEEZED}
}
DIGEST: dict[str, Any] = {
    "parameters": [{"name": "digest", "in": "query", "required": False, "schema": {"type": "string"}}]
}


def json_back(schema: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """A JSON answer of this form."""
    return {200: {"description": "done", "content": {"application/json": {"schema": schema}}}}


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": ", ".join(code.value for code, each in STATUS.items() if each == status),
        "content": {"application/json": {"schema": _PROBLEM}},
    }
    for status in sorted(set(STATUS.values()))
}
