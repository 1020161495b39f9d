"""Pages of people: signing in and out, taking turns, the language, the first administrator."""

from django.urls import URLPattern, URLResolver, include, path

from plants.views.first_run import first_run
from plants.views.sign_in import home, language, rest, sign_in, sign_out, switch

_pages: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("switch/", switch, name="switch"),
    path("break/", rest, name="rest"),
    path("language/", language, name="language"),
    path("first-run/", first_run, name="first_run"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_pages, "plants")))]
