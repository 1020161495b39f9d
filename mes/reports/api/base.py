"""What the report views share: whoever belongs to the plant may read, in any of the formats."""

from rest_framework.views import APIView

from plants.api.drf import AnyFormat


class ReportView(APIView):
    """A report of the caller's plant."""

    content_negotiation_class = AnyFormat
