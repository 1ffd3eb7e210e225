"""The forms of cases on the page of the burden: those that open a case, and those by whose moves somebody writes.

A code is "case.KIND" for the page that opens one, "case.KIND.VERB" for a move. The fields are counted from the forms.
"""

from django.utils.translation import gettext_lazy as _

from cases.forms import adjustment, appeals, cards, decisions, honours, promotion, reserve, tolerance, withdrawal
from cases.forms.common import StatementForm
from zhangdian.burden.registry import declare

BASIS = _("the rule set in force: the district's measures on honours, cards, adjustments and tolerance")
OPENS = {"purpose": _("to begin a case with what it rests on"), "reuse": _("the papers of the case, its decision")}
HEARS = {
    "purpose": _("to hear the person before anything is proposed"),
    "reuse": _("the record of the hearing, the proposal, the decision"),
}
ENDS = {
    "purpose": _("to know what was put right, so that it can be verified"),
    "reuse": _("verification and the end of the case, the evidence for a promotion"),
}
REASONS = {
    "purpose": _("to put facts and reasons before who decides"), "reuse": _("the list of matters, the decision"),
}  # fmt: skip


def _declare(code, label, form, words, *, most=None):
    """most: the form with the most fields, where it is not `form` itself. The way leads to the list of cases: the page
    of a form is not for everybody who reads what it costs."""
    shown = form.base_fields.values()
    declare(
        code, label, least=sum(field.required for field in shown), most=len((most or form).base_fields), basis=BASIS,
        path="/cases/", **words,
    )  # fmt: skip


_declare("case.card", _("Card proposed"), cards.NewCardForm, OPENS)
_declare("case.adjustment", _("Clue recorded"), adjustment.ClueForm, OPENS)
_declare("case.promotion", _("Promotion proposed"), promotion.PromotionForm, OPENS)
_declare("case.honour", _("Batch of honours drawn"), honours.DrawForm, OPENS)
_declare("case.withdrawal", _("Withdrawal of an honour proposed"), withdrawal.NewWithdrawalForm, OPENS)
_declare("case.reserve", _("Entry of the reserve list proposed"), reserve.EntryForm, OPENS)
_declare("case.tolerance", _("Tolerance applied for"), tolerance.ApplicationForm, OPENS)
_declare("case.appeal", _("Review or appeal lodged"), appeals.LodgeForm, OPENS, most=appeals.RegisterForm)
_declare("case.decision", _("Decision of a meeting entered"), decisions.DecisionForm, REASONS)
_declare("case.card.state", _("Statement about a card"), StatementForm, HEARS)
_declare("case.adjustment.state", _("Statement in an adjustment"), StatementForm, HEARS)
_declare("case.withdrawal.state", _("Statement about the withdrawal of an honour"), StatementForm, HEARS)
_declare("case.card.report", _("Card: put right"), cards.RectificationForm, ENDS)
_declare("case.tolerance.report-correction", _("Tolerance: put right"), tolerance.CorrectedForm, ENDS)
_declare("case.card.propose", _("Proposal of a card reasoned"), cards.ProposalForm, REASONS, most=cards.RedProposalForm)
_declare("case.adjustment.conclude", _("Facts of an adjustment established"), adjustment.ConcludeForm, REASONS)
_declare("case.adjustment.evaluate", _("Evaluation after the influence period"), adjustment.EvaluateForm, ENDS)
_declare("case.promotion.forward", _("Promotion put before the meeting"), promotion.ForwardForm, REASONS)
_declare("case.appeal.examine", _("Findings about a review or an appeal"), appeals.FindingsForm, REASONS)
_declare("case.reserve.review", _("Yearly review of an entry of the reserve list"), reserve.ReviewForm, ENDS)
