"""The week: visits, orders, the week in figures."""

from tests.browser.scenes.ways import INSTANT, sign_in_as


def scene_week_plan(visitor):
    visitor.open("/inspections/")


def scene_drawn(visitor):
    from evaluations.models import WeekPlan

    visitor.open(f"/inspections/weeks/{WeekPlan.objects.order_by('-week_on')[1].pk}/drawn/")


def scene_coverage(visitor):
    visitor.open("/inspections/coverage/")


def _visit(visitor, **words):
    """The newest visit that fits."""
    from evaluations.models import Inspection

    visitor.open(Inspection.objects.filter(**words).order_by("-day", "-pk").first().get_absolute_url())


def scene_visit_open(visitor):
    _visit(visitor, state="OPEN")


def scene_visit_found(visitor):
    _visit(visitor, state="CONFIRMED", findings__isnull=False)


def scene_record(visitor):
    from evaluations.models import Record

    mine = Record.objects.filter(state="WRITING").order_by("-pk").first()
    sign_in_as(visitor, mine.author)
    visitor.open(f"/inspections/{mine.inspection_id}/record/")


def scene_record_filled(visitor):
    scene_record(visitor)
    page = visitor.page
    page.fill("[name=summary]", "主体施工至三层,现场作业人员四十余人,围挡和喷淋在用。")
    for choice in page.locator("[name^=mark-][value=good]").all():
        choice.check(force=True)
    page.locator("[name=found][value=some]").check(force=True)
    page.fill("[name=problem-1]", "东侧围挡破损约12米,未及时修复")


def scene_confirm(visitor):
    from evaluations.models import Inspection

    found = Inspection.objects.filter(state="GATHERED").order_by("-day").first()
    sign_in_as(visitor, found.seats.first().user)
    visitor.open(f"/inspections/{found.pk}/confirm/")


def scene_orders(visitor):
    visitor.open("/orders/")


def _order(visitor, more="", **words):
    from evaluations.models import Order

    visitor.open(Order.objects.filter(**words).order_by("-pk").first().get_absolute_url() + more)


def scene_order_overdue(visitor):
    import datetime

    _order(visitor, state="WORKING", due_at__lt=datetime.datetime.fromisoformat(INSTANT))


def scene_order_asked(visitor):
    _order(visitor, state="WORKING", extension="asked")


def scene_order_reported(visitor):
    _order(visitor, state="REPORTED")


def scene_order_closed(visitor):
    _order(visitor, state="CLOSED")


def scene_order_draft(visitor):
    _order(visitor, state="DRAFT")


def scene_order_print(visitor):
    _order(visitor, "print/", state="CLOSED")


def scene_order_form(visitor):
    from evaluations.models import Finding

    found = Finding.objects.filter(inspection__state="CONFIRMED").order_by("-pk").first()
    visitor.open(f"/orders/new/?finding={found.pk}")


def scene_order_unit(visitor):
    visitor.open("/orders/?mine=1")


def scene_week(visitor):
    visitor.open("/week/?of=2026-W46")


def scene_week_unit(visitor):
    from cadres.models import Unit

    visitor.open(f"/week/?of=2026-W46&unit={Unit.objects.get(short_name='南溪街道').pk}")


def scene_desk_orders(visitor):
    visitor.open("/admin/evaluations/order/")


def scene_desk_order(visitor):
    from evaluations.models import Order

    visitor.open(f"/admin/evaluations/order/{Order.objects.filter(state='REPORTED').first().pk}/change/")


def scene_desk_visits(visitor):
    visitor.open("/admin/evaluations/inspection/")


def scene_desk_visit(visitor):
    from evaluations.models import Inspection

    visitor.open(f"/admin/evaluations/inspection/{Inspection.objects.filter(state='PLANNED').first().pk}/change/")


SCENES = {
    "inspection-week": ("supervisor", scene_week_plan, True),
    "inspection-drawn": ("supervisor", scene_drawn, True),
    "inspection-coverage": ("supervisor", scene_coverage, True),
    "inspection-open": ("supervisor", scene_visit_open, True),
    "inspection-record": (None, scene_record, True),
    "inspection-record-filled": (None, scene_record_filled, True),
    "inspection-confirm": (None, scene_confirm, True),
    "inspection-found": ("supervisor", scene_visit_found, True),
    "orders": ("supervisor", scene_orders, True),
    "order-form": ("supervisor", scene_order_form, True),
    "order-draft": ("supervisor", scene_order_draft, True),
    "order-overdue": ("supervisor", scene_order_overdue, True),
    "order-asked": ("supervisor", scene_order_asked, True),
    "order-reported": ("supervisor", scene_order_reported, True),
    "order-closed": ("supervisor", scene_order_closed, True),
    "order-print": ("supervisor", scene_order_print, True),
    "orders-unit": ("unit", scene_order_unit, True),
    "week": ("supervisor", scene_week, True),
    "week-unit": ("unit", scene_week_unit, True),
    "desk-orders": ("supervisor", scene_desk_orders, False),
    "desk-order": ("supervisor", scene_desk_order, False),
    "desk-visits": ("supervisor", scene_desk_visits, False),
    "desk-visit": ("supervisor", scene_desk_visit, False),
}
