"""The report a day: what goes in and out of the doors for programs, and how their description says it."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from projects.models import DailyReport, Progress
from projects.states import Addressee, Channel, ReportState

KEY_PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="8 to 80 visible ASCII characters. The same key with the same content is answered alike and stored "
    "once; with other content 409; while the first is running 409 with Retry-After.",
)


class AmountOut(serializers.ModelSerializer):
    """What was done of a target that day."""

    name = serializers.CharField(source="target.name")
    measure = serializers.CharField(source="target.measure")

    class Meta:
        model = Progress
        fields = ["target", "name", "measure", "amount"]


class ReportOut(serializers.ModelSerializer):
    """A day's report as it stands. `due_at` is the first instant that is late."""

    project_code = serializers.CharField(source="project.code")
    project_name = serializers.CharField(source="project.name")
    is_missing = serializers.SerializerMethodField()
    amounts = AmountOut(source="progress", many=True)
    photos = serializers.SerializerMethodField()

    class Meta:
        model = DailyReport
        fields = [
            "id", "project", "project_code", "project_name", "day", "due_at", "state", "received_at", "is_late",
            "is_missing", "written_at", "channel", "version", "no_change", "text", "milestone", "percent", "invested",
            "has_problem", "problem", "needs_coordination", "coordination", "coordination_with", "plan", "place",
            "amounts", "photos_expected", "photos", "read_at", "returned_at", "return_due_at", "return_reason",
            "exempt_reason",
        ]  # fmt: skip

    def get_is_missing(self, report) -> bool:
        return report.state == ReportState.OPEN and report.due_at <= self.context["at"]

    def get_photos(self, report) -> list[int]:
        return [photo.pk for photo in report.shown_photos]


class AmountIn(serializers.Serializer):
    """An amount of one target."""

    target = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


class ReportIn(serializers.Serializer):
    """What a report says. Either `no_change`, or `text` or `amounts` with an explicit word on problems and matters."""

    no_change = serializers.BooleanField(required=False)
    text = serializers.CharField(required=False)
    amounts = AmountIn(many=True, required=False)
    milestone = serializers.IntegerField(required=False)
    percent = serializers.IntegerField(required=False, min_value=0, max_value=100)
    invested = serializers.DecimalField(required=False, max_digits=14, decimal_places=2)
    has_problem = serializers.BooleanField(required=False)
    problem = serializers.CharField(required=False)
    needs_coordination = serializers.BooleanField(required=False)
    coordination = serializers.CharField(required=False)
    coordination_with = serializers.ChoiceField(Addressee.choices, required=False)
    plan = serializers.CharField(required=False)
    place = serializers.CharField(required=False)
    photos_expected = serializers.IntegerField(required=False, min_value=0, max_value=30)
    written_at = serializers.DateTimeField(
        required=False, help_text="When it was written without a signal; believed only within the tolerance."
    )
    base = serializers.IntegerField(required=False, help_text="For revise: the version that was changed.")


class AnswerOut(serializers.Serializer):
    """What is said about a stored report."""

    id = serializers.IntegerField()
    project = serializers.IntegerField()
    day = serializers.DateField()
    state = serializers.ChoiceField(ReportState.choices)
    version = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    is_late = serializers.BooleanField()
    written_at = serializers.DateTimeField(allow_null=True)
    channel = serializers.ChoiceField(Channel.choices)
    photos_expected = serializers.IntegerField()


class ReasonIn(serializers.Serializer):
    """A reason."""

    reason = serializers.CharField(max_length=400)


class PhotoIn(serializers.Serializer):
    """One photo: JPEG, PNG or WebP by its content."""

    photo = serializers.FileField()


class PhotoOut(serializers.Serializer):
    """A photo as stored, and how many of those announced have come."""

    id = serializers.IntegerField()
    is_new = serializers.BooleanField()
    received = serializers.IntegerField()
    expected = serializers.IntegerField()


SUBMIT_EXAMPLES = [
    OpenApiExample("No change", {"no_change": True}, request_only=True),
    OpenApiExample(
        "A day's work",
        {
            "text": "路基完成 200 米", "amounts": [{"target": 3, "amount": "3"}], "has_problem": False,
            "needs_coordination": True, "coordination": "杆线迁改", "coordination_with": "planner",
            "plan": "浇筑 2 号墩", "photos_expected": 2,
        },
        request_only=True,
    ),
    OpenApiExample(
        "Stored",
        {
            "id": 7, "project": 1, "day": "2017-04-10", "state": "SUBMITTED", "version": 1,
            "due_at": "2017-04-10T18:00:00+08:00", "received_at": "2017-04-10T17:42:10+08:00", "is_late": False,
            "written_at": None, "channel": "api", "photos_expected": 2,
        },
        response_only=True,
        status_codes=["201"],
    ),
]  # fmt: skip
HANDS_IN = extend_schema(
    request=ReportIn,
    responses={201: AnswerOut, 200: AnswerOut, 400: OpenApiTypes.OBJECT, 409: OpenApiTypes.OBJECT},
    parameters=[KEY_PARAMETER],
    examples=SUBMIT_EXAMPLES,
)
MOVES_WITH_REASON = extend_schema(
    request=ReasonIn, responses={200: AnswerOut, 403: OpenApiTypes.OBJECT, 409: OpenApiTypes.OBJECT},
    examples=[OpenApiExample("A reason", {"reason": "请写明桩号"}, request_only=True)],
)  # fmt: skip
