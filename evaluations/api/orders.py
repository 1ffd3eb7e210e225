"""Orders: doors for programs, for reading."""

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import generics, permissions, serializers

from evaluations.models import Order
from evaluations.queries import orders as queries
from evaluations.states.orders import OrderState


class NoAdministrator(permissions.BasePermission):
    """The three administrators see no business data."""

    def has_permission(self, request, view):
        return not request.user.administrator


class OrderOut(serializers.ModelSerializer):
    """An order. `last_day` ends with its last second; `late_days` are working days overdue."""

    project_name = serializers.CharField(source="project.name", read_only=True)
    unit_name = serializers.CharField(source="unit.name", read_only=True)
    holder = serializers.CharField(read_only=True)
    last_day = serializers.DateField(read_only=True, allow_null=True)
    late_days = serializers.IntegerField(read_only=True)

    class Meta:
        model = Order
        fields = [
            "id", "number_text", "title", "project", "project_name", "unit", "unit_name", "state", "holder", "problem",
            "demand", "speed", "days", "issued_at", "signed_at", "last_day", "extension", "reported_at", "sent_back",
            "reopened", "closed_at", "in_time", "late_days",
        ]  # fmt: skip


ORDER = {
    "id": 5, "number_text": "张督〔2017〕3号", "title": "围挡破损整改", "project": 7, "project_name": "青禾路北延",
    "unit": 3, "unit_name": "青石镇", "state": "WORKING", "holder": "unit", "problem": "东侧围挡破损",
    "demand": "修复围挡", "speed": "ordinary", "days": 7, "issued_at": "2017-04-11T15:00:00+08:00",
    "signed_at": "2017-04-12T09:00:00+08:00", "last_day": "2017-04-18", "extension": "", "reported_at": None,
    "sent_back": 0, "reopened": 0, "closed_at": None, "in_time": None, "late_days": 0,
}  # fmt: skip


@extend_schema(
    tags=["orders"],
    parameters=[
        OpenApiParameter("state", str, enum=OrderState.values), OpenApiParameter("unit", int),
        OpenApiParameter("open", str, description="1: issued and not over"),
        OpenApiParameter("overdue", str, description="1: past the deadline and with the unit"),
        OpenApiParameter("since", str, description="issued from this day on"),
        OpenApiParameter("until", str, description="issued until this day"),
        OpenApiParameter("q", str, description="part of the number, the matter or the project's name"),
    ],
    examples=[OpenApiExample("an order", response_only=True, value=ORDER)],
)  # fmt: skip
class Orders(generics.ListAPIView):
    """The orders that one may see, as on the page and under the same filters."""

    serializer_class = OrderOut
    permission_classes = [permissions.IsAuthenticated, NoAdministrator]
    filter_backends = []
    queryset = Order.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        at = timezone.now()
        words = queries.Words.read(self.request.query_params)
        return queries.listed(self.request.user, words, day=timezone.localdate(at), at=at)

    def paginate_queryset(self, queryset):
        return queries.dressed(super().paginate_queryset(queryset), timezone.now())


@extend_schema(tags=["orders"], examples=[OpenApiExample("an order", response_only=True, value=ORDER)])
class OneOrder(generics.RetrieveAPIView):
    """One order."""

    serializer_class = OrderOut
    permission_classes = [permissions.IsAuthenticated, NoAdministrator]
    queryset = Order.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        day = timezone.localdate()
        return Order.objects.visible_to(self.request.user, day).select_related("project", "unit")

    def get_object(self):
        return queries.dressed([super().get_object()], timezone.now())[0]


urlpatterns = [
    path("orders/", Orders.as_view(), name="order-list"),
    path("orders/<int:pk>/", OneOrder.as_view(), name="order-detail"),
]
