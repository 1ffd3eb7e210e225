"""Figures and lights: doors for programs."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics, permissions, serializers

from projects.models import Figure, Light
from projects.permissions.figures import sees_business
from projects.queries import figures as queries
from projects.queries import lights as light_queries
from projects.rules import periods
from projects.states import LightColour, LightState, Period, Scope


class HasBusiness(permissions.BasePermission):
    """Nobody without a project or an office: the three administrators least of all."""

    def has_permission(self, request, view):
        return sees_business(request.user, timezone.localdate())


class FigureSerializer(serializers.ModelSerializer):
    """expected − exempt = on_time + late + missing, of the days whose cut-off has passed."""

    name = serializers.CharField(read_only=True)
    of = serializers.CharField(source="period_name", read_only=True, help_text="2017-04-10, 2017-W15, 2017-04, 2017Q2")
    rate = serializers.DecimalField(4, 1, read_only=True, allow_null=True, help_text="on time, % of what was owed")

    class Meta:
        model = Figure
        fields = [
            "scope", "scope_id", "name", "period", "of", "starts_on", "ends_on", "expected", "exempt", "on_time",
            "late", "missing", "rate", "invested", "planned", "milestones_due", "milestones_done",
            "computed_at",
        ]  # fmt: skip


class LightSerializer(serializers.ModelSerializer):
    """A project's light for one month: `colour` is the one that counts."""

    project_name = serializers.CharField(source="project.name", read_only=True)
    of = serializers.CharField(source="month_name", read_only=True)
    colour = serializers.ChoiceField(LightColour.choices, read_only=True)
    why_text = serializers.CharField(source="why_words", read_only=True)

    class Meta:
        model = Light
        fields = [
            "id", "project", "project_name", "of", "as_of", "colour", "computed", "scheduled", "done", "deviation",
            "why", "why_text", "state", "confirmed", "confirmed_at", "reason",
        ]  # fmt: skip


OF = OpenApiParameter(
    "of", str, description="the period: 2017-04-10, 2017-W15, 2017-04 or 2017Q2; the running one else"
)


@extend_schema(
    tags=["figures"],
    parameters=[
        OpenApiParameter("scope", str, enum=Scope.values), OpenApiParameter("period", str, enum=Period.values), OF,
        OpenApiParameter("q", str, description="part of the name"),
        OpenApiParameter("sort", str, enum=[sign + name for name in queries.SORTS for sign in ("", "-")]),
    ],
    examples=[
        OpenApiExample(
            "a month of one project", response_only=True,
            value={"scope": "project", "scope_id": 1, "name": "青禾路北延", "period": "month", "of": "2017-04",
                   "starts_on": "2017-04-01", "ends_on": "2017-04-30", "expected": 20, "exempt": 1, "on_time": 17,
                   "late": 1, "missing": 1, "rate": "89.5", "invested": "310.00", "planned": "300.00",
                   "milestones_due": 1, "milestones_done": 1, "computed_at": "2017-04-30T18:00:00+08:00"},
        )
    ],
)  # fmt: skip
class Figures(generics.ListAPIView):
    """Reporting health, investment and milestones by project, unit or district and period."""

    serializer_class = FigureSerializer
    permission_classes = [permissions.IsAuthenticated, HasBusiness]
    filter_backends = []
    queryset = Figure.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        day = timezone.localdate()
        asked = queries.Asked.read(self.request.query_params, day=day)
        return queries.table(self.request.user, asked, day=day)

    def paginate_queryset(self, queryset):
        return queries.dressed(super().paginate_queryset(queryset))


@extend_schema(
    tags=["figures"],
    parameters=[
        OpenApiParameter("of", OpenApiTypes.STR, description="the month: 2017-04; the running one else"),
        OpenApiParameter("colour", str, enum=LightColour.values),
        OpenApiParameter("state", str, enum=LightState.values),
    ],
)  # fmt: skip
class Lights(generics.ListAPIView):
    """The lights of one month: computed, and confirmed where a person has confirmed them."""

    serializer_class = LightSerializer
    permission_classes = [permissions.IsAuthenticated, HasBusiness]
    filter_backends = []
    queryset = Light.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        day, words = timezone.localdate(), self.request.query_params
        try:
            month = periods.read(periods.MONTH, words.get("of", ""))
        except (ValueError, OverflowError):
            month = day
        rows = light_queries.lights_of_month(self.request.user, day, month)
        if words.get("state") in LightState.values:
            rows = rows.filter(state=words["state"])
        if words.get("colour") in LightColour.values:
            rows = rows.filter(computed=words["colour"])
        return rows

    def paginate_queryset(self, queryset):
        return light_queries.dressed(super().paginate_queryset(queryset))


urlpatterns = [
    path("figures/", Figures.as_view(), name="figures"),
    path("lights/", Lights.as_view(), name="lights"),
]
