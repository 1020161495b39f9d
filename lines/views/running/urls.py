"""Pages of crews, instructions, calls, holds and power."""

from django.urls import URLPattern, path

from lines.views.running import calls, crew, instruction, power, skills

urlpatterns: list[URLPattern] = [
    path("lines/<str:code>/crew/", crew.crew, name="crew"),
    path("lines/<str:code>/start/", crew.start_shift, name="start_shift"),
    path("lines/<str:code>/retests/", power.retests, name="retests"),
    path(
        "station/<str:code>/instruction/",
        instruction.station_instruction,
        name="station_instruction",
    ),
    path("instructions/<str:no>/file/", instruction.instruction_file, name="instruction_file"),
    path("skills/<str:plant>/", skills.skills, name="skills"),
    path("instructions/<str:plant>/", skills.instructions, name="instructions"),
    path("calls/<str:plant>/", calls.calls, name="calls"),
    path("calls/<str:plant>/now/", calls.calls_part, name="calls_part"),
    path("holds/<str:plant>/", calls.holds, name="holds"),
    path("handed/<str:plant>/", calls.handed, name="handed"),
    path("power/<str:plant>/", power.outages, name="outages"),
]
