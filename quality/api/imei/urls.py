from django.urls import URLPattern, path

from quality.api.imei import fences, lists, numbers, registers

urlpatterns: list[URLPattern] = [
    path("imeis/adopt", numbers.adopt, name="imeis-adopt"),
    path("imeis/batch", numbers.BatchView.as_view(), name="imeis-batch"),
    path("imeis/return", fences.ReturnsView.as_view(), name="imeis-return"),
    path("imei-leases", numbers.LeasesView.as_view(), name="imei-leases"),
    path("imei-leases/<str:lease>/void", fences.LeaseVoidView.as_view(), name="imei-lease-void"),
    path("imei-fences", fences.FencesView.as_view(), name="imei-fences"),
    path("imei-fences/<str:no>/reconcile", fences.ReconcileView.as_view(), name="fence-reconcile"),
    path("imei-fences/<str:no>/close", fences.CloseView.as_view(), name="fence-close"),
    path("tac-shares", registers.SharesView.as_view(), name="tac-shares"),
    path("imei-registers", registers.RegistersView.as_view(), name="imei-registers"),
    path("imei-registers/own", registers.OwnRegisterView.as_view(), name="imei-register-own"),
    path("imei-registers/overlaps", registers.OverlapsView.as_view(), name="register-overlaps"),
    path("imei-lists", lists.ListsView.as_view(), name="imei-lists"),
    path("device-names", numbers.DeviceNamesView.as_view(), name="device-names"),
]
