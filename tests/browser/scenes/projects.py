"""Projects, units, lists that come in, matters to coordinate."""

import io


def scene_project(visitor):
    from projects.models import Project

    visitor.open(f"/projects/{Project.objects.filter(state='BUILDING').order_by('pk')[3].pk}/")


def scene_unit(visitor):
    from cadres.models import Unit

    visitor.open(f"/units/{Unit.objects.get(short_name='南溪街道').pk}/")


def messy_list():
    """A list as offices keep it, with four things wrong in it."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "重点项目"
    sheet.append(["2026年区级重点项目名单(调整)"])
    sheet.append(
        ["序号", "项目名称", "建设性质", "总投资\n(万元)", "今年计划投资(万元)", "计划开工", "责任单位", "挂包领导"]
    )
    sheet.append([1, "安和里改造", "新建", "12,500", "4,000", "2026年3月", "东岭街道", "潘济舟"])
    sheet.append([2, "云溪路中段拓宽", "新建", "约八千", "2,600", "2026.04", "区交通运输局", "潘济舟"])
    sheet.append([3, "河湾小学迁建", "翻建", "6,300", "3,100", "三月", "区教育和体育局", "潘 济 舟"])
    sheet.append(
        [4, "北岭供热管网二期", "续建", "9,800", "5,000", "2026-02-20", "区住房和城乡建设局、区城市建设服务中心", ""]
    )
    sheet.append(["", "合计", "", "28,600", "14,700"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def scene_import(visitor):
    visitor.open("/rosters/new/")
    name = "2026年重点项目(调整).xlsx"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    visitor.page.set_input_files("[name=file]", {"name": name, "mimeType": kind, "buffer": messy_list()})
    visitor.page.select_option("[name=programme]", index=1)
    with visitor.page.expect_navigation():
        visitor.page.click("main form [type=submit]")


def scene_coordination(visitor):
    visitor.open("/coordination/")


def scene_coordination_slip(visitor):
    from evaluations.models import Coordination

    visitor.open(Coordination.objects.open().order_by("-step", "pk").first().get_absolute_url())


def scene_coordination_raise(visitor):
    visitor.open("/coordination/raise/")


def scene_coordination_week(visitor):
    visitor.open("/coordination/week/")


SCENES = {
    "project": ("planner", scene_project, True),
    "unit": ("unit", scene_unit, True),
    "import-preview": ("planner", scene_import, True),
    "coordination": ("planner", scene_coordination, True),
    "coordination-slip": ("planner", scene_coordination_slip, True),
    "coordination-raise": ("liaison", scene_coordination_raise, True),
    "coordination-week": ("planner", scene_coordination_week, True),
}
