"""Addresses of crews, skills, instructions and the running of lines, below /api/v1/."""

from django.urls import URLPattern, path

from lines.api.running import crew, escalation, instructions, outbox, power, skills

urlpatterns: list[URLPattern] = [
    path("skills", skills.SkillsView.as_view(), name="skills"),
    path("skill-needs", skills.NeedsView.as_view(), name="skill-needs"),
    path("skill-needs/withdraw", skills.UnneedView.as_view(), name="skill-need-withdraw"),
    path("trainings", skills.TrainingsView.as_view(), name="trainings"),
    path("crew", crew.AssignView.as_view(), name="crew"),
    path("crew/leave", crew.LeaveView.as_view(), name="crew-leave"),
    path("crew/override", crew.OverrideView.as_view(), name="crew-override"),
    path("lines/<str:code>/shift-start", crew.BeginView.as_view(), name="shift-start"),
    path("instructions", instructions.InstructionsView.as_view(), name="instructions"),
    path(
        "instructions/<str:no>/release",
        instructions.ReleaseView.as_view(),
        name="instruction-release",
    ),
    path(
        "instructions/<str:no>/retire", instructions.RetireView.as_view(), name="instruction-retire"
    ),
    path("instructions/<str:no>/read", instructions.ReadView.as_view(), name="instruction-read"),
    path("escalation-levels", escalation.LevelsView.as_view(), name="escalation-levels"),
    path(
        "escalation-levels/withdraw",
        escalation.UnlevelView.as_view(),
        name="escalation-level-withdraw",
    ),
    path("escalations", escalation.EscalationsView.as_view(), name="escalations"),
    path("outages", power.OutagesView.as_view(), name="outages"),
    path("outages/import", power.OutageImportView.as_view(), name="outages-import"),
    path("outages/<str:no>/withdraw", power.OutageWithdrawView.as_view(), name="outage-withdraw"),
    path("lines/<str:code>/power-cut", power.CutView.as_view(), name="power-cut"),
    path("units/look", power.LookView.as_view(), name="unit-look"),
    path("outbox-rows", outbox.OutboxRowsView.as_view(), name="outbox-rows"),
    path("outbox-rows/<uuid:row>/settle", outbox.SettleView.as_view(), name="outbox-row-settle"),
]
