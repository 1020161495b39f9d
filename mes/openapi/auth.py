"""How callers prove who they are, for the schema; a class is registered by being defined."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

Definition = dict[str, str]

DEVICE = "device"
PERSON = "person"


class DeviceScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "plants.api.authentication.TokenAuthentication"
    name = DEVICE

    def get_security_definition(self, auto_schema: AutoSchema) -> Definition:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "mes_<id>_<secret>",
            "description": "A device's token, made by `manage.py device_token STATION`.",
        }


class PersonScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "plants.api.authentication.PersonAuthentication"
    name = PERSON

    def get_security_definition(self, auto_schema: AutoSchema) -> Definition:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "A signed-in person; writes carry the CSRF token in `X-CSRFToken`.",
        }
