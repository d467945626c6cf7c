"""What was asked of the city's other bureaus, year by year. With the two years of ``land`` every outcome has come up for every
kind of applicant; the tests say so cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """An application: the day it came (month and day, as 305 for 5 March), subject, outcome; the body that asks where it is
    no resident; the day of receipt where it was registered late."""

    came: int
    subject: str
    outcome: str
    body: str = ""
    received: date | None = None


_LATE = date(2023, 12, 27)
_G, _P, _TP, _PROC, _EF = "granted", "partially_granted", "third_party", "process_information", "enforcement_file"
_NH, _NC, _REG, _PET, _SEC = (
    "not_held",
    "not_compiled",
    "registry_inquiry",
    "petition_or_complaint",
    "security_and_stability",
)
_INT, _PUB, _UNC, _REP, _EXC = "internal_affairs", "publication", "still_unclear", "repeated", "excessive"
_RE, _SL, _FL, _LAW, _WD = "reissue", "supplement_lapsed", "fee_lapsed", "prohibited_by_law", "other"
_CITY, _WATER, _ADMIN = "城市发展研究院", "水利研究所", "公共管理研究中心"
_ZHENG, _HENG, _MING = "正言律师事务所", "衡川律师事务所", "明理律师事务所"
_AID, _GREEN, _BUYERS, _OLD = "爱心助学促进会", "绿水环保志愿者协会", "消费者权益保护协会", "老年人关爱协会"
_OWNERS, _VILLAGE, _ESTATE, _BUILDERS = (
    "望江花园业主委员会",
    "东湖村村民委员会",
    "学府路社区居民委员会",
    "建筑业行业协会",
)
_TECH, _MOTOR, _FREIGHT, _SHOPS, _LAND = (
    "新域科技有限公司",
    "安行汽车服务有限公司",
    "远航运输有限公司",
    "北岸商贸有限公司",
    "万合置业有限公司",
)

# fmt: off
ASKED: Mapping[tuple[str, int], tuple[Asked, ...]] = {
    ("市政府办公室", 2024): (
        Asked(305, "2023年市政府常务会议议题目录", _G), Asked(410, "市级议事协调机构清单", _G), Asked(612, "城市停车管理规定起草说明", _G, _TECH),
        Asked(716, "区域产业合作的磋商信函", _PROC, _ADMIN), Asked(903, "市政府专题会议讨论记录", _PROC), Asked(1016, "东湖片区改造专项债券申报材料", _NH),
        Asked(1107, "机关公务用车调度安排", _INT, _ZHENG), Asked(1121, "市长信箱2024年来信转办登记表", _P)),
    ("市政府办公室", 2025): (
        Asked(318, "2025年民生实事项目责任分工", _G), Asked(424, "《青澜年鉴》2024年卷", _PUB, _BUILDERS), Asked(521, "市政府文件清理后继续有效的目录", _G),
        Asked(812, "市政府与企业战略合作的谈判记录", _PROC), Asked(904, "1995年至2005年市政府公报逐页复印件", _FL, _HENG),
        Asked(1022, "2024年政务公开考核结果", _G)),
    ("市财政局", 2024): (
        Asked(409, "2023年市级一般公共预算决算表", _G), Asked(521, "行政事业性收费目录清单", _G), Asked(702, "政府债务限额和余额明细", _G, _CITY), Asked(821, "近五年政府采购价格走势分析", _NC, _HENG),
        Asked(918, "会计专业技术资格考试评卷安排", _PROC), Asked(1015, "财政统计调查中企业填报的原始资料", _LAW, _MING), Asked(1211, "各乡镇财政所2023年收支台账", _NH, _ADMIN)),
    ("市财政局", 2025): (
        Asked(326, "2024年市级预算绩效评价报告", _G), Asked(513, "2024年市级部门决算汇总", _G), Asked(611, "《青澜财政年鉴》2023年卷", _PUB, _SHOPS),
        Asked(724, "专项资金项目评审专家评分表", _P), Asked(917, "东街地块土地出让金缴纳凭证", _NH, _ZHENG)),
    ("市教育局", 2023): (
        Asked(321, "东城区小学招生片区划分方案", _G), Asked(419, "近三年课后服务参与情况分析", _NC, _AID), Asked(510, "民办学校年检结果", _G, _AID),
        Asked(606, "书院路小学转入学生登记表", _P), Asked(815, "中学教师招聘面试评分表", _P), Asked(912, "有关学校的材料", _UNC),
        Asked(1024, "学校食堂饭菜价格偏高的问题", _PET), Asked(1219, "校外培训机构审批清单", _G)),
    ("市教育局", 2024): (
        Asked(205, "城区学校课后服务收费标准", _G, _ESTATE, _LATE), Asked(319, "中小学教师资格认定情况", _G), Asked(417, "营养改善计划补助发放表", _P, _AID),
        Asked(522, "中小学校食堂采购合同", _TP), Asked(626, "2021年度学生资助明细证明", _RE, _AID), Asked(814, "中考评卷场地后勤安排", _INT),
        Asked(910, "初中学区调整的论证材料", _PROC), Asked(1023, "教育经费统计中学校填报的原始表", _LAW, _AID), Asked(1112, "有关助学的文件", _SL, _AID),
        Asked(1119, "民办幼儿园审批登记表", _P), Asked(1218, "高中阶段招生计划", _G)),
    ("市教育局", 2025): (
        Asked(319, "教师招聘考务方案讨论稿", _PROC), Asked(422, "普惠性幼儿园名单和补助标准", _G), Asked(520, "校服征订价格的问题", _PET, _BUYERS),
        Asked(617, "城关中学食堂招标评分明细", _P), Asked(911, "学校体育场馆向社会开放名单", _G), Asked(1016, "民办学校举办者变更的协议", _TP, _ADMIN),
        Asked(1119, "逐校学生近视情况分析", _NC)),
    ("市住建局", 2023): (
        Asked(214, "东湖片区房屋征收补偿方案", _G), Asked(314, "老旧小区改造资金安排", _G), Asked(418, "物业服务企业信用评价结果", _G),
        Asked(516, "柳树巷征收补偿分户评估结果", _P), Asked(607, "望江花园竣工验收备案表", _NH, _OWNERS), Asked(705, "小区物业收费不合理的问题", _PET),
        Asked(822, "北关街房屋登记档案", _REG), Asked(919, "公租房第三批配租名单", _P), Asked(926, "建筑业统计中企业报送的原始资料", _LAW, _BUILDERS),
        Asked(1010, "清河路旧改项目施工投标文件", _TP, _LAND), Asked(1114, "望江花园专项维修资金使用表", _G, _OWNERS), Asked(1212, "望江花园预售资金监管协议", _P, _OWNERS)),
    ("市生态环境局", 2024): (
        Asked(313, "清河断面水质监测数据", _G, _GREEN), Asked(416, "2023年危险废物经营单位名录", _G), Asked(522, "饮用水水源地取水口坐标", _SEC, "江畔建材有限公司"),
        Asked(619, "排污单位年度执行报告名单", _G), Asked(717, "夜间偷排案件现场检查笔录", _EF, _GREEN), Asked(806, "化工园区环评公众参与意见表", _P),
        Asked(828, "涂装车间废气治理技术方案", _TP, _ESTATE), Asked(912, "工地夜间施工噪声的问题", _PET), Asked(1022, "各街道噪声投诉变化分析", _NC), Asked(1105, "企业环境处罚案件笔录", _EF, _ZHENG),
        Asked(1211, "清河沿岸企业自行监测数据", _G, _GREEN)),
    ("市生态环境局", 2025): (
        Asked(304, "清河入河排污口名录", _G, _GREEN), Asked(311, "2024年空气质量自动监测数据", _G), Asked(415, "化工技改项目的工艺技术方案", _TP, _GREEN),
        Asked(521, "农村黑臭水体排查登记表", _P, _WATER), Asked(624, "非法排污案件采样记录", _EF, _WATER), Asked(730, "重点排污单位名录", _G),
        Asked(820, "办公楼旁餐饮油烟的问题", _PET, _ADMIN), Asked(917, "清河入河排污口名录", _REP, _GREEN), Asked(1014, "码头扬尘检查笔录", _EF), Asked(1029, "环境信访事项办理依据", _G),
        Asked(1112, "历年水质监测原始记录", _EXC, _GREEN)),
    ("市公安局", 2024): (
        Asked(228, "货车限行区域调整的依据", _G), Asked(416, "文昌路限行措施的论证报告", _G), Asked(514, "学府路监控点位布设图", _SEC, _ESTATE),
        Asked(522, "曾祖父户籍档案", _REG), Asked(613, "邻里纠纷案件询问笔录", _EF), Asked(702, "东街监控设备技术参数", _SEC, _MING),
        Asked(709, "路口监控设备的安装位置图", _SEC), Asked(806, "停车位被占用的问题", _PET), Asked(911, "电动自行车上牌网点协议", _P),
        Asked(924, "交通事故案件卷宗", _EF), Asked(1015, "东湖村林地纠纷案件卷宗", _EF, _VILLAGE), Asked(1023, "北关街车位施划图", _NH),
        Asked(1120, "车辆检测岗位内部值班安排", _INT, _MOTOR)),
    ("市公安局", 2025): (
        Asked(312, "2025年道路限速调整路段表", _G, _FREIGHT), Asked(416, "祖籍迁移户籍档案", _REG), Asked(520, "电动自行车事故年度统计", _G),
        Asked(618, "重点场所安全防范布防图", _SEC), Asked(730, "社区民警排班表", _INT, _ESTATE), Asked(805, "派出所接处警记录", _EF),
        Asked(827, "2025年道路限速调整路段表", _REP, _FREIGHT), Asked(903, "受助学生户籍档案", _REG, _AID), Asked(1015, "长堤路护栏采购合同", _P), Asked(1119, "出入境窗口延时服务安排", _G)),
    ("市民政局", 2024): (
        Asked(416, "父母婚姻登记档案", _REG), Asked(514, "养老机构运营补贴发放标准", _G), Asked(619, "南门里社区低保公示表", _P),
        Asked(717, "婚姻登记档案抽样资料", _REG, _ADMIN), Asked(730, "1990年以来村界勘定记录复印件", _FL, _VILLAGE), Asked(912, "北关街地名变更档案", _NH), Asked(1113, "机关敬老慰问活动后勤安排", _INT, _OLD)),
    ("市民政局", 2025): (
        Asked(319, "困难群众临时救助发放表", _P), Asked(415, "社区养老服务设施建设清单", _G), Asked(618, "公益性公墓价格和管理办法", _G),
        Asked(708, "民办养老机构的成本资料", _TP, _OLD), Asked(819, "《青澜年鉴》社会组织篇", _PUB, _OLD), Asked(924, "2019年社会团体登记证书", _RE, _OLD),
        Asked(1021, "城乡居民低保标准测算依据", _G), Asked(1118, "社会组织等级评估结果", _WD, _OLD), Asked(1125, "长堤路地名标志设置合同", _P)),
    ("市人社局", 2024): (
        Asked(326, "2023年就业补助资金使用情况", _G), Asked(417, "本人社会保险缴费记录", _REG), Asked(515, "工地拖欠工资的问题", _PET),
        Asked(625, "事业单位公开招聘面试成绩表", _P), Asked(724, "劳动监察案件询问笔录", _EF), Asked(820, "用工调查中企业填报的原始资料", _LAW, _TECH),
        Asked(910, "有关补贴的文件", _UNC, _TECH), Asked(919, "技能培训补贴标准讨论稿", _PROC, _TECH), Asked(1015, "劳务公司克扣工资的问题", _PET, _MING), Asked(1023, "工伤认定决定书", _RE, _MING),
        Asked(1112, "机关绩效考核内部流程", _INT, _ADMIN), Asked(1120, "就业见习基地名单", _G)),
    ("市卫健委", 2024): (
        Asked(319, "市立医院设备采购合同", _TP), Asked(423, "医疗机构设置规划", _G), Asked(514, "诊所收费不规范的问题", _PET),
        Asked(619, "尘肺病患者随访登记表", _P), Asked(717, "社区卫生站布点讨论稿", _PROC, _ESTATE), Asked(821, "2023年基层公共卫生经费分配表", _G, _ADMIN),
        Asked(911, "社区老年人慢性病分析", _NC, _ESTATE), Asked(1016, "青澜卫生志1990年版", _NH), Asked(1118, "2023年基层公共卫生经费分配表", _REP, _ADMIN)),
    ("市卫健委", 2025): (
        Asked(319, "医疗纠纷调解数量分类表", _G), Asked(416, "有关养老的材料", _UNC, _OLD), Asked(527, "托育机构备案名单", _G),
        Asked(618, "《青澜卫生健康统计年鉴》2023年卷", _PUB, _ZHENG), Asked(716, "有关经费的材料", _UNC, _ADMIN), Asked(820, "乡镇卫生院招聘报名登记表", _P),
        Asked(923, "家庭医生签约经费分配表", _G), Asked(1022, "各医院门诊逐日台账", _EXC, _ADMIN), Asked(1119, "基层医疗设备配置清单", _WD, _ADMIN)),
    ("市交通运输局", 2024): (
        Asked(319, "农村公路养护资金分配表", _G), Asked(417, "有关运输的文件", _SL, _FREIGHT), Asked(528, "公交线网优化方案", _G),
        Asked(619, "出租汽车拒载的问题", _PET), Asked(716, "网约车无证营运的问题", _PET, _MOTOR), Asked(822, "有关许可的材料", _SL, _HENG),
        Asked(904, "清河大桥荷载检测报告", _G), Asked(911, "1992年长途客运站设计图", _NH), Asked(1022, "农村公路建设项目投标文件", _TP, _FREIGHT), Asked(1030, "货运企业许可逐户台账", _EXC, _FREIGHT),
        Asked(1113, "驾培机构质量信誉考核结果", _WD, _MOTOR), Asked(1120, "公交驾驶员招聘登记表", _P)),
    ("市市场监管局", 2024): (
        Asked(319, "2023年食品抽检结果汇总", _G), Asked(409, "电梯维保单位名录", _G), Asked(424, "有关登记的材料", _UNC, _ZHENG),
        Asked(515, "商标侵权案件询问笔录", _EF), Asked(612, "食品小作坊登记申请表", _P), Asked(723, "供货企业登记档案", _REG, _HENG),
        Asked(814, "2010年以来抽检台账逐页复印件", _FL, _BUYERS), Asked(828, "计量检定证书", _RE, _ADMIN), Asked(911, "有关抽查的文件", _SL, _ADMIN),
        Asked(918, "乳制品生产工艺备案资料", _TP), Asked(1016, "价格监测分析报告", _WD, _HENG), Asked(1024, "双随机抽查结果", _WD, _BUILDERS),
        Asked(1030, "历年投诉工单", _EXC, _BUILDERS), Asked(1112, "举报餐饮店卫生的问题", _PET), Asked(1120, "个体工商户登记数量", _G)),
}
# fmt: on
