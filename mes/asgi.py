"""The socket door: one process that holds every board's websocket."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mes.settings")
http = get_asgi_application()  # loads the apps: models may be imported only below this line

from channels.auth import AuthMiddlewareStack  # noqa: E402

from lines.routing import websocket_urlpatterns  # noqa: E402
from mes.origin import SameHost  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": http,
        "websocket": SameHost(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
