"""The sample catalogue of circumstances (情形): 58 entries in the four categories of the district, all marked 样例.

The words are the project's own, in the spirit of the field; no official text was at hand. The office replaces them by
its own catalogue (import). From 2022 on the national rule has fifteen circumstances of its own; their short labels are
given as hints beside the clause.
"""

# Of the national rule of 2022, short labels by number; order and words of 9 to 15 are to be checked.
LABELS = {
    1: "政治能力不过硬", 2: "理想信念动摇", 3: "担当和斗争精神不强", 4: "政绩观偏差", 5: "违背民主集中制",
    6: "组织观念淡薄", 7: "事业心责任感不强", 8: "领导能力不足", 9: "违规决策或决策失误", 10: "作风不严不实",
    11: "品行不端", 12: "配偶移居", 13: "亲属经商办企业需调整", 14: "健康原因无法履职", 15: "其他",
}  # fmt: skip
# By category: (words, severity, usual card or "", number of the national label of 2022 or 0).
POLITICS = [
    ("对区委区政府关于重点项目的部署口头应承、实际不办", "heavy", "red", 1),
    ("公开场合发表与组织决定相反的意见，造成不良影响", "heavy", "red", 1),
    ("遇到原则问题态度含糊，不敢表明立场", "middle", "yellow", 3),
    ("热衷搞迷信活动，影响项目开工或进度", "middle", "yellow", 2),
    ("为求显绩铺摊子，留下资金缺口或半拉子工程", "heavy", "red", 4),
    ("向上报告项目进度时隐瞒重大问题", "heavy", "red", 4),
    ("个人说了算，班子会议未议即定项目重大事项", "heavy", "red", 5),
    ("班子成员各行其是，争执久拖不决，贻误项目", "middle", "yellow", 5),
    ("拒不服从组织选派到项目一线工作", "heavy", "red", 6),
    ("对抽调、轮岗、回避等组织安排讨价还价", "middle", "yellow", 6),
    ("应当请示报告的重大事项未按时请示报告", "middle", "yellow", 6),
    ("对督查、巡察反馈问题不认领、不整改", "heavy", "red", 1),
]
DUTY = [
    ("所包项目连续两个季度进度落后且无正当理由", "middle", "yellow", 8),
    ("所包项目年度目标未完成，经核实主要是主观原因", "heavy", "red", 8),
    ("督办单逾期未报结，两次催办仍无结果", "middle", "yellow", 7),
    ("同一问题被督办两次以上仍然反复", "heavy", "red", 7),
    ("征地拆迁、管线迁改等包干事项久拖不结", "middle", "yellow", 7),
    ("协调单在本单位滞留，超过规定时限未答复", "light", "yellow", 7),
    ("项目手续可以并联办理而逐项等待，延误开工", "light", "", 8),
    ("不按时到项目现场，一个月内到场次数不足规定", "light", "", 7),
    ("项目日报、周报一个月内多次缺报、迟报", "light", "", 7),
    ("对项目底数不清，问及投资、进度、堵点答不上来", "light", "", 8),
    ("项目现场存在安全隐患，接到整改通知后未按期整改", "heavy", "red", 7),
    ("因组织不力造成停工、窝工七日以上", "middle", "yellow", 8),
    ("建设资金到位后无正当理由闲置三个月以上", "middle", "yellow", 8),
    ("招商承诺未按约定兑现，引起企业投诉并经查实", "middle", "yellow", 9),
    ("未经论证变更设计，造成投资明显增加", "heavy", "red", 9),
    ("应当集体研究的变更、签证由个人决定", "heavy", "red", 9),
    ("项目档案、影像资料缺失，无法还原办理过程", "light", "", 7),
    ("分管、包联责任交接不清，出现空档", "light", "yellow", 7),
    ("群众合理诉求超过期限未办理，引发集体上访", "middle", "yellow", 7),
    ("因健康原因较长时间不能正常到岗履职", "light", "", 14),
]
STYLE = [
    ("见困难就绕，该牵头的不牵头，该拍板的不拍板", "middle", "yellow", 3),
    ("把本单位的责任推给配合单位，会议上反复扯皮", "middle", "yellow", 3),
    ("项目进度数字弄虚作假，与现场核查明显不符", "heavy", "red", 10),
    ("照片、视频挪用旧图，冒充当日进展", "middle", "yellow", 10),
    ("以会议落实会议，只转发文件不解决问题", "light", "", 10),
    ("对企业和群众办事推诿、冷硬，被投诉并经查实", "middle", "yellow", 10),
    ("工作日无故脱岗，抽查时不在项目现场", "light", "yellow", 10),
    ("迎检前突击补材料、补签名", "middle", "yellow", 10),
    ("检查考核层层加码，增加项目单位负担", "light", "", 10),
    ("对督查人员提供情况不实，妨碍核查", "heavy", "red", 10),
    ("评议、推荐中打招呼、拉选票", "heavy", "red", 11),
    ("工作时间饮酒，影响工作或形象", "middle", "yellow", 11),
    ("对下属出现的问题包庇护短，不批评不处理", "middle", "yellow", 3),
    ("遇突发情况迟报、漏报，处置不力", "heavy", "red", 3),
]
INTEGRITY = [
    ("插手干预项目招标、分包、材料采购", "heavy", "red", 11),
    ("向施工、监理、供货单位借款借物", "heavy", "red", 11),
    ("收受可能影响公正执行公务的礼品、宴请", "heavy", "red", 11),
    ("亲属在所包项目承揽业务，未报告未回避", "heavy", "red", 13),
    ("配偶、子女情况发生变化，未按规定报告", "middle", "yellow", 12),
    ("征迁补偿中优亲厚友，标准把握不一", "heavy", "red", 11),
    ("虚列项目支出，套取、挪用项目资金", "heavy", "red", 11),
    ("违规使用项目车辆、设备办私事", "middle", "yellow", 11),
    ("违规在项目单位报销个人费用", "middle", "yellow", 11),
    ("应当回避的评审、验收未回避", "middle", "yellow", 11),
    ("泄露标底、评审意见等不应公开的信息", "heavy", "red", 11),
    ("对身边工作人员失管失教，造成不良影响", "light", "yellow", 15),
]
CATALOGUE = (("politics", "Z", POLITICS), ("duty", "G", DUTY), ("style", "F", STYLE), ("integrity", "L", INTEGRITY))
SAMPLE = "样例"


def circumstances(version):
    """[columns of a Circumstance] of the sample catalogue for a version of the rules; codes Z01…L12."""
    return [
        {
            "code": f"{letter}{number:02}", "category": category, "text": text, "severity": severity,
            "default_card": card, "is_sample": True, "clause": _clause(version, label),
        }
        for category, letter, entries in CATALOGUE
        for number, (text, severity, card, label) in enumerate(entries, 1)
    ]  # fmt: skip


def _clause(version, label):
    return f"{SAMPLE}（国家规定情形：{LABELS[label]}）" if version == "2022" and label else SAMPLE
