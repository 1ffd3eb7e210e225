"""The report a day: doors for programs. Moves are POST verbs through the same transitions as the pages."""

import json
import re

import django_filters
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import parsers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter

from projects.api.day_shapes import HANDS_IN, MOVES_WITH_REASON, AnswerOut, PhotoIn, PhotoOut, ReportOut
from projects.forms.day import DAILY, NO_CHANGE, ReportForm, as_sent
from projects.models import DailyReport
from projects.queries import day as queries
from projects.services import photos, receipts
from projects.states import Channel
from projects.transitions import day as moves
from projects.transitions import photos as photo_moves
from zhangdian.burden import services as burden
from zhangdian.workflow import MoveRefused

# A stamp of zhangdian.burden: when the form was opened.
OPENED = "X-Opened"
KEY = re.compile(r"^[!-~]{8,80}$")


class ReportFilter(django_filters.FilterSet):
    """Filters of the list."""

    since = django_filters.DateFilter("day", "gte")
    until = django_filters.DateFilter("day", "lte")
    unit = django_filters.NumberFilter(method="of_unit", label="responsible unit")
    missing = django_filters.BooleanFilter(method="only_missing", label="past due and not received")

    class Meta:
        model = DailyReport
        fields = ["project", "day", "state", "is_late"]

    def of_unit(self, reports, name, value):
        return reports.filter(project__in=queries.of_unit(value, timezone.localdate()))

    def only_missing(self, reports, name, value):
        owed = DailyReport.objects.missing(timezone.now()).values("pk")
        return reports.filter(pk__in=owed) if value else reports.exclude(pk__in=owed)


def channel_of(request):
    """A program comes with a token of its own; the pages' own script comes with the session of the browser."""
    return Channel.API if request.auth else Channel.WEB


def says(status, code, sentences, **headers):
    """An answer (status, body, headers) that names what was wrong."""
    return status, {"code": code, **(sentences if isinstance(sentences, dict) else {"detail": sentences})}, headers


def refusal(refused):
    """403 for the wrong person, else 409: the move does not fit what stands there."""
    if refused.why == MoveRefused.WRONG_PERSON:
        return says(403, "person", str(refused))
    return says(409, refused.why, str(refused))


@extend_schema_view(list=extend_schema(summary="Daily reports"), retrieve=extend_schema(summary="A daily report"))
@extend_schema(tags=["daily-reports"])
class DailyReports(viewsets.ReadOnlyModelViewSet):
    """Daily reports that the person may see."""

    serializer_class = ReportOut
    filterset_class = ReportFilter
    queryset = DailyReport.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return (
            DailyReport.objects.visible_to(self.request.user, timezone.localdate())
            .select_related("project")
            .prefetch_related(queries.current_photos(), queries.amounts_in_words())
            .order_by("-day", "project_id")
        )

    def get_serializer_context(self):
        return super().get_serializer_context() | {"at": timezone.now()}

    # Handing in -------------------------------------------------------------------------------

    @HANDS_IN
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        """Hand in the report of a day."""
        return self.hand_in(request, pk, "submit")

    @HANDS_IN
    @action(detail=True, methods=["post"])
    def revise(self, request, pk=None):
        """Hand in a changed version, until the cut-off."""
        return self.hand_in(request, pk, "revise")

    def hand_in(self, request, pk, verb):
        """Answer alike what was sent before under the same key; otherwise do the work and keep the answer."""
        key = request.headers.get("Idempotency-Key", "")
        if key and not KEY.match(key):
            return self.reply(*says(400, "key", _("An Idempotency-Key has 8 to 80 visible ASCII characters.")))
        if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
            return self.reply(*says(403, "login", _("This was written by somebody else. Log in as that person.")))
        at = timezone.now()
        form, content, wrong = self.understood(request)
        if not key:
            return self.reply(*self.work(request, pk, verb, content, wrong, form, at))
        found = receipts.claim(request.user, key, receipts.digest(verb, pk, content or request.data), at=at)
        if found.other:
            return self.reply(*says(409, "key", _("Under this key something else was sent before.")))
        if found.running:
            return self.reply(
                *says(409, "running", _("The same is being stored right now."), **{"Retry-After": receipts.RETRY_AFTER})
            )
        if not found.fresh:
            return HttpResponse(found.body, status=found.status, content_type="application/json")
        status = 500
        body = ""
        try:
            status, said, headers = self.work(request, pk, verb, content, wrong, form, at)
            body = json.dumps(said, ensure_ascii=False)
        finally:
            receipts.settle(request.user, key, status=status, body=body)
        return HttpResponse(body, status=status, content_type="application/json", headers=headers)

    @staticmethod
    def reply(status, said, headers):
        return HttpResponse(
            json.dumps(said, ensure_ascii=False), status=status, content_type="application/json", headers=headers
        )

    @staticmethod
    def understood(request):
        """(form, snapshot of the content, None), or (None, None, what is wrong by field)."""
        try:
            form = ReportForm(as_sent(request.data))
        except ValidationError as wrong:
            return None, None, getattr(wrong, "message_dict", None) or {"detail": wrong.messages}
        if not form.is_valid():
            return None, None, {name: list(sentences) for name, sentences in form.errors.items()}
        return form, moves.snapshot(form.content()), None

    @staticmethod
    def work(request, pk, verb, content, wrong, form, at):
        """(status, body, headers) of handing in."""
        visible = DailyReport.objects.visible_to(request.user, timezone.localdate(at))
        if wrong and visible.filter(pk=pk).exists():
            return says(400, "invalid", wrong)
        if wrong:
            return says(404, "not_found", _("There is no such report."))
        written = request.data.get("written_at")
        words = {"channel": channel_of(request)}
        if verb == "submit":
            words["written_at"] = _moment(written)
        else:
            words["base"] = request.data.get("base")
        move = {"submit": moves.submit, "revise": moves.revise}[verb]
        try:
            report = move(DailyReport(pk=pk), form.content(), actor=request.user, at=at, **words)
        except DailyReport.DoesNotExist:
            return says(404, "not_found", _("There is no such report."))
        except ValidationError as refused:
            return says(400, "invalid", refused.message_dict)
        except moves.AlreadyStored as stored:
            return 200, queries.answer_of(stored.report), {}
        except moves.OtherwiseStored as stored:
            return says(409, stored.why, {"detail": str(stored), "now": queries.answer_of(stored.report)})
        except MoveRefused as refused:
            if refused.why == MoveRefused.WRONG_PERSON and not visible.filter(pk=pk).exists():
                return says(404, "not_found", _("There is no such report."))
            return refusal(refused)
        # Said by our own pages only, at the first try: waiting for a signal is no time on a form.
        if OPENED in request.headers:
            burden.count(NO_CHANGE if report.no_change else DAILY, request.headers[OPENED], at=at)
        return 201, queries.answer_of(report), {}

    # The other moves --------------------------------------------------------------------------

    def moved(self, request, act):
        report = self.get_object()
        try:
            row = act(report)
        except MoveRefused as refused:
            return self.reply(*refusal(refused))
        return Response(queries.answer_of(row))

    @extend_schema(request=None, responses={200: AnswerOut})
    @action(detail=True, methods=["post"])
    def read(self, request, pk=None):
        """Stamp a report as read."""
        return self.moved(request, lambda report: moves.read(report, actor=request.user, at=timezone.now()))

    @MOVES_WITH_REASON
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def give_back(self, request, pk=None):
        """Return a report with a reason."""
        return self.with_reason(request, moves.return_)

    @MOVES_WITH_REASON
    @action(detail=True, methods=["post"])
    def exempt(self, request, pk=None):
        """Excuse a day with a reason."""
        return self.with_reason(request, moves.exempt)

    @MOVES_WITH_REASON
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk=None):
        """Take an excuse back with a reason."""
        return self.with_reason(request, moves.reopen)

    def with_reason(self, request, move):
        reason = str(request.data.get("reason") or "")
        if len(reason) > 400:
            return self.reply(*says(400, "invalid", {"reason": [_("A reason has at most 400 characters.")]}))
        return self.moved(request, lambda report: move(report, actor=request.user, at=timezone.now(), reason=reason))

    # Photos -----------------------------------------------------------------------------------

    @extend_schema(
        request={"multipart/form-data": PhotoIn},
        responses={201: PhotoOut, 200: PhotoOut, 400: OpenApiTypes.OBJECT, 409: OpenApiTypes.OBJECT},
    )
    @action(detail=True, methods=["post"], parser_classes=[parsers.MultiPartParser])
    def photos(self, request, pk=None):
        """Add one photo. The same picture sent again is answered 200 and not stored again."""
        at = timezone.now()
        report = get_object_or_404(DailyReport.objects.visible_to(request.user, timezone.localdate(at)), pk=pk)
        file = request.FILES.get("photo")
        if request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk):
            return self.reply(*says(403, "login", _("This was written by somebody else. Log in as that person.")))
        if file is None:
            return self.reply(*says(400, "invalid", {"photo": [_("Send the file in the field “photo”.")]}))
        try:
            photo, is_new = photo_moves.attach(
                report, photos.prepare(file), actor=request.user, at=at, channel=channel_of(request)
            )
        except ValidationError as wrong:
            return self.reply(*says(400, "invalid", {"photo": wrong.messages}))
        except MoveRefused as refused:
            return self.reply(*refusal(refused))
        row = DailyReport.objects.with_photo_count().get(pk=pk)
        said = {"id": photo.pk, "is_new": is_new, "received": row.photo_count, "expected": row.photos_expected}
        return self.reply(201 if is_new else 200, said, {})


def _moment(text):
    """The instant a device named; None when it is none or has no zone."""
    try:
        moment = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


router = SimpleRouter()
router.register("daily-reports", DailyReports, basename="daily-report")
urlpatterns = router.urls
