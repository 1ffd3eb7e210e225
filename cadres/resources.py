"""Import and export of the unit list and the cadre roster."""

from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, widgets

from cadres import rules
from cadres.models import Appointment, Cadre, Unit, in_force
from cadres.services.people import pinyin_of
from cadres.states import CadreState, Gender, Level, Track
from zhangdian.desk import snapshots
from zhangdian.desk.resources import ChoiceWidget, SheetResource, YesNoWidget


class Cleaned(widgets.CharWidget):
    """A text cleaned by one of the floor's rules."""

    def __init__(self, clean):
        super().__init__(coerce_to_string=True)
        self.by = clean

    def clean(self, value, row=None, **kwargs):
        return self.by(value)


class UnitWidget(widgets.Widget):
    """A unit by its present, short or past name, or its code."""

    def __init__(self, optional=False):
        super().__init__()
        self.optional = optional

    def clean(self, value, row=None, **kwargs):
        name = rules.clean_unit_name(value)
        if not name and self.optional:
            return None
        if not name:
            raise ValueError(_("The unit is missing: write its name."))
        found = list(Unit.objects.active().filter(code=name)[:1]) or list(Unit.objects.active().named(name)[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValueError(_("“%(name)s” is the name of several units: write the code instead.") % {"name": name})
        near = get_close_matches(name, Unit.objects.active().values_list("name", flat=True), n=3, cutoff=0.5)
        if near:
            raise ValueError(
                _("There is no unit “%(name)s”. Is one of these meant: %(near)s?")
                % {"name": name, "near": "、".join(near)}
            )
        raise ValueError(_("There is no unit “%(name)s”: import the unit list first.") % {"name": name})

    def render(self, value, obj=None, **kwargs):
        return value.name if value else ""


class DayWidget(widgets.Widget):
    """A day as offices write it; exported as 1975-03 (a month) or 2017-03-15."""

    def __init__(self, month=False):
        super().__init__()
        self.month = month

    def clean(self, value, row=None, **kwargs):
        return rules.read_day(value)

    def render(self, value, obj=None, **kwargs):
        if value is None:
            return ""
        return f"{value:%Y-%m}" if self.month and value.day == 1 else f"{value:%Y-%m-%d}"


class UnitResource(SheetResource):
    """The unit list: a unit is known by its code, else by a name it bears or bore."""

    code = fields.Field("code", "单位代码", Cleaned(rules.clean_text))
    name = fields.Field("name", "单位名称", Cleaned(rules.clean_unit_name))
    short_name = fields.Field("short_name", "简称", Cleaned(rules.clean_unit_name))
    parent = fields.Field("parent", "上级单位", UnitWidget(optional=True))
    track = fields.Field("track", "序列", ChoiceWidget(Track))
    position = fields.Field("position", "排序", widgets.IntegerWidget(), default=0)
    is_active = fields.Field("is_active", "在用", YesNoWidget())

    required = ("单位名称",)
    synonyms = {
        "单位代码": ("代码", "编码", "单位编码", "机构代码", "code"),
        "单位名称": ("名称", "单位", "机构名称", "单位全称", "责任单位", "name"),
        "简称": ("单位简称", "short name"),
        "上级单位": ("主管单位", "隶属单位", "上级", "parent"),
        "序列": ("类别", "单位类别", "考核序列", "单位性质", "track"),
        "排序": ("顺序", "order"),
        "在用": ("是否在用", "状态", "active"),
    }

    class Meta(SheetResource.Meta):
        model = Unit
        fields = ("code", "name", "short_name", "parent", "track", "position", "is_active")

    def before_import(self, dataset, **kwargs):
        # A superior unit may stand below its own in the sheet.
        if "上级单位" not in dataset.headers:
            return
        place, above = dataset.headers.index("单位名称"), dataset.headers.index("上级单位")
        rows = list(zip([list(row) for row in dataset], self._numbers, strict=True))
        names = {rules.clean_unit_name(row[place]): (row, number) for row, number in rows}
        order, seen = [], set()

        def take(row, number, depth=0):
            if number in seen or depth > len(rows):
                return
            parent = names.get(rules.clean_unit_name(row[above]))
            if parent is not None and parent[1] != number:
                take(*parent, depth + 1)
            if number not in seen:
                seen.add(number)
                order.append((row, number))

        for row, number in rows:
            take(row, number)
        headers = dataset.headers
        dataset.wipe()
        dataset.headers = headers
        for row, _number in order:
            dataset.append(row)
        self._numbers = [number for _row, number in order]

    def before_import_row(self, row, **kwargs):
        if not rules.clean_unit_name(row.get("单位名称")):
            raise ValidationError({"name": _("The name is missing: write it, or delete the row.")})
        for column in ("序列", "在用", "排序"):
            # An empty cell of these leaves what is stored, or the default.
            if column in row and not rules.clean_text(row[column]):
                del row[column]

    def find(self, row):
        code, name = rules.clean_text(row.get("单位代码")), rules.clean_unit_name(row["单位名称"])
        if code:
            found = Unit.objects.filter(code=code).first()
            if found:
                return found
        named = list(Unit.objects.named(name)[:2])
        if len(named) > 1:
            raise ValidationError({"name": _("Several units bear or bore this name: write the code.")})
        if named and "单位代码" in row and not code:
            del row["单位代码"]
        if named and named[0].name != name:
            # Found by a short or past name: the list does not rename it back.
            del row["单位名称"]
        return named[0] if named else None

    def before_save_instance(self, instance, row, **kwargs):
        if not instance.code:
            instance.code = next_code()

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        if not instance.code:
            instance.code = next_code()
        super().validate_instance(instance, import_validation_errors, validate_unique)


def next_code():
    """The next free code for a unit that its list gives none: DW001, DW002, …"""
    taken = set(Unit.objects.filter(code__startswith="DW").values_list("code", flat=True))
    number = len(taken) + 1
    while f"DW{number:03}" in taken:
        number += 1
    return f"DW{number:03}"


class CadreResource(SheetResource):
    """The roster of cadres: a person is known by the number of an export, else by name with unit or telephone."""

    id = fields.Field("id", "人员编号", widgets.IntegerWidget(), readonly=True)
    name = fields.Field("name", "姓名", Cleaned(rules.clean_name))
    unit = fields.Field("unit", "单位", UnitWidget())
    phone = fields.Field("phone", "电话", Cleaned(rules.clean_phone))
    gender = fields.Field("gender", "性别", ChoiceWidget(Gender))
    born_in = fields.Field("born_in", "出生年月", DayWidget(month=True))
    post = fields.Field("post", "职务", Cleaned(rules.clean_text))
    level = fields.Field("level", "职级层次", ChoiceWidget(Level))
    state = fields.Field("state", "任职状态", ChoiceWidget(CadreState))
    is_assessed = fields.Field("is_assessed", "纳入考核", YesNoWidget())
    in_post_since = fields.Field("in_post_since", "任现职时间", DayWidget())
    is_head = fields.Field("is_head", "主要负责人", YesNoWidget())

    required = ("姓名", "单位")
    synonyms = {
        "人员编号": ("编号", "id"),
        "姓名": ("干部姓名", "人员姓名", "name"),
        "单位": ("所在单位", "工作单位", "单位名称", "unit"),
        "电话": ("手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "phone"),
        "性别": ("gender",),
        "出生年月": ("出生日期", "生日", "born"),
        "职务": ("现任职务", "职务名称", "post"),
        "职级层次": ("级别", "职级", "层次", "level"),
        "任职状态": ("状态", "在职状态"),
        "纳入考核": ("是否考核", "是否纳入考核"),
        "任现职时间": ("任职时间", "任职日期"),
        "主要负责人": ("是否主要负责人", "一把手", "单位主要负责人"),
    }
    # Columns that an empty cell leaves as they are.
    keep = ("性别", "职级层次", "任职状态", "纳入考核", "主要负责人", "任现职时间", "出生年月", "电话", "职务")

    class Meta(SheetResource.Meta):
        model = Cadre
        fields = (
            "id", "name", "unit", "phone", "gender", "born_in", "post", "level", "state", "is_assessed",
            "in_post_since", "is_head",
        )  # fmt: skip

    def before_import_row(self, row, **kwargs):
        if not rules.clean_name(row.get("姓名")):
            raise ValidationError({"name": _("The name is missing: write it, or delete the row.")})
        for column in self.keep:
            if column in row and not rules.clean_text(row[column]):
                del row[column]
        phone = rules.clean_phone(row.get("电话"))
        if phone and (not phone.lstrip("+").isdigit() or not 7 <= len(phone.lstrip("+")) <= 15):
            raise ValidationError({"phone": _("“%(text)s” is no telephone number.") % {"text": row["电话"]}})

    def find(self, row):
        number = rules.clean_text(row.get("人员编号"))
        name, phone = rules.clean_name(row["姓名"]), rules.clean_phone(row.get("电话"))
        if number:
            found = Cadre.objects.filter(pk=number.split(".")[0]).first() if number[0].isdigit() else None
            if found is None:
                raise ValidationError({"id": _("Nobody has the number “%(text)s”: leave it empty.") % {"text": number}})
            return self.with_post(found)
        same = list(Cadre.objects.filter(name=name).select_related("unit"))
        unit = self._unit(row)
        here = [one for one in same if unit is not None and one.unit_id == unit.pk]
        if phone:
            exact = [one for one in same if one.phone == phone]
            exact = [one for one in exact if one in here] or exact
            if len(exact) == 1:
                return self.with_post(exact[0])
            here = [one for one in here if not one.phone]
        if len(here) > 1 or (phone and len(exact) > 1):
            raise ValidationError({"name": self._candidates(name, here or exact)})
        return self.with_post(here[0]) if here else None

    @staticmethod
    def _unit(row):
        try:
            return UnitWidget().clean(row.get("单位"))
        except ValueError:
            return None

    @staticmethod
    def _candidates(name, people):
        told = "；".join(f"{one.name}（{one.unit}，{one.phone or '—'}，{one.pk}）" for one in people)
        return _("Several people are called “%(name)s”: %(people)s. Write the telephone or the number.") % {
            "name": name, "people": told,
        }  # fmt: skip

    def with_post(self, cadre):
        """The cadre with what the roster says of the present post in the own unit."""
        day = self.day
        held = cadre.appointments.filter(in_force(day), unit=cadre.unit_id).order_by("-is_head", "-from_on").first()
        cadre.held = held
        cadre.in_post_since = held.from_on if held else None
        cadre.is_head = bool(held and held.is_head)
        return cadre

    def init_instance(self, row=None):
        cadre = Cadre()
        cadre.held, cadre.in_post_since, cadre.is_head = None, None, False
        return cadre

    def said(self, instance):
        return snapshots.of(instance) | {
            "in_post_since": str(instance.in_post_since) if instance.in_post_since else None,
            "is_head": "是" if instance.is_head else None,
        }

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        if instance.pk and "state" not in errors:
            stored = Cadre.objects.values_list("state", flat=True).get(pk=instance.pk)
            if stored != instance.state:
                errors["state"] = ValidationError(
                    _("Service ends and begins by “leaves office”, “retires”, “serves again” on the person's page.")
                )
        if instance.is_head and not instance.in_post_since:
            instance.in_post_since = self.day
        super().validate_instance(instance, errors, validate_unique)

    def before_save_instance(self, instance, row, **kwargs):
        instance.pinyin = pinyin_of(instance.name)

    def do_instance_save(self, instance, is_create):
        super().do_instance_save(instance, is_create)
        self._store_post(instance)

    @staticmethod
    def _store_post(cadre):
        """The present post follows the roster: entered when a date is given, corrected when it differs."""
        if not cadre.in_post_since:
            return
        held = cadre.held if cadre.held is not None and cadre.held.unit_id == cadre.unit_id else None
        if held is None:
            Appointment.objects.create(
                cadre=cadre, unit=cadre.unit, post=cadre.post or "—", level=cadre.level, is_head=cadre.is_head,
                from_on=cadre.in_post_since,
            )  # fmt: skip
            return
        held.from_on, held.is_head = cadre.in_post_since, cadre.is_head
        held.post, held.level = cadre.post or held.post, cadre.level
        held.save(update_fields=["from_on", "is_head", "post", "level"])

    def export_resource(self, instance, selected_fields=None, **kwargs):
        return super().export_resource(self._from_prefetched(instance), selected_fields, **kwargs)

    def _from_prefetched(self, cadre):
        held = [post for post in cadre.appointments.all() if post.unit_id == cadre.unit_id and post.holds_on(self.day)]
        held.sort(key=lambda post: (not post.is_head, -post.from_on.toordinal()))
        cadre.in_post_since = held[0].from_on if held else None
        cadre.is_head = bool(held and held[0].is_head)
        return cadre
