"""The list of projects: doors for programs, to read. What is seen follows the same `visible_to` as the pages."""

import django_filters
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import permissions, serializers, viewsets
from rest_framework.routers import SimpleRouter

from projects.models import Milestone, Programme, Project, ProjectUnit, Responsibility, Target
from projects.permissions.roster import sees_roster
from projects.queries import roster as queries
from projects.states import Nature, ProgrammeState, Stage


class SeesRoster(permissions.BasePermission):
    """Everybody who works here; the three administrators have no business with it."""

    def has_permission(self, request, view):
        return request.user.is_authenticated and sees_roster(request.user)


class ProgrammeOut(serializers.ModelSerializer):
    """A year's or batch's list of key projects."""

    class Meta:
        model = Programme
        fields = ["id", "name", "year", "batch", "state", "reporting_from", "reporting_until"]


class UnitOut(serializers.ModelSerializer):
    """A unit's part in a project."""

    name = serializers.CharField(source="unit.name")

    class Meta:
        model = ProjectUnit
        fields = ["unit", "name", "role", "from_on", "until_on"]


class PersonOut(serializers.ModelSerializer):
    """A person's part in a project; telephone numbers are not given out here."""

    name = serializers.CharField(source="cadre.name")

    class Meta:
        model = Responsibility
        fields = ["cadre", "name", "role", "share", "from_on", "until_on", "stands_in_for"]


class MilestoneOut(serializers.ModelSerializer):
    """A step with the day it is planned for and the day it was reached."""

    class Meta:
        model = Milestone
        fields = ["id", "name", "planned_on", "weight", "done_on", "excuse"]


class TargetOut(serializers.ModelSerializer):
    """A quantity to reach, in its own unit of measure."""

    class Meta:
        model = Target
        fields = ["id", "name", "measure", "total", "done_before"]


class ProjectOut(serializers.ModelSerializer):
    """A project of the list. Money in 10,000 yuan."""

    stage = serializers.ChoiceField(source="state", choices=Stage.choices)
    units = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = [
            "id", "programme", "code", "name", "nature", "kind", "stage", "location", "total_investment", "year_plan",
            "starts_on", "ends_on", "units", "people",
        ]  # fmt: skip

    @extend_schema_field(UnitOut(many=True))
    def get_units(self, project):
        return UnitOut(project.units_now, many=True).data

    @extend_schema_field(PersonOut(many=True))
    def get_people(self, project):
        return PersonOut(project.people_now, many=True).data


class ProjectFileOut(ProjectOut):
    """The project's file: the row of the list with what is built, milestones and targets."""

    milestones = MilestoneOut(many=True)
    targets = TargetOut(many=True)

    class Meta(ProjectOut.Meta):
        fields = [*ProjectOut.Meta.fields, "content", "funding", "invested_before", "milestones", "targets"]


class ProgrammeFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter()
    state = django_filters.ChoiceFilter(choices=ProgrammeState.choices)


class ProjectFilter(django_filters.FilterSet):
    """The filters of the list's page, under the same names."""

    programme = django_filters.NumberFilter()
    stage = django_filters.ChoiceFilter(field_name="state", choices=Stage.choices)
    nature = django_filters.ChoiceFilter(choices=Nature.choices)
    kind = django_filters.CharFilter()
    unit = django_filters.NumberFilter(method="by_unit", help_text="Key of a unit responsible today.")
    q = django_filters.CharFilter(method="by_words", help_text="Part of the name, number or place.")

    def by_unit(self, projects, name, value):
        return queries.filtered(projects, timezone.localdate(), unit=value)

    def by_words(self, projects, name, value):
        return queries.filtered(projects, timezone.localdate(), q=value)


PROGRAMME = {
    "id": 1, "name": "2017年重点项目", "year": 2017, "batch": "", "state": "RUNNING", "reporting_from": "2017-01-01",
    "reporting_until": "2017-12-31",
}  # fmt: skip
PROJECT = {
    "id": 7, "programme": 1, "code": "ZD-007", "name": "青禾路北延", "nature": "new", "kind": "交通",
    "stage": "BUILDING", "location": "青石镇", "total_investment": "12000.00", "year_plan": "3000.00",
    "starts_on": "2017-03-01",
    "ends_on": "2018-05-31",
    "units": [{"unit": 3, "name": "青石镇", "role": "responsible", "from_on": "2017-01-01", "until_on": None}],
    "people": [
        {"cadre": 12, "name": "李禾", "role": "liaison", "share": "0.100", "from_on": "2017-01-01", "until_on": None,
         "stands_in_for": None}
    ],
}  # fmt: skip
PROJECT_FILE = {
    **PROJECT, "content": "道路3.2公里", "funding": "区财政", "invested_before": "0.00",
    "milestones": [
        {"id": 4, "name": "路基完成", "planned_on": "2017-09-30", "weight": "1.00", "done_on": None, "excuse": ""}
    ],
    "targets": [{"id": 9, "name": "拆迁", "measure": "户", "total": "405.00", "done_before": "0.00"}],
}  # fmt: skip


@extend_schema(tags=["projects"])
@extend_schema_view(
    list=extend_schema(
        description="The programmes that hold a project you may see.",
        examples=[OpenApiExample("programme", PROGRAMME, response_only=True)],
    ),
    retrieve=extend_schema(
        description="One programme.", examples=[OpenApiExample("programme", PROGRAMME, response_only=True)]
    ),
)
class ProgrammeViewSet(viewsets.ReadOnlyModelViewSet):
    """Programmes."""

    queryset = Programme.objects.all()
    serializer_class = ProgrammeOut
    permission_classes = [SeesRoster]
    filterset_class = ProgrammeFilter

    def get_queryset(self):
        return queries.programmes_for(self.request.user, timezone.localdate()).order_by("-year", "batch", "pk")


@extend_schema(tags=["projects"])
@extend_schema_view(
    list=extend_schema(
        description="The projects that concern you, all of them for the offices. Units and people as of today.",
        examples=[OpenApiExample("project", PROJECT, response_only=True)],
    ),
    retrieve=extend_schema(
        responses=ProjectFileOut,
        description="One project with milestones and targets.",
        examples=[OpenApiExample("project file", PROJECT_FILE, response_only=True)],
    ),
)
class ProjectViewSet(viewsets.ReadOnlyModelViewSet):
    """Projects."""

    queryset = Project.objects.all()
    permission_classes = [SeesRoster]
    filterset_class = ProjectFilter

    def get_serializer_class(self):
        return ProjectFileOut if self.action == "retrieve" else ProjectOut

    def get_queryset(self):
        day = timezone.localdate()
        seen = Project.objects.visible_to(self.request.user, day)
        if self.action == "retrieve":
            seen = seen.prefetch_related("milestones", "targets")
        return queries.with_roles(seen, day).order_by("programme__year", "code", "pk")


router = SimpleRouter()
router.register("programmes", ProgrammeViewSet, basename="programme")
router.register("projects", ProjectViewSet, basename="project")
urlpatterns = router.urls
