"""The form of 国办公开办函〔2021〕30号, for the years from 2021 on. Wording as printed; variants as seen in reports."""

from gongkai.law.applicants import APPLICANT_KINDS
from gongkai.law.outcomes import OUTCOME
from gongkai.law.remedies import COURSES, RESULTS
from gongkai.report.form import Block, Column, Form, Row, Section, Table
from gongkai.sources import FORM_2021_NOTICE, REGULATIONS

RESULT_HEAD = "三、本年度办理结果"
REFUSED, UNAVAILABLE = "（三）不予公开", "（四）无法提供"
NOT_PROCESSED, OTHER = "（五）不予处理", "（六）其他处理"
TOTAL = Column("total", "总计", ("合计", "总数"))

# fmt: off
SECTIONS = (
    Section("overview", "一", "总体情况", ("概述", "总体情况概述", "政府信息公开工作总体情况", "基本情况")),
    Section("proactive", "二", "主动公开政府信息情况", ("主动公开情况", "主动公开政府信息的情况")),
    Section("requests", "三", "收到和处理政府信息公开申请情况",
            ("收到和处理政府信息公开申请的情况", "依申请公开政府信息情况", "收到和处理政府信息依申请公开情况")),
    Section("remedies", "四", "政府信息公开行政复议、行政诉讼情况",
            ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "政府信息公开行政法复议、行政诉讼情况",
             "政府信息公开行政复议、行政诉讼的情况", "行政复议、行政诉讼情况", "政府信息公开行政复议与行政诉讼情况",
             "政府信息公开行政复议和行政诉讼情况", "政府信息公开行政复议和行政应诉情况")),
    Section("problems", "五", "存在的主要问题及改进情况",
            ("政府信息公开工作存在的主要问题及改进情况", "存在的主要问题和改进情况", "存在的问题及改进情况",
             "存在的主要问题及改进措施", "存在问题及改进情况", "主要问题及改进情况", "存在的主要问题及改进")),
    Section("other_matters", "六", "其他需要报告的事项",
            ("其他需要报告事项", "需要报告的其他事项", "其他需报告的事项", "其他报告事项", "需要说明的其他事项与附表",
             "需要说明的其他事项", "其他需要说明的事项")),
)

_DECISIONS = (Column("decisions", "本年处理决定数量", ("处理决定数量", "本年度处理决定数量")),)
TABLE_2 = Table(2, "表二", (
    Block("第二十条第（一）项", (
        Column("issued", "本年制发件数", ("本年制发数", "制发件数", "本年度制发件数")),
        Column("repealed", "本年废止件数", ("本年废止件", "本年废止数", "废止件数", "本年度废止件数")),
        Column("in_force", "现行有效件数", ("先行有效件数", "现行有效数", "现行有效件")),
    ), (
        Row("government_rule", "", "规章", (), ("政府规章", "行政规章"), "government_rule"),
        Row("normative_document", "", "行政规范性文件", (), ("规范性文件", "行政规范性文件数"), "normative_document"),
    ), REGULATIONS.art(20, None, 1)),
    Block("第二十条第（五）项", _DECISIONS, (
        Row("licence", "", "行政许可", (), (), "licence"),
    ), REGULATIONS.art(20, None, 5)),
    Block("第二十条第（六）项", _DECISIONS, (
        Row("penalty", "", "行政处罚", (), (), "penalty"),
        Row("compulsion", "", "行政强制", (), ("行政强制措施",), "compulsion"),
    ), REGULATIONS.art(20, None, 6)),
    Block("第二十条第（八）项", (
        Column("amount_wan_yuan", "本年收费金额（单位：万元）",
               ("本年收费金额", "本年收费金额（万元）", "本年收费金额单位：万元"), "万元", True),
    ), (
        Row("administrative_charge", "", "行政事业性收费", (), ("行政事业型收费",), "administrative_charge"),
    ), REGULATIONS.art(20, None, 8)),
))

COLUMNS_3 = (
    *(Column(k.key, k.words, {"business": ("企业", "商业企业数"), "research": ("科研单位", "科研组织"),
                              "public_interest": ("公益组织", "社会公益机构"),
                              "legal_services": ("法律服务组织", "法律机构")}.get(k.key, ()))
      for k in APPLICANT_KINDS),
    TOTAL,
)


def result(key: str, number: str, words: str, group: str = "", variants: tuple[str, ...] = ()) -> Row:
    """A row of section 3 that counts one outcome, under 三、本年度办理结果 and, where given, its group."""
    groups = (RESULT_HEAD, group) if group else (RESULT_HEAD,)
    return Row(key, number, words, groups, variants, key, OUTCOME[key].law)


NEW = Row("new", "一、", "本年新收政府信息公开申请数量", (), ("本年新收申请数量", "本年新收政府信息公开申请数",
          "本年度新收政府信息公开申请数量"), "received")
BROUGHT_FORWARD = Row("brought_forward", "二、", "上年结转政府信息公开申请数量", (),
                      ("上年结转申请数量", "上年度结转政府信息公开申请数量"), "brought_forward")
RESULTS_TO_REISSUE = (
    result("granted", "（一）", "予以公开"),
    result("partially_granted", "（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）", "",
           ("部分公开", "部分公开（区分处理的，只计这一情形，不计其他情况）")),
    result("state_secret", "1.", "属于国家秘密", REFUSED),
    result("prohibited_by_law", "2.", "其他法律行政法规禁止公开", REFUSED,
           ("其他法律行政止公开", "其他法律法规禁止公开", "其他法律、行政法规禁止公开")),
    result("security_and_stability", "3.", "危及“三安全一稳定”", REFUSED, ("危及三安全一稳定",)),
    result("third_party", "4.", "保护第三方合法权益", REFUSED),
    result("internal_affairs", "5.", "属于三类内部事务信息", REFUSED, ("属于内部三类事务信息",)),
    result("process_information", "6.", "属于四类过程性信息", REFUSED),
    result("enforcement_file", "7.", "属于行政执法案卷", REFUSED, ("属于行政执法案件", "属行政执法案卷")),
    result("registry_inquiry", "8.", "属于行政查询事项", REFUSED),
    result("not_held", "1.", "本机关不掌握相关政府信息", UNAVAILABLE),
    result("not_compiled", "2.", "没有现成信息需要另行制作", UNAVAILABLE),
    result("still_unclear", "3.", "补正后申请内容仍不明确", UNAVAILABLE),
    result("petition_or_complaint", "1.", "信访举报投诉类申请", NOT_PROCESSED),
    result("repeated", "2.", "重复申请", NOT_PROCESSED),
    result("publication", "3.", "要求提供公开出版物", NOT_PROCESSED),
    result("excessive", "4.", "无正当理由大量反复申请", NOT_PROCESSED),
    result("reissue", "5.", "要求行政机关确认或重新出具已获取信息", NOT_PROCESSED),
)
PROCESSED = Row("total", "（七）", "总计", (RESULT_HEAD,), ("合计",), "processed")
CARRIED_FORWARD = Row("carried_forward", "四、", "结转下年度继续办理", (), ("结转下年度办理", "结转下年继续办理"),
                      "carried_forward")

TABLE_3 = Table(3, "表三", (
    Block("", COLUMNS_3, (
        NEW, BROUGHT_FORWARD, *RESULTS_TO_REISSUE,
        result("supplement_lapsed", "1.", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", OTHER,
               ("申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "申请人无正当理由逾期不补正")),
        result("fee_lapsed", "2.", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", OTHER,
               ("申请人逾期未按收费通知要求缴纳费用，行政机关不再处理其政府信息公开申请",
                "申请人逾期未按收费通知要求缴纳费用")),
        result("other", "3.", "其他", OTHER),
        PROCESSED, CARRIED_FORWARD,
    )),
))

TABLE_4 = Table(4, "表四", (
    Block("", (*(Column(r.key, r.words, {"upheld": ("维持",), "corrected": ("纠正",), "other_result": ("其他",),
                                         "pending": ("未审结",)}[r.key]) for r in RESULTS), TOTAL),
          tuple(Row(c.key, "", c.words, () if c.key == "reconsideration" else ("行政诉讼",), (), c.key, (c.law,))
                for c in COURSES)),
))

FORM_2021 = Form("2021", FORM_2021_NOTICE, 2021, None, SECTIONS, (TABLE_2, TABLE_3, TABLE_4), head={
    "content": "信息内容",
    "rule": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "applicants": "申请人情况",
    "organizations": "法人或其他组织",
    "reconsideration": "行政复议",
    "litigation": "行政诉讼",
})
# fmt: on
