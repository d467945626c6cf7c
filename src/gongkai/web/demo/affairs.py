"""What each organ did in a year beside its tables: what it published where, explained, answered and held. Facts that fit its
duties; what it had nothing of is left out. Every text is invented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.web.applications.ledgers import the_calendar
from gongkai.web.demo import annual
from gongkai.web.demo.city import BUREAU

DRAFT = 0  # the year of the bureau's draft, whichever it is


@dataclass(frozen=True, slots=True)
class Affairs:
    """An organ's year. Information: channel, column, how many. Interpretations: form, title, how many. Suggestions and motions:
    subject, and what became of it (S satisfied, B basically, D dissatisfied, N nobody asked, L satisfied with a late reply; small: the reply is not
    published). Occasions: kind, title, month and day, people, result. Key tasks: what, month and day it was done, or 0."""

    published: tuple[tuple[str, str, int], ...]
    explained: tuple[tuple[str, str, int], ...] = ()
    suggestions: tuple[tuple[str, str], ...] = ()
    motions: tuple[tuple[str, str], ...] = ()
    occasions: tuple[tuple[str, str, int, int, str], ...] = ()
    tasks: tuple[tuple[str, int], ...] = ()


_W, _C, _P, _M, _T, _V = "website", "wechat", "city_platform", "microblog", "television", "short_video"
_DAY, _LEARN, _LOOK, _MEET, _ASK = "open_day", "training", "inspection", "leading_group_meeting", "consultation"
_PRESS, _SESSION = "press_conference", "meeting"
# fmt: off
AFFAIRS: Mapping[tuple[str, int], Affairs] = {
    ("市政府办公室", 2024): Affairs(
        ((_W, "市政府文件", 214), (_W, "政务动态", 1616), (_C, "政策早知道", 960), (_M, "政务播报", 702), (_P, "会议公开", 46), ("gazette", "政府公报", 188)),
        (("text", "停车管理规定解读", 3), ("picture", "停车管理规定图解", 2), ("live", "停车管理在线访谈", 1)), (("政府网站检索功能", "S"), ("会议公开", "S"), ("公报免费赠阅", "B")),
        (("政策发布与解读同步", "S"), ("老年人办事指引", "N")),
        ((_MEET, "全市政务公开领导小组会议", 322, 0, ""), (_LEARN, "全市政务公开业务培训", 425, 168, ""), (_LEARN, "年度报告编制培训", 1212, 92, ""),
         (_LOOK, "政府网站季度检查", 410, 0, "发现3个单位栏目更新不及时，已督促改正"), (_LOOK, "政府网站半年检查", 711, 0, "检查41个栏目，2个已改正"),
         (_PRESS, "停车管理规定新闻发布会", 717, 0, ""), (_DAY, "走进政务服务大厅", 919, 65, "")),
        (("编制年度政务公开工作要点并分解任务", 415), ("市政府常务会议议题和结果逐次公开", 1227), ("公报电子版与纸质版同步发布", 628))),
    ("市政府办公室", 2025): Affairs(
        ((_W, "市政府文件", 187), (_W, "政务动态", 1725), (_C, "政策早知道", 1034), (_M, "政务播报", 655), (_P, "会议公开", 51), ("gazette", "政府公报", 176)),
        (("text", "政府规章清理结果解读", 1), ("picture", "民生实事项目图解", 4)), (("民生实事进展公开", "S"),), (("政府规章公众参与", "S"), ("热线数据公开", "B"), ("适老化改造", "S")),
        ((_MEET, "全市政务公开领导小组会议", 314, 0, ""), (_LEARN, "全市政务公开业务培训", 507, 154, ""), (_LOOK, "依申请公开答复评查", 618, 0, "抽查26件，4件说理不足，已退回重新规范"),
         (_ASK, "民生实事项目征集", 1105, 812, ""), (_PRESS, "民生实事项目新闻发布会", 227, 0, "")),
        (("民生实事项目进展按季度公开", 1225), ("政府规章集中公开并提供下载", 530), ("清理政策文件库重复文件", 0))),
    ("市财政局", 2024): Affairs(
        ((_W, "财政信息", 384), (_W, "政府采购", 128), (_C, "政策早知道", 208)), (("question", "预算草案问答", 1),), (("财政支农资金绩效", "S"),), (),
        ((_LEARN, "部门预算公开培训", 315, 76, ""),), (("市级部门预算决算集中公开", 925),)),
    ("市财政局", 2025): Affairs(
        ((_W, "财政信息", 402), (_W, "政府采购", 138), (_C, "政策早知道", 251)), (("text", "国有资产出租办法解读", 1), ("picture", "预算草案图解", 1)), (("专项债券使用监管", "S"), ("中小企业参与政府采购", "B")),
        (("国有资产盘活", "N"),), ((_LEARN, "绩效评价结果公开培训", 416, 58, ""), (_LOOK, "部门预算公开情况检查", 612, 0, "3个部门说明过于简略，已补充")), (("重点项目绩效评价报告公开", 1120),)),
    ("市教育局", 2023): Affairs(
        ((_W, "教育动态", 688), (_C, "入学和招考", 902)), (("text", "招生入学政策解读", 2), ("picture", "小学入学流程图解", 1)), (("课后服务质量", "S"), ("城区学位供给", "D"), ("农村教师周转房", "S")),
        (("青少年心理健康", "S"), ("校园周边交通", "B")), ((_DAY, "家长进校园看食堂", 1018, 126, ""), (_LEARN, "招生信息公开培训", 509, 63, ""), (_ASK, "招生片区调整征求意见", 606, 347, "")),
        (("义务教育招生方案和结果公开", 901),)),
    ("市教育局", 2024): Affairs(
        ((_W, "教育动态", 731), (_C, "入学和招考", 1104), (_V, "校园生活", 86)), (("picture", "校车安全办法图解", 1), ("video", "入学报名操作视频", 2), ("text", "校车安全办法解读", 1)), (("校外培训预收费监管", "S"), ("学校食堂公开招标", "S")),
        (("家庭教育指导", "S"), ("特殊教育资源", "S"), ("学生近视防控", "N")),
        ((_DAY, "走进特殊教育学校", 517, 42, ""), (_LEARN, "学校信息公开培训", 912, 138, ""), (_LOOK, "学校公示栏抽查", 1106, 0, "抽查36所学校，5所收费公示不全，已补齐")),
        (("校外培训机构名单和收费公开", 1031), ("校服采购结果公开", 830))),
    ("市教育局", 2025): Affairs(
        ((_W, "教育动态", 760), (_C, "入学和招考", 1220), (_V, "校园生活", 131)), (("question", "幼儿园入园问答", 8), ("video", "教师招聘报名视频", 1)), (("普惠性幼儿园布局", "S"), ("教师招聘加分政策", "B"), ("中学住宿条件", "S"), ("城区小学放学时间", "s")),
        (("职业教育实训基地", "S"),), ((_LEARN, "教师招聘信息公开培训", 311, 54, ""), (_ASK, "学前教育收费征求意见", 715, 219, "")), (("普惠性幼儿园名单和补助标准公开", 430),)),
    ("市住建局", 2023): Affairs(
        ((_W, "住建动态", 455), (_C, "住房服务", 376), ("reading_room", "征收公示栏", 62)), (("text", "物业信息公开办法解读", 2),), (("老旧小区加装电梯", "S"), ("物业收费公示", "D"), ("保障房配租", "S"), ("窨井盖整治", "S")),
        (("海绵城市建设", "S"), ("农村危房改造", "B"), ("建筑垃圾清运", "S")), ((_DAY, "工地观摩日", 608, 35, ""), (_LEARN, "征收信息公开培训", 420, 41, ""), (_LOOK, "物业公示栏检查", 926, 0, "检查58个小区，11个未公示收支，已限期改正")),
        (("房屋征收项目信息按项目公开", 1128),)),
    ("市生态环境局", 2024): Affairs(
        ((_W, "环境信息", 604), (_C, "空气和水", 512), (_M, "环境播报", 498)), (("picture", "空气质量月报图解", 12), ("text", "排污许可公开办法解读", 1)), (("清河水质改善", "S"), ("扬尘治理", "S")), (("噪声扰民", "D"), ("秸秆禁烧", "S")),
        ((_DAY, "走进监测站", 605, 88, ""), (_DAY, "污水处理厂开放", 1024, 57, ""), (_LEARN, "环评公示培训", 328, 39, "")), (("重点排污单位名录和监测数据公开", 329),)),
    ("市生态环境局", 2025): Affairs(
        ((_W, "环境信息", 655), (_C, "空气和水", 588), (_M, "环境播报", 467)), (("picture", "空气质量月报图解", 12), ("expert", "臭氧污染专家解读", 2)), (("夜间施工噪声", "S"), ("化工园区监测", "S"), ("农村污水治理", "B")), (),
        ((_DAY, "走进监测站", 605, 103, ""), (_LEARN, "环境执法公示培训", 918, 46, ""), (_PRESS, "生态环境状况新闻发布会", 604, 0, ""), (_LOOK, "企业环境信息披露检查", 821, 0, "抽查22家企业，3家披露不全，已补充")),
        (("入河排污口名录公开", 228), ("噪声投诉处理结果按月公开", 0))),
    ("市公安局", 2024): Affairs(
        ((_W, "公安动态", 870), (_C, "平安提示", 2310), (_M, "警情播报", 3106), (_V, "反诈课堂", 412), (_T, "警务节目", 50)), (("picture", "电动自行车上牌图解", 3), ("video", "限行措施视频", 2)), (("电动自行车管理", "S"), ("校园周边停车", "S"), ("反诈宣传", "S"), ("夜间炸街治理", "B")),
        (("户籍窗口延时服务", "S"), ("居民区消防通道", "S")), ((_DAY, "警营开放日", 110, 320, ""), (_LEARN, "执法公开培训", 615, 214, ""), (_ASK, "文昌路限行征求意见", 326, 1460, ""), (_PRESS, "打击电信诈骗新闻发布会", 620, 0, "")),
        (("交通管理措施实施前公告", 1220), ("户籍办理事项一次告知清单公开", 531))),
    ("市公安局", 2025): Affairs(
        ((_W, "公安动态", 902), (_C, "平安提示", 2544), (_M, "警情播报", 2870), (_V, "反诈课堂", 536)), (("picture", "出入境办理图解", 4),), (("老旧小区停车", "S"), ("国道限速", "B")), (("未成年人网络保护", "S"), ("外来人口居住证", "S"), ("道路护栏设置", "D")),
        ((_DAY, "警营开放日", 110, 286, ""), (_LEARN, "接处警信息公开培训", 327, 175, ""), (_LEARN, "窗口人员业务培训", 917, 120, "")), (("道路限速调整提前公告", 312),)),
    ("市民政局", 2024): Affairs(
        ((_W, "民政动态", 340), (_C, "救助和养老", 298), ("reading_room", "村和社区公开栏", 96)), (("picture", "临时救助政策图解", 1),), (("社区食堂运营", "S"),), (("殡葬服务收费公示", "B"), ("困境儿童关爱", "S")),
        ((_DAY, "走进儿童福利院", 530, 28, ""), (_LEARN, "救助政策培训", 711, 33, "")), (("低保和特困供养对象按季度公示", 1018),)),
    ("市民政局", 2025): Affairs(
        ((_W, "民政动态", 372), (_C, "救助和养老", 340)), (("text", "养老服务设施办法解读", 1), ("video", "社区助餐点视频", 3)), (("农村互助养老", "S"), ("社区养老用房移交", "S"), ("婚俗改革", "S")), (),
        ((_DAY, "社区养老中心开放", 1029, 51, ""), (_ASK, "养老服务设施办法征求意见", 421, 63, "")), (("养老服务设施名单按月更新", 1209),)),
    ("市人社局", 2024): Affairs(
        ((_W, "人社动态", 520), (_C, "就业和社保", 830), (_V, "直播带岗", 44)), (("question", "就业见习补贴问答", 10), ("video", "社保办理视频", 6)), (("工程款拖欠与农民工工资", "S"), ("灵活就业人员参保", "S"), ("技能人才评价", "S")),
        (("高校毕业生就业", "S"), ("人力资源市场建设", "B"), ("零工市场", "S"), ("新业态劳动保障", "N")), ((_LEARN, "就业补助资金公示培训", 613, 52, ""), (_LOOK, "招聘信息发布检查", 1016, 0, "清理过期信息17条")),
        (("就业补助资金发放结果公开", 1129), ("事业单位招聘全程公开", 920))),
    ("市卫健委", 2024): Affairs(
        ((_W, "卫健动态", 466), (_C, "健康科普", 1020), ("radio", "健康时间", 104)), (("expert", "呼吸道疾病专家解读", 3), ("picture", "诊所备案流程图解", 1)), (("基层医生待遇", "S"), ("儿科门诊", "D"), ("乡村医生养老", "L"), ("院前急救站点", "S")), (("家庭医生签约", "S"), ("职业病体检", "S")),
        ((_DAY, "走进疾控实验室", 407, 36, ""), (_LEARN, "医院信息公开培训", 829, 112, ""), (_PRESS, "健康行动新闻发布会", 926, 0, ""), (_PRESS, "流感防治新闻发布会", 1128, 0, "")), (("公共卫生服务项目公开", 620),)),
    ("市卫健委", 2025): Affairs(
        ((_W, "卫健动态", 501), (_C, "健康科普", 1133), (_V, "科普短片", 72)), (("video", "科普视频", 12), ("text", "托育机构备案解读", 1)), (("托育普惠价格", "S"), ("村卫生室药品", "B")), (("医养结合", "S"), ("急救培训进校园", "S"), ("检查结果互认", "S")),
        ((_DAY, "走进市立医院急诊科", 820, 44, ""), (_LEARN, "托育机构信息填报培训", 522, 61, "")), (("托育机构备案名单公开", 630), ("医疗收费项目集中公开", 1010))),
    ("市交通运输局", 2024): Affairs(
        ((_W, "交通动态", 398), (_C, "出行提示", 455), (_M, "路况播报", 261)), (("picture", "公交线网优化图解", 2),), (("城乡公交一体化", "S"), ("农村公路养护", "S"), ("出租汽车服务质量", "B"), ("清河大桥拥堵", "L"), ("公交站台雨棚", "S")),
        (("货车停车场", "N"),), ((_ASK, "公交线网优化征求意见", 514, 986, ""), (_LEARN, "交通执法公示培训", 322, 70, ""), (_DAY, "公交场站开放", 922, 92, "")), (("公交线路和票价调整事前公示", 731),)),
    ("市市场监管局", 2024): Affairs(
        ((_W, "市场监管动态", 715), (_C, "消费提示", 644), (_P, "双随机抽查结果", 318)), (("question", "食品小作坊登记问答", 9), ("picture", "消费维权图解", 4)), (("校园周边食品", "S"), ("电梯安全", "S"), ("预付卡消费", "D")), (("知识产权保护", "S"), ("药品网络销售", "S")),
        ((_DAY, "食品检验室开放", 315, 73, ""), (_DAY, "计量检定开放", 520, 40, ""), (_LEARN, "抽检信息公布培训", 419, 58, ""), (_LOOK, "行政处罚公示检查", 808, 0, "补充公示处罚决定9件")),
        (("食品抽检结果每周公布", 1227), ("行政处罚决定七日内公示", 1227))),
    ("市自然资源和规划局", 2023): Affairs(
        ((_W, "自然资源", 640), (_C, "用地和登记", 388), (_P, "征地信息", 212)), (("text", "容积率管理规定解读", 2), ("picture", "批前公示图解", 1)), (("耕地占补平衡", "S"), ("矿山生态修复", "S")), (("城市更新用地", "S"), ("宅基地确权", "D"), ("工业用地弹性出让", "N")),
        ((_LEARN, "答复文书规范培训", 426, 52, ""), (_LOOK, "征地信息公开检查", 1017, 0, "2个批次公告上传不及时，已补传")), (("征地批复和公告集中公开", 1121),)),
    ("市自然资源和规划局", 2024): Affairs(
        ((_W, "自然资源", 702), (_C, "用地和登记", 431), (_P, "征地信息", 256)), (("question", "不动产登记问答", 15), ("picture", "批前公示图解", 3)), (("不动产登记一窗受理", "S"), ("村庄规划", "B"), ("征地补偿标准", "S")), (("滨河空间规划", "S"),),
        ((_DAY, "国土空间规划展馆开放", 625, 110, ""), (_LEARN, "不予公开情形专题培训", 321, 48, ""), (_ASK, "临时用地办法征求意见", 229, 37, "")), (("控制性详细规划成果公开", 830), ("建设工程规划许可批前公示配发图解", 0))),
    (BUREAU, 2024): Affairs(
        ((_W, "司法行政动态", 1298), (_C, "政务微信", 1604), (_P, "部门会议、部门文件和清理结果", 66)), (("picture", "法律援助申请图解", 3), ("audio", "人民调解法音频", 2), ("text", "法律援助补贴办法解读", 1)),
        (("法治化营商环境", "S"), ("村居法律顾问", "S"), ("公证便民服务", "B")), (("青少年法治教育", "S"), ("仲裁公信力", "S")),
        ((_MEET, "政务公开工作领导小组会议", 308, 0, ""), (_LEARN, "政务公开业务培训", 424, 47, ""), (_LOOK, "公开栏目一季度检查", 403, 0, "1个栏目更新不及时，已当月改正"),
         (_LOOK, "公开栏目三季度检查", 1011, 0, "未发现问题"), (_DAY, "走进法律援助中心", 913, 58, "")), (("公开法律援助经费使用情况", 530), ("公开行政复议决定书", 1122))),
    (BUREAU, DRAFT): Affairs(
        ((_W, "司法行政动态", 1346), (_C, "政务微信", 1572), (_P, "部门会议、部门文件和清理结果", 71)), (("video", "公证办理视频", 2), ("text", "便民办法解读", 2), ("question", "法律援助问答", 6)),
        (("公共法律服务均等化", "S"), ("涉企行政检查", "S")), (("人民调解员队伍", "S"), ("社区矫正帮扶", "N"), ("知识产权仲裁", "S")),
        ((_MEET, "政务公开工作领导小组会议", 306, 0, ""), (_LEARN, "答复文书说理培训", 417, 52, ""), (_LOOK, "答复文书季度评查", 918, 0, "评查答复文书9件，1件说理不足，已退回修改"), (_DAY, "公证处开放", 912, 37, "")),
        (("公开公证便民事项清单", 620), ("公开行政检查计划", 328), ("公开法律援助案件质量评估结果", 1114))),
}
# fmt: on
_SATISFIED = {"L": "satisfied", "S": "satisfied", "B": "basically", "D": "dissatisfied", "N": ""}
_PAPERS = {
    "open_day": "活动签到表",
    "training": "培训签到表",
    "leading_group_meeting": "会议纪要",
    "inspection": "检查记录",
}


def rows(organ: str, year: int, *, key: int | None = None) -> Iterator[annual.Row]:
    """What is entered into the registers for an organ's year; ``key`` where it stands under another than the year."""
    return of(organ, year, AFFAIRS[organ, year if key is None else key])


def of(organ: str, year: int, told: Affairs) -> Iterator[annual.Row]:
    """The same for a year's affairs that stand elsewhere."""
    for channel, column, count in told.published:
        yield "publication", {"kind": "information", "channel": channel, "column": column, "title": f"{column}全年发布",
                              "on": f"{year}-12-31", "count": str(count), "source": "平台后台统计"}  # fmt: skip
    for form, title, count in told.explained:
        yield "publication", {"kind": "interpretation", "channel": _W, "title": title, "form": form,
                              "on": f"{year}-12-31", "count": str(count), "source": "网站后台统计"}  # fmt: skip
    yield from _proposals(organ, year, told)
    yield from _occasions(year, told)
    for number, (item, done) in enumerate(told.tasks, start=1):
        on = str(_day(year, done)) if done else ""
        progress = f"{done // 100}月：已完成" if done else "正在办理"
        yield "key_task", {"year": str(year), "number": str(number), "item": item, "progress": progress, "done_on": on,
                           "source": "市政务公开工作要点"}  # fmt: skip


def _proposals(organ: str, year: int, told: Affairs) -> Iterator[annual.Row]:
    seed = sum(map(ord, organ)) + year
    for kind, subjects, first in (("suggestion", told.suggestions, 11), ("motion", told.motions, 23)):
        for at, (subject, became) in enumerate(subjects):
            received = _day(year, 305 + 2 * at + seed % 5)
            replied = _day(year, (421, 513, 527, 430, 520)[(seed + at) % 5])
            replied = _day(year, 716) if became == "L" else replied
            shown = str(_day(year, 726)) if became.isupper() else ""
            yield "proposal", {"kind": kind, "number": f"第{first + seed % 60 + 37 * at}号", "subject": subject,
                               "received_on": str(received), "due_on": f"{year}-06-{received.day:02d}", "replied_on": str(replied),
                               "satisfaction": _SATISFIED[became.upper()], "published_on": shown, "source": "交办单"}  # fmt: skip


def _occasions(year: int, told: Affairs) -> Iterator[annual.Row]:
    for kind, title, day, people, result in told.occasions:
        on = str(_day(year, day))
        if kind in (_PRESS, _SESSION):
            yield "publication", {"kind": kind, "channel": _W, "title": title, "on": on, "count": "1", "source": "新闻发布会通知"}  # fmt: skip
            continue
        yield "activity", {"kind": kind, "title": title, "on": on, "participants": str(people) if people else "", "result": result,
                           "source": _PAPERS.get(kind, "活动记录")}  # fmt: skip


def _day(year: int, day: int) -> date:
    """A day as 305 for 5 March, or the next working day."""
    return the_calendar().roll(date(year, *divmod(day, 100)))
