"""Units and cadres for programs: read only. Reading personal files leaves a line, here as on the pages."""

import django_filters
from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import permissions, serializers, viewsets
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from cadres import queries, services
from cadres.models import Appointment, Cadre, InfluencePeriod, Unit, UnitName
from cadres.permissions import reads_cadres, reads_units
from cadres.states import CadreState, Level, Track


class ReadsUnits(permissions.BasePermission):
    """As `cadres.permissions.reads_units`."""

    def has_permission(self, request, view):
        return request.user.is_authenticated and reads_units(request.user)


class ReadsCadres(permissions.BasePermission):
    """As `cadres.permissions.reads_cadres`: the cadre section and its leaders."""

    def has_permission(self, request, view):
        return request.user.is_authenticated and reads_cadres(request.user)


class PastName(serializers.ModelSerializer):
    class Meta:
        model = UnitName
        fields = ["name", "from_on", "until_on"]


class UnitOut(serializers.ModelSerializer):
    """A unit with the names it bore."""

    past_names = PastName(many=True)

    class Meta:
        model = Unit
        fields = ["id", "code", "name", "short_name", "parent", "track", "position", "is_active", "past_names"]


class UnitFilter(django_filters.FilterSet):
    track = django_filters.ChoiceFilter(choices=Track.choices)
    is_active = django_filters.BooleanFilter()
    parent = django_filters.NumberFilter(field_name="parent_id")
    search = django_filters.CharFilter(method="by_name", label="Part of a name, short name, past name or code.")

    def by_name(self, queryset, name, value):
        words = Q(name__icontains=value) | Q(short_name__icontains=value) | Q(code__icontains=value)
        return queryset.filter(words | Q(past_names__name__icontains=value)).distinct()


UNIT = {
    "id": 3, "code": "QS", "name": "青石街道", "short_name": "青石", "parent": None, "track": "town", "position": 1,
    "is_active": True, "past_names": [{"name": "青石镇", "from_on": "1949-10-01", "until_on": "2017-04-09"}],
}  # fmt: skip


@extend_schema(tags=["units"], examples=[OpenApiExample("unit", UNIT, response_only=True)])
@extend_schema_view(
    list=extend_schema(description="Units in the order of the district's list."),
    retrieve=extend_schema(description="One unit."),
)
class UnitViewSet(viewsets.ReadOnlyModelViewSet):
    """Units of the district."""

    queryset = Unit.objects.prefetch_related("past_names").order_by("position", "code")
    serializer_class = UnitOut
    permission_classes = [ReadsUnits]
    filterset_class = UnitFilter


class PostOut(serializers.ModelSerializer):
    unit_name = serializers.CharField(source="unit.name")

    class Meta:
        model = Appointment
        fields = ["unit", "unit_name", "post", "level", "is_head", "from_on", "until_on", "document_no"]


class InfluenceOut(serializers.ModelSerializer):
    class Meta:
        model = InfluencePeriod
        fields = ["kind", "from_on", "until_on", "document_no", "made_by", "blocks"]


class CadreOut(serializers.ModelSerializer):
    """A line of the roster."""

    unit_name = serializers.CharField(source="unit.name")

    class Meta:
        model = Cadre
        fields = ["id", "name", "unit", "unit_name", "post", "level", "state", "is_assessed"]


class CadreFileOut(CadreOut):
    """A file: the line with birth, telephone, posts, and the influence periods in effect."""

    appointments = PostOut(many=True)
    influence = serializers.SerializerMethodField()

    class Meta(CadreOut.Meta):
        fields = [*CadreOut.Meta.fields, "gender", "born_in", "phone", "appointments", "influence"]

    def get_influence(self, cadre) -> list:
        return InfluenceOut(queries.in_influence(cadre, self.context["day"]), many=True).data


class CadreFilter(django_filters.FilterSet):
    unit = django_filters.NumberFilter(field_name="unit_id")
    level = django_filters.ChoiceFilter(choices=Level.choices)
    state = django_filters.ChoiceFilter(choices=CadreState.choices)
    search = django_filters.CharFilter(method="by_name", label="Part of a name or of its pinyin.")

    def by_name(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(pinyin__icontains=value))


CADRE = {
    "id": 12, "name": "林远", "unit": 3, "unit_name": "青石街道", "post": "主任", "level": "chief", "state": "serving",
    "is_assessed": True,
}  # fmt: skip
CADRE_FILE = CADRE | {
    "gender": "m", "born_in": "1975-03-01", "phone": "13900000001", "influence": [],
    "appointments": [
        {
            "unit": 3, "unit_name": "青石街道", "post": "主任", "level": "chief", "is_head": True,
            "from_on": "2016-09-01", "until_on": None, "document_no": "青组〔2016〕9号",
        }
    ],
}  # fmt: skip


@extend_schema(tags=["cadres"])
@extend_schema_view(
    list=extend_schema(
        description="The roster, for the cadre section and its leaders. A page read leaves a line on the trail.",
        examples=[OpenApiExample("cadre", CADRE, response_only=True)],
    ),
    retrieve=extend_schema(
        responses=CadreFileOut,
        description="A personal file. Reading it leaves a line on the trail.",
        examples=[OpenApiExample("file", CADRE_FILE, response_only=True)],
    ),
)
class CadreViewSet(viewsets.ReadOnlyModelViewSet):
    """Cadres of the district."""

    queryset = Cadre.objects.select_related("unit").order_by("unit__position", "pinyin", "id")
    serializer_class = CadreOut
    permission_classes = [ReadsCadres]
    filterset_class = CadreFilter

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user, timezone.localdate())

    def list(self, request, *args, **kwargs):
        answer = super().list(request, *args, **kwargs)
        services.note_list_reading(len(answer.data["results"]), actor=request.user, at=timezone.now())
        return answer

    def retrieve(self, request, *args, **kwargs):
        cadre = self.get_object()
        services.note_reading(cadre, actor=request.user, at=timezone.now())
        return Response(CadreFileOut(cadre, context={"day": timezone.localdate()}).data)


router = SimpleRouter()
router.register("units", UnitViewSet, basename="unit")
router.register("cadres", CadreViewSet, basename="cadre")
