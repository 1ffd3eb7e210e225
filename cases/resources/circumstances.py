"""The catalogue of circumstances as a sheet: out, and into a draft of a rule set."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, widgets

from cases.models import Circumstance, Measure
from cases.services.rulesets import note_change
from cases.states.rulesets import Category, MeasureKind, RuleSetState, Severity
from zhangdian.desk.resources import Change, ChoiceWidget, SheetResource, YesNoWidget
from zhangdian.trail import services as trail

CODE, TEXT, CATEGORY, SAMPLE, IN_USE = "编码", "情形", "类别", "样例", "在用"


class Text(widgets.CharWidget):
    """A text without blanks around it; a number is written as it looks."""

    def clean(self, value, row=None, **kwargs):
        return clean(value)


def clean(value):
    """The text of a cell; 3.0 is 3."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value if value is not None else "").split())


class CardWidget(widgets.Widget):
    """A card by its name or code in the rule set; empty where none is usual."""

    def __init__(self):
        super().__init__()
        self.known = {}

    def clean(self, value, row=None, **kwargs):
        text = clean(value)
        for code, label in self.known.items():
            if text in (code, label):
                return code
        if not text:
            return ""
        words = {"text": text, "known": "、".join(self.known.values())}
        raise ValueError(
            _("“%(text)s” is no card of this rule set; it has: %(known)s. Leave it empty for none.") % words
        )

    def render(self, value, obj=None, **kwargs):
        return self.known.get(value, value or "")


class CircumstanceResource(SheetResource):
    """The catalogue of one rule set; a circumstance is known by its code.

    rule_set: the draft that takes the file in. A sample of it that the file does not name goes out of use; what the
    file changes is a sample no longer.
    """

    code = fields.Field("code", CODE, Text())
    category = fields.Field("category", CATEGORY, ChoiceWidget(Category))
    text = fields.Field("text", TEXT, Text())
    clause = fields.Field("clause", "条款", Text())
    severity = fields.Field("severity", "轻重", ChoiceWidget(Severity))
    default_card = fields.Field("default_card", "通常亮牌", CardWidget())
    is_sample = fields.Field("is_sample", SAMPLE, YesNoWidget())
    is_active = fields.Field("is_active", IN_USE, YesNoWidget())

    required = (CODE, CATEGORY, TEXT)
    synonyms = {
        CODE: ("代码", "序号编码", "情形编码", "code"),
        CATEGORY: ("情形类别", "分类", "category"),
        TEXT: ("情形内容", "内容", "具体情形", "text"),
        "条款": ("依据", "依据条款", "条款依据", "clause"),
        "轻重": ("情节", "程度", "severity"),
        "通常亮牌": ("亮牌", "默认亮牌", "牌", "card"),
        IN_USE: ("是否在用", "active"),
    }
    # Columns that an empty cell leaves as they are.
    keep = ("轻重", SAMPLE, IN_USE)

    class Meta(SheetResource.Meta):
        model = Circumstance
        fields = ("code", "category", "text", "clause", "severity", "default_card", "is_sample", "is_active")

    def __init__(self, *, rule_set=None, **words):
        super().__init__(**words)
        self.rule_set, self._seen, self._stored = rule_set, {}, {}
        cards = Measure.objects.filter(kind=MeasureKind.CARD)
        if rule_set is not None:
            cards = cards.filter(rule_set=rule_set)
        if self.actor is not None:
            self.fields["default_card"].widget.known = dict(cards.order_by("weight").values_list("code", "label"))

    def before_import(self, dataset, **kwargs):
        if self.rule_set is None or self.rule_set.state != RuleSetState.DRAFT:
            raise ValidationError(_("A catalogue is imported into a draft: an adopted rule set is not changed."))
        self._stored = {row.code: row for row in Circumstance.objects.filter(rule_set=self.rule_set)}

    def before_import_row(self, row, **kwargs):
        for column in self.keep:
            if column in row and not clean(row[column]):
                del row[column]
        code, number = clean(row.get(CODE)), self._numbers[kwargs["row_number"] - 1]
        if code and code in self._seen:
            words = {"code": code, "row": self._seen[code]}
            raise ValidationError({"code": _("The code “%(code)s” stands in row %(row)s already.") % words})
        self._seen[code] = number

    def find(self, row):
        return self._stored.get(clean(row.get(CODE)))

    def init_instance(self, row=None):
        return Circumstance(rule_set=self.rule_set, is_sample=False)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        for name, sentence in (
            ("code", _("The code is missing: give every circumstance its own, Z01 for example.")),
            ("text", _("The text is missing: write it, or delete the row.")),
            ("category", _("The category is missing: write one of %(known)s.")
             % {"known": "、".join(str(label) for label in Category.labels)}),
        ):  # fmt: skip
            if not getattr(instance, name) and name not in errors:
                errors[name] = ValidationError(sentence)
        super().validate_instance(instance, errors, validate_unique)

    def before_save_instance(self, instance, row, **kwargs):
        if SAMPLE not in row:
            instance.is_sample = False

    def after_import(self, dataset, result, **kwargs):
        if not (result.has_errors() or result.has_validation_errors()):
            self._retire()
            if self.report.changes and not kwargs.get("dry_run"):
                note_change(self.rule_set, actor=self.actor)
                self._lines.append(
                    trail.line(
                        self.rule_set, "import_catalogue", actor=self.actor, at=self.at,
                        after={"new": str(self.report.new), "changed": str(self.report.updated)},
                    )
                )  # fmt: skip
        super().after_import(dataset, result, **kwargs)

    def _retire(self):
        """Samples that the file does not name go out of use."""
        gone = [
            row for code, row in self._stored.items() if row.is_sample and row.is_active and code not in self._seen
        ]  # fmt: skip
        if not gone:
            return
        Circumstance.objects.filter(pk__in=[row.pk for row in gone]).update(is_active=False)
        for row in gone:
            self.report.changes.append(Change(0, "update", str(row), [(IN_USE, "是", "否")]))
            self._lines.append(
                trail.line(
                    row, "out_of_use", actor=self.actor, at=self.at, reason=_("import of a list"),
                    before={"is_active": "True"}, after={"is_active": "False"},
                )
            )  # fmt: skip
        self.report.notes.append(
            _("%(n)s samples that the file does not name go out of use in this draft.") % {"n": len(gone)}
        )
