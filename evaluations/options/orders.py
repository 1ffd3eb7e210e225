"""The settings of orders."""

from django.utils.translation import gettext_lazy as _

from zhangdian.options.registry import declare

NUMBER = declare(
    "orders.number", "text", "张督〔{year}〕{number}号", _("Number of an order as printed"),
    _("{year} and {number} are put in."),
)  # fmt: skip
OFFICE = declare(
    "orders.office_unit", "text", "", _("Code of the unit that is the inspection office"),
    _("Its principal leader issues orders. Empty: whoever of the inspection office heads a unit."),
)  # fmt: skip
ORGAN = declare("orders.organ", "text", "张店区委督查室", _("Who issues orders, as printed"))
ANSWER = declare(
    "orders.answer", "text", "一次性反馈：整改完成后在系统内报结并附佐证，回执盖章存档",
    _("How an order is answered, as printed"),
)  # fmt: skip
AT_ONCE = declare("orders.at_once", "int", 3, _("Days of an order to be obeyed at once"), low=1, high=30)
ORDINARY = declare("orders.ordinary", "int", 7, _("Days of an ordinary order"), low=1, high=60)
COMPLEX_LOW = declare("orders.complex_from", "int", 15, _("Days of a complex order at least"), low=1, high=180)
COMPLEX_HIGH = declare("orders.complex_until", "int", 30, _("Days of a complex order at most"), low=1, high=366)
ISSUE = declare("orders.issue_days", "int", 1, _("Working days to issue a drafted order"), low=1, high=30)
SIGN = declare("orders.sign_days", "int", 1, _("Working days to sign for an order"), low=1, high=30)
VERIFY = declare("orders.verify_days", "int", 3, _("Working days to verify a report of completion"), low=1, high=30)
EXTENSION = declare("orders.extension_days", "int", 30, _("Days of an extension at most"), low=1, high=180)
DAYS = (AT_ONCE, ORDINARY, COMPLEX_LOW, COMPLEX_HIGH)
PROMPT_URGE = declare("orders.prompt_urge", "int", 1, _("Working days overdue: consider urging"), low=1, high=60)
PROMPT_CIRCULAR = declare(
    "orders.prompt_circular", "int", 5, _("Working days overdue: consider a circular"), low=1, high=120
)
PROMPT_CARD = declare(
    "orders.prompt_card", "int", 10, _("Working days overdue: consider proposing a card"), low=1, high=240
)
PROMPTS = (PROMPT_URGE, PROMPT_CIRCULAR, PROMPT_CARD)
