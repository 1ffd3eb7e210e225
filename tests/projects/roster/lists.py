"""Lists as offices really keep them, built in code. Every name is invented."""

import csv
import io
from datetime import date

from openpyxl import Workbook


def book(*sheets):
    """The bytes of a workbook. sheets: (name, rows, ranges to merge)."""
    made = Workbook()
    made.remove(made.active)
    for name, rows, merged in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in merged:
            sheet.merge_cells(area)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def text(rows, encoding="utf-8", mark=","):
    """The bytes of a csv list."""
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode(encoding)


PLAIN_HEAD = [
    "项目编号",
    "项目名称",
    "建设性质",
    "总投资(万元)",
    "年度计划投资(万元)",
    "计划开工时间",
    "责任单位",
    "挂包领导",
    "联络员",
]


def plain_rows(count=2):
    """A tidy list: a header and `count` projects."""
    rows = [
        [
            f"A{number:04}",
            f"青禾路{number}期",
            "新建",
            12000 + number,
            1000.5,
            date(2017, 3, 1),
            f"青石镇{number % 4}",
            "方远",
            f"李禾(139{number:08})",
        ]
        for number in range(1, count + 1)
    ]
    return [PLAIN_HEAD, *rows]


def plain(count=2):
    """The tidy list as a workbook."""
    return book(("清单", plain_rows(count), []))


def project_office():
    """The project office's list: title, unit of money above, header in two rows, merged groups, sections, totals."""
    rows = [
        ["2017年区级重点项目一览表"],
        ["填报单位：项目办", None, None, None, None, None, None, None, "单位：亿元"],
        ["序号", "项目名称", "建设\n性质", "投资情况", None, "责任单位", "联络员", None, "计划时间", None, "备注"],
        [None, None, None, "总投资", "今年计划\n投资（万元）", None, "姓名", "电话", "开工", "竣工", None],
        ["一、工业项目（2个）"],
        [
            1,
            "云岭水厂扩建",
            "改扩建",
            1.2,
            "3,000",
            "青石镇、区水务局",
            "张 三",
            13900000001,
            "2017年3月",
            date(2018, 5, 1),
            None,
        ],
        [
            2,
            "青禾路\n北延",
            "新建",
            "5,600万元",
            800.5,
            "区交通局\n青石镇",
            "李四、王五",
            "13900000002、13900000003",
            "2017.03",
            "2018年底",
            "含桥梁一座",
        ],
        ["小计", None, None, 1.76, 3800.5],
        [None],
        ["二、民生项目（1个）"],
        [3, "荷塘小学", "续建", 0.35, "1，200", "区教体局", "欧阳 明", "0533-2180001", 42736, "2017-12-20", None],
        ["合计", 3, None, 2.11, 5000.5],
        ["填表人：某某", None, None, None, None, None, "审核：某某"],
    ]
    merged = [
        "A1:K1",
        "A3:A4",
        "B3:B4",
        "C3:C4",
        "D3:E3",
        "F3:F4",
        "G3:H3",
        "I3:J3",
        "K3:K4",
        "A5:K5",
        "A8:C8",
        "A10:K10",
    ]
    return book(("一览表", rows, merged), ("说明", [["本表每月更新"]], []))


def town_halls():
    """A book of two sheets from the towns: other words, a project over several merged rows, the header repeated."""
    head = [
        "编码",
        "重点项目名称",
        "项目类别",
        "总投资\n（万元）",
        "2017年投资计划(万元)",
        "包联领导",
        "牵头单位",
        "牵头单位负责人",
        "包联单位",
        "联系人（电话）",
        "项目党支部",
        "支部书记",
        "时间节点",
        "征迁任务",
        "1月",
        "2月",
    ]
    first = [
        ["附件2"],
        ["挂包重点项目名单"],
        head,
        [
            "Q-01",
            "沣水河治理",
            "生态",
            8000,
            2600,
            "周 海",
            "河西街道",
            "马 原",
            "区档案局、区科协",
            "孙禾（13900000011）",
            "沣水河项目党支部",
            "马原",
            "清淤完成：2017年6月；主体封顶：2017-09-30",
            "拆迁：405户；苗木：5.5万株",
            100,
            120.5,
        ],
        [
            "Q-02",
            "东苑安置房",
            "民生",
            "12,500.00",
            4000,
            "郑 岚",
            "河东镇",
            "石远、白杨",
            "区供销社",
            "何青（13900000012）",
            None,
            None,
            None,
            "拆迁 88户",
            None,
            None,
        ],
        [
            None,
            None,
            None,
            None,
            None,
            None,
            "河东建投公司",
            None,
            None,
            "吴桐（13900000013）",
            None,
            None,
            None,
            None,
            None,
            None,
        ],
        head,
        [
            "Q-03",
            "梅园路",
            "交通",
            900,
            900,
            "周海",
            "河东镇",
            "石远",
            None,
            "何青（13900000012）",
            None,
            None,
            None,
            None,
            None,
            None,
        ],
        ["总计", None, None, 21400, 7500],
    ]
    second = [
        ["编码", "重点项目名称", "总投资\n（亿元）", "牵头单位", "联系人", "联系电话"],
        ["Q-04", "北郊物流园", 1.5, "北郊镇", "冯 林", "139 0000 0014"],
    ]
    merged = ["A2:P2", "A5:A6", "B5:B6", "C5:C6", "D5:D6", "E5:E6", "F5:F6", "H5:H6"]
    return book(("河区", first, merged), ("北郊", second, []))


def old_csv(encoding="gb18030"):
    """A csv list of another house: semicolons of a spreadsheet, header below a title, group words only once."""
    rows = [
        ["张家口路片区项目清单", None, None, None, None, None],
        ["项目名称", "责任部门", "投资（万元）", None, "建设周期", None],
        [None, None, "总投资", "年度计划", "计划开工", "计划竣工"],
        ["石桥大桥", "区交通局/石桥镇", "10,000.00", "2500", "2017年一季度", "2018年上半年"],
        ["石桥水库", "区水务局", "¥3,200", "1600元", "2017/4/5", "2019年"],
        [" 合 计", None, "13200", None, None, None],
    ]
    return text(rows, encoding, ";")
