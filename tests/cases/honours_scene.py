"""A batch of honours, the withdrawal of one and an entry of the reserve list, walked by the real moves. Every name is
invented."""

from datetime import date
from decimal import Decimal

from cadres.models import Cadre
from cases.models import Honouree
from cases.services import honours as services
from cases.services import reserve as reserve_services
from cases.transitions import honours as moves
from cases.transitions import reserve, withdrawal
from evaluations.models import Score, Scoring
from tests.cases.scene import People, decided, the_rules
from tests.cast import a_cadre, a_unit, a_user, at
from tests.evaluations.scores.scene import AFTER, CHECKED, a_scheme

# Frozen on 12 July 2017, a Wednesday; no festival until October.
DRAWN = at("2017-07-13 09:00:00")
OPINED = at("2017-07-14 09:00:00")
SHOWN = at("2017-07-17 09:00:00")
# Five working days: shown until Monday 24 July 24:00.
OVER = at("2017-07-25 00:00:00")
MET = at("2017-07-27 09:00:00")
OUT = at("2017-07-28 09:00:00")
# The withdrawal of an honour: the week after the publication, delivered on Friday 4 August.
PROPOSED = at("2017-07-31 09:00:00")
HEARD = at("2017-08-01 09:00:00")
JUDGED = at("2017-08-03 09:00:00")
DELIVERED = at("2017-08-04 09:00:00")
NAMES = ("赵启明", "孙若谷", "钱方舟", "周远帆", "吴清和", "郑怀远")


class Scene(People):
    """The people of a case, and a frozen quarter with `count` ranked cadres of two groups."""

    def __init__(self, count=6):
        super().__init__()
        self.rules = the_rules(self)
        self.third = a_user("case-third", "director", name="方平")
        self.scoring = Scoring.objects.create(
            year=2017, quarter=2, scheme=a_scheme(self.officer, self.director), state="FROZEN", computed_at=AFTER,
            shown_at=AFTER, shown_by=self.officer, check_until=CHECKED, frozen_at=CHECKED, frozen_by=self.director,
            meeting="部务会", met_on=date(2017, 7, 11), decision_number="张组〔2017〕21号", digest="d" * 64,
        )  # fmt: skip
        self.unit_of_all = a_unit("东岭镇")
        self.cadres = [self.ranked(NAMES[number % len(NAMES)], number) for number in range(count)]

    def ranked(self, name, number, total=None):
        """A cadre with a frozen score; places 1, 2, 3 … in each of two groups."""
        user = a_user(f"honoured{number}", name=name)
        cadre = a_cadre(name, user=user, unit=self.unit_of_all, born_in=date(1980, 5, 1))
        Score.objects.create(
            scoring=self.scoring, cadre=cadre, title=name, peer=("甲组", "乙组")[number % 2], place=number // 2 + 1,
            of=3, total=total or Decimal(95 - number), digest=f"{number:064}",
        )  # fmt: skip
        return cadre

    def batch(self, state="DRAFT", **words):
        """A batch that has walked to `state`; deeds are written."""
        given = {"sort": "flag", "title": "2017年第1期红旗标兵", "scoring": self.scoring, "places": 2,
                 "minimum": Decimal(80), "facts": 0} | words  # fmt: skip
        row = services.draw(**given, actor=self.officer, at=DRAWN)
        texts = {one.pk: f"{one.name}牵头完成征迁。" for one in Honouree.objects.filter(honour=row)}
        services.write_deeds(row, deeds=texts, actor=self.officer, at=DRAWN)
        return self.walk(row, state)

    def walk(self, row, state):
        road = {
            "OPINION": lambda one: moves.ask_opinion(one, actor=self.officer, at=DRAWN),
            "OPINED": lambda one: moves.opine(one, opinions=self.opinions(one), actor=self.discipline, at=OPINED),
            "PUBLICITY": lambda one: moves.show(one, actor=self.officer, at=SHOWN),
            "CHECKED": lambda one: moves.close_publicity(one, at=OVER),
            "PROPOSED": lambda one: moves.propose(one, proposal="建议表扬。", actor=self.officer, at=OVER),
            "DECIDED": lambda one: decided(self, (one, "award"), held_on=date(2017, 7, 26), when=MET),
            "PUBLISHED": lambda one: moves.publish(one, actor=self.officer, at=OUT),
        }  # fmt: skip
        stops = list(road)
        for stop in stops[stops.index(row.state) + 1 if row.state in stops else 0 :]:
            if row.state == state:
                break
            row = road[stop](row)
        return row

    def first(self, row):
        return Honouree.objects.filter(honour=row).exclude(state="OUT").order_by("id").first()

    def opinions(self, row, adverse=()):
        return {
            one.pk: ("adverse", "正在核查") if one.cadre in adverse else ("clear", "")
            for one in Honouree.objects.filter(honour=row, state="CANDIDATE")
        }

    def states(self, row):
        return dict(Honouree.objects.filter(honour=row).values_list("name", "state"))

    def honoured(self, **words):
        """The Honouree of the people's own cadre, added by hand to a batch that is published."""
        row = self.batch(**words)
        services.add_person(
            row, cadre=self.cadre, reason="年中调入。", deeds="驻点四十天。", actor=self.officer, at=DRAWN
        )
        return Honouree.objects.get(honour=self.walk(row, "PUBLISHED"), cadre=self.cadre)

    def withdrawal(self, state="DRAFT", one=None, **words):
        """A withdrawal of the honour of the people's own cadre (or of `one`) that has walked to `state`."""
        words = {"facts": "所报事迹系他人所为。"} | words
        row = withdrawal.open_withdrawal(one or self.honoured(), actor=self.officer, at=PROPOSED, **words)
        if state == "DROPPED":
            row = self.walked(row, "NOTIFIED")
            return withdrawal.drop(row, reason="查无此事。", actor=self.officer, at=HEARD)
        if state == "KEPT":
            return self.decide(self.walked(row, "PROPOSED"), "keep")
        row = self.walked(row, "DELIVERED" if state == "REVOKED" else state)
        if state == "REVOKED":
            row = withdrawal.revoke(row, reason="申诉撤销", actor=self.director, at=DELIVERED)
        return row

    def walked(self, row, state):
        road = {
            "NOTIFIED": lambda one: withdrawal.serve_facts(one, manner="signed", actor=self.officer, at=PROPOSED),
            "HEARD": lambda one: withdrawal.state(one, statement="请核实分工。", actor=one.cadre.user, at=HEARD),
            "PROPOSED": lambda one: withdrawal.propose(one, proposal="建议撤销。", actor=self.officer, at=HEARD),
            "DECIDED": lambda one: self.decide(one, "withdraw"),
            "DELIVERED": lambda one: withdrawal.deliver(one, manner="signed", actor=self.officer, at=DELIVERED),
        }  # fmt: skip
        for go in road.values():
            if row.state == state:
                break
            row = go(row)
        return row

    def decide(self, row, outcome):
        return decided(self, (row, outcome), held_on=date(2017, 8, 2), when=JUDGED)

    def entry(self, state="PROPOSED", cadre=None, layer="principal"):
        """An entry of the reserve list that has walked to `state`."""
        cadre = cadre or self.cadres[0]
        if cadre.born_in is None:
            Cadre.objects.filter(pk=cadre.pk).update(born_in=date(1980, 5, 1))
        row = reserve_services.propose_entry(
            cadre=cadre, layer=layer, source="办公室提名", reason="一线表现突出。", actor=self.officer, at=DRAWN
        )
        road = {
            "CHECKED": lambda one: reserve.check(
                one, annual_grade="excellent", check_note="档案、个人有关事项一致。", actor=self.officer, at=DRAWN
            ),
            "BEFORE": lambda one: reserve.propose(
                one, proposal="建议列入。", maturity="middle", measures="到园区挂职。", actor=self.officer, at=OPINED
            ),
            "DECIDED": lambda one: decided(
                self, (one, "enter"), held_on=date(2017, 7, 14), when=OPINED, number=f"张组纪〔2017〕后{one.pk}号"
            ),
            "IN": lambda one: reserve.confirm_entry(one, actor=self.deputy, at=SHOWN),
            "LISTED": lambda one: reserve.list_for(one, listed_for="副镇长人选", actor=self.officer, at=SHOWN),
            "USED": lambda one: reserve.use(one, used_as="任副镇长，张委〔2017〕8号", actor=self.officer, at=SHOWN),
        }  # fmt: skip
        for _stop, go in road.items():
            if row.state == state:
                break
            row = go(row)
        return row
