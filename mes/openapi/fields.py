"""Small words for JSON schemas, so that a body reads as a table."""

from typing import Any

Schema = dict[str, Any]


def text(said: str, *, longest: int | None = None, **more: object) -> Schema:
    limit = {} if longest is None else {"maxLength": longest}
    return {"type": "string", "description": said, **limit, **more}


def uuid(said: str) -> Schema:
    return {"type": "string", "format": "uuid", "description": said}


def moment(said: str) -> Schema:
    return {"type": "string", "format": "date-time", "description": said}


def whole(said: str) -> Schema:
    return {"type": "integer", "description": said}


def flag(said: str) -> Schema:
    return {"type": "boolean", "description": said}


def many(of: Schema, said: str, *, most: int | None = None) -> Schema:
    limit = {} if most is None else {"maxItems": most}
    return {"type": "array", "items": of, "description": said, **limit}


def shape(properties: Schema, *needed: str, said: str = "") -> Schema:
    """An object; `needed` are the properties it must have."""
    return {
        "type": "object",
        "properties": properties,
        **({"required": list(needed)} if needed else {}),
        **({"description": said} if said else {}),
    }


def or_null(schema: Schema) -> Schema:
    return {**schema, "nullable": True}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def joined(*parts: Schema) -> Schema:
    return {"allOf": list(parts)}
