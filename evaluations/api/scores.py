"""Scores: doors for programs, for reading. The own ones and those of projects; lists of persons stay on the pages."""

from django.db.models import Q
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics, permissions, serializers

from evaluations.api.orders import NoAdministrator
from evaluations.models import Score
from evaluations.queries.scores import SHOWN


class ScoreOut(serializers.ModelSerializer):
    """The score of a project, or the own one. Places within the peer group, with the range that the ballots allow."""

    year = serializers.IntegerField(source="scoring.year", read_only=True)
    quarter = serializers.IntegerField(source="scoring.quarter", read_only=True)
    state = serializers.CharField(source="scoring.state", read_only=True)
    scheme = serializers.CharField(source="scoring.scheme.name", read_only=True)

    class Meta:
        model = Score
        fields = [
            "id", "year", "quarter", "state", "scheme", "project", "cadre", "title", "revision", "total", "grade",
            "peer", "place", "of", "place_low", "place_high", "unranked", "pieces", "days",
        ]  # fmt: skip


class LineOut(serializers.Serializer):
    """A line: weight × reached ÷ 100 = points; the points of all lines sum to the total."""

    part = serializers.CharField()
    indicator = serializers.CharField()
    nominal = serializers.DecimalField(max_digits=7, decimal_places=4)
    weight = serializers.DecimalField(max_digits=7, decimal_places=4)
    reached = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)
    n = serializers.IntegerField()
    points = serializers.DecimalField(max_digits=6, decimal_places=2)


class OneScoreOut(ScoreOut):
    """A score with its lines."""

    lines = LineOut(many=True, read_only=True)

    class Meta(ScoreOut.Meta):
        fields = [*ScoreOut.Meta.fields, "lines"]


SCORE = {
    "id": 31, "year": 2017, "quarter": 2, "state": "FROZEN", "scheme": "2017-1", "project": 7, "cadre": None,
    "title": "青禾路北延", "revision": 0, "total": "84.70", "grade": "", "peer": "", "place": None, "of": None,
    "place_low": None, "place_high": None, "unranked": "", "pieces": 6, "days": 0,
}  # fmt: skip
LINE = {
    "part": "project", "indicator": "milestones", "nominal": "40.0000", "weight": "47.0588", "reached": "90.0000",
    "n": 2, "points": "42.35",
}  # fmt: skip


def readable(user, day):
    """The newest scores that are shown: the own ones, and those of the projects that `user` may see."""
    rows = Score.objects.visible_to(user, day).newest().filter(scoring__state__in=SHOWN)
    return rows.filter(Q(project__isnull=False) | Q(cadre__user=user)).select_related("scoring__scheme").defer("drawn")


class Reading:
    """What both doors share."""

    permission_classes = [permissions.IsAuthenticated, NoAdministrator]
    queryset = Score.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return readable(self.request.user, timezone.localdate())


@extend_schema(
    tags=["scores"],
    parameters=[
        OpenApiParameter("year", int), OpenApiParameter("quarter", int, enum=[1, 2, 3, 4]),
        OpenApiParameter("project", int), OpenApiParameter("own", str, description="1: the own scores only"),
    ],
    examples=[OpenApiExample("a score", response_only=True, value=SCORE)],
)  # fmt: skip
class Scores(Reading, generics.ListAPIView):
    """The own scores and those of the projects that one may see, newest quarter first."""

    serializer_class = ScoreOut
    filter_backends = []

    def get_queryset(self):
        rows, asked = super().get_queryset(), self.request.query_params
        for name, column in (("year", "scoring__year"), ("quarter", "scoring__quarter"), ("project", "project")):
            if asked.get(name, "").isdigit():
                rows = rows.filter(**{column: int(asked[name]) % 10**9})
        if asked.get("own") == "1":
            rows = rows.filter(cadre__user=self.request.user)
        return rows.order_by("-scoring__year", "-scoring__quarter", "pk")


@extend_schema(
    tags=["scores"], examples=[OpenApiExample("a score", response_only=True, value=SCORE | {"lines": [LINE]})]
)
class OneScore(Reading, generics.RetrieveAPIView):
    """One score with its lines; the pieces they rest on stand on the page why."""

    serializer_class = OneScoreOut


urlpatterns = [
    path("scores/", Scores.as_view(), name="score-list"),
    path("scores/<int:pk>/", OneScore.as_view(), name="score-detail"),
]
