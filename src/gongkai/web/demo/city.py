"""The city of the demonstration as it is declared: organs, units, people. Every name, number and text is invented."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.web.organs.models import Role

CITY = "青澜市"
OFFICE = "市政府办公室"
BUREAU = "市司法局"  # the organ that can be tried in every role
GOVERNMENT = f"{CITY}人民政府"
ABOVE = "东澜省司法厅"  # the bureau's own system, one level up
REGION = "379900"  # no such region exists


@dataclass(frozen=True, slots=True)
class OrganRow:
    """An organ: name, short name, letter word, address, units, what it holds, the key its accounts begin with."""

    name: str
    short: str
    word: str
    address: str
    units: tuple[str, ...]
    holds: str
    key: str


# fmt: off
ORGANS = (
    OrganRow("青澜市人民政府办公室", OFFICE, "青政办公开", "青澜市东城区市府路1号", ("政务公开科", "综合科"),
             "市政府和市政府办公室制发的文件、市政府常务会议议定事项、政府工作报告及任务分解、市政府领导分工。", "office"),
    OrganRow("青澜市司法局", BUREAU, "青司公开", "青澜市东城区学府路18号", ("行政复议与应诉科", "公共法律服务科", "律师工作科", "社区矫正管理科"),
             "法律援助、公证、律师、司法鉴定、人民调解、行政复议和行政应诉、规范性文件合法性审核的有关信息。", ""),
    OrganRow("青澜市财政局", "市财政局", "青财公开", "青澜市东城区东街6号", ("预算科", "国库科"),
             "市级预算和决算、政府采购监管、专项资金管理办法、政府债务限额和余额、行政事业性收费目录。", "finance"),
    OrganRow("青澜市教育局", "市教育局", "青教公开", "青澜市东城区书院巷9号", ("基础教育科", "学生资助中心"),
             "义务教育招生范围和计划、学校设置、教师招聘、学生资助、校外培训机构设立审批。", "education"),
    OrganRow("青澜市自然资源和规划局", "市自然资源和规划局", "青自然公开", "青澜市西城区测绘路22号", ("用途管制科", "规划科"),
             "土地征收批复和公告、建设用地供应、控制性详细规划、建设工程规划许可、采矿权登记。", "land"),
    OrganRow("青澜市住房和城乡建设局", "市住建局", "青建公开", "青澜市西城区建设路35号", ("房屋征收科", "物业管理科"),
             "房屋征收决定和补偿方案、保障性住房分配、商品房预售许可、物业管理、建筑施工许可。", "housing"),
    OrganRow("青澜市生态环境局", "市生态环境局", "青环公开", "青澜市西城区清河路3号", ("环评科", "监测科"),
             "建设项目环境影响评价审批、排污许可、环境质量监测、环境行政处罚、突发环境事件。", "environment"),
    OrganRow("青澜市公安局", "市公安局", "青公公开", "青澜市东城区平安路8号", ("交通管理支队", "治安管理支队"),
             "户籍管理、交通管理措施、道路监控设备设置、治安管理有关的非执法案卷信息。", "police"),
    OrganRow("青澜市民政局", "市民政局", "青民公开", "青澜市东城区民生路12号", ("社会救助科", "养老服务科"),
             "最低生活保障和特困供养标准、社会组织登记、养老机构补助、地名和行政区划界线。", "civil-affairs"),
    OrganRow("青澜市人力资源和社会保障局", "市人社局", "青人社公开", "青澜市东城区民生路20号", ("就业促进科", "工伤保险科"),
             "就业补助资金、社会保险政策、事业单位公开招聘、职业技能培训、劳动保障监察。", "labour"),
    OrganRow("青澜市卫生健康委员会", "市卫健委", "青卫公开", "青澜市西城区杏林路7号", ("医政科", "基层卫生科"),
             "医疗机构设置规划、医疗机构和医师执业登记、公共卫生项目、职业病防治。", "health"),
    OrganRow("青澜市交通运输局", "市交通运输局", "青交公开", "青澜市西城区通达路41号", ("公路科", "运输管理科"),
             "公路建设项目、公交线路和票价、出租汽车经营、道路运输许可、交通运输行政处罚。", "transport"),
    OrganRow("青澜市市场监督管理局", "市市场监管局", "青市监公开", "青澜市东城区诚信路16号", ("食品科", "信用监管科"),
             "食品抽检结果、经营主体登记管理、特种设备、价格和质量监督抽查、行政处罚。", "market"),
)

# Who works in the bureau that can be tried in every role: user name, full name, role, unit, what to try.
PEOPLE = (
    ("clerk",     "林知远", Role.CLERK,            None,               "登记、分办、补正、征求意见、收费、送达、归档"),
    ("handler",   "周文博", Role.HANDLER,          "公共法律服务科",    "承办分来的申请，草拟答复并送审"),
    ("reviewer",  "郑若兰", Role.REVIEWER,         "公共法律服务科",    "处室审核"),
    ("legal",     "何景行", Role.LEGAL_REVIEWER,   None,               "法制审核"),
    ("secrecy",   "秦守正", Role.SECRECY_REVIEWER, None,               "保密审查"),
    ("signer",    "沈怀民", Role.SIGNER,           None,               "签发答复"),
    ("head",      "苏明慧", Role.HEAD,             None,               "看板、同意延期"),
    ("publisher", "许子衿", Role.PUBLISHER,        None,               "拟写主动公开的信息并送审；签发人签发即公开，本局没有另设发布一步"),
    ("handler2",  "冯启航", Role.HANDLER,          "行政复议与应诉科",  "另一处室的承办人"),
    ("reviewer2", "曹静宜", Role.REVIEWER,         "行政复议与应诉科",  "另一处室的审核人"),
)
ADMINISTRATORS = (
    ("system",   "系统管理员甲", Role.SYSTEM_ADMINISTRATOR,   "机关、人员、任职、审核步骤、放假安排（首次登录须设置动态口令）"),
    ("security", "安全管理员乙", Role.SECURITY_ADMINISTRATOR, "账号锁定和登录情况（首次登录须设置动态口令）"),
    ("audit",    "审计员丙",     Role.AUDITOR,                "查看、核验日志（首次登录须设置动态口令）"),
)
OFFICE_CLERK = ("office", "江听雨", "市政府办公室（主管部门）经办人")
# fmt: on

SURNAMES = "赵钱孙李吴王冯陈蒋韩杨朱何吕施张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳史唐薛雷贺倪汤"
# fmt: off
GIVEN = (
    "安宁", "博文", "晨光", "德润", "恩泽", "芳洲", "国梁", "海平", "嘉树", "可欣", "立群", "明远", "念慈", "青山", "若水", "思齐", "天佑", "文静", "晓峰", "雅琴",
    "建军", "秀英", "志强", "丽华", "永康", "桂兰", "小燕", "振宇", "淑芬", "浩然", "春梅", "建国", "雨桐", "玉珍", "子轩", "红霞", "卫东", "雪莲", "少华", "金凤",
    "一鸣",
)
# fmt: on
FIRMS = (
    "江畔建材有限公司",
    "东湖物业服务有限公司",
    "新域科技有限公司",
    "惠民超市有限公司",
    "远航运输有限公司",
    "万合置业有限公司",
)
# Who asks beside residents, by kind of applicant; the firms come first, for codes are given out in this order.
# fmt: off
BODIES = {
    "business": (*FIRMS, "青禾农业开发有限公司", "北岸商贸有限公司", "明净环保科技有限公司", "安行汽车服务有限公司"),
    "legal_services": ("正言律师事务所", "衡川律师事务所", "明理律师事务所"),
    "research": ("城市发展研究院", "水利研究所", "公共管理研究中心"),
    "public_interest": ("爱心助学促进会", "绿水环保志愿者协会", "消费者权益保护协会", "老年人关爱协会"),
    "other_organization": ("望江花园业主委员会", "东湖村村民委员会", "学府路社区居民委员会", "建筑业行业协会"),
}
# fmt: on
STREETS = ("西街", "柳树巷", "东湖路", "清河路", "文昌路", "北关街", "南门里", "长堤路")


def reconsideration_organ(short: str) -> str:
    """Who reconsiders what an organ did: the city's government; what the bureau of justice did, which itself handles the
    government's reconsiderations, its department above as well (行政复议法第二十八条)."""
    return f"{GOVERNMENT}或者{ABOVE}" if short == BUREAU else GOVERNMENT


def resident(number: int) -> tuple[str, str, str, str]:
    """An invented resident: name, identity number of a region that does not exist, telephone, address; the same for the
    same number."""
    from stdnum.cn.ric import calc_check_digit

    name = SURNAMES[number % len(SURNAMES)] + GIVEN[(number * 7 + number // len(SURNAMES)) % len(GIVEN)]
    birth = f"{1955 + number % 48}{number % 12 + 1:02d}{number % 28 + 1:02d}"
    base = f"{REGION}{birth}{number % 999 + 1:03d}"
    identity = base + str(calc_check_digit(base + "0"))
    street = STREETS[number % len(STREETS)]
    return name, identity, f"1300000{number % 10000:04d}", f"青澜市{'东西'[number % 2]}城区{street}{number % 180 + 1}号"


def full_name(name: str) -> str:
    """What one of BODIES is called in full: with the city before it, but for those that are named after their own place."""
    return name if name.endswith("委员会") else f"青澜{name}"


def body(name: str) -> tuple[str, str]:
    """The kind of applicant and the code of one of BODIES. StopIteration for a name that is not there."""
    names = [each for found in BODIES.values() for each in found]
    return next(kind for kind, found in BODIES.items() if name in found), organ_code(900 + names.index(name))


def organ_code(serial: int) -> str:
    """The unified social credit code of the n-th organ, with its check character (GB 32100)."""
    from stdnum.cn.uscc import calc_check_digit

    base = f"11{REGION}{serial:08d}{serial % 10}"
    return base + calc_check_digit(base)
