"""Slips of the pen often met in annual reports: what is written, what is meant, why. Compiled by us from real reports and
from the wording of the official form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """``wrong`` is the wording as a literal text, ``right`` the one meant, ``why`` one clause in Chinese. ``unless`` are
    words within two characters of it that make it right after all."""

    wrong: str
    right: str
    why: str
    unless: tuple[str, ...] = ()


_FORM = "与年度报告格式的用语不一致"
_TYPO = "错别字"
_DROPPED = "漏字"
_EXTRA = "多字"
# fmt: off
SLIPS = (
    Slip("先行有效", "现行有效", _FORM),
    Slip("现行有郊", "现行有效", _TYPO),
    Slip("钩稽", "勾稽", _FORM),
    Slip("行政法复议", "行政复议", _EXTRA),
    Slip("行政复义", "行政复议", _TYPO),
    Slip("行政复意", "行政复议", _TYPO),
    Slip("行政诉颂", "行政诉讼", _TYPO),
    Slip("行政述讼", "行政诉讼", _TYPO),
    Slip("依申请公公开", "依申请公开", _EXTRA),
    Slip("依申公开", "依申请公开", _DROPPED),
    Slip("衣申请公开", "依申请公开", _TYPO),
    Slip("主动公开开", "主动公开", _EXTRA),
    Slip("主动公公开", "主动公开", _EXTRA),
    Slip("政府信公开", "政府信息公开", _DROPPED),
    Slip("政府信息公共工作", "政府信息公开工作", _TYPO),
    Slip("政府信息公开开工作", "政府信息公开工作", _EXTRA),
    Slip("政府信息信息公开", "政府信息公开", _EXTRA),
    Slip("政务信公开", "政务信息公开", _DROPPED),
    Slip("政公公开", "政务公开", _TYPO),
    Slip("其他法律行政止公开", "其他法律行政法规禁止公开", _DROPPED),
    Slip("危及“三安一稳定”", "危及“三安全一稳定”", _DROPPED),
    Slip("三安全一稳订", "三安全一稳定", _TYPO),
    Slip("行政执法案件卷", "行政执法案卷", _EXTRA),
    Slip("不于公开", "不予公开", _TYPO),
    Slip("予已公开", "予以公开", _TYPO),
    Slip("于以公开", "予以公开", _TYPO),
    Slip("规犯性文件", "规范性文件", _TYPO),
    Slip("规范文性件", "规范性文件", "字序颠倒"),
    Slip("规范性文件件", "规范性文件", _EXTRA, ("数",)),
    Slip("行政事业型收费", "行政事业性收费", _TYPO),
    Slip("公从", "公众", _TYPO, ("办公", "从严", "从快", "从简", "从业")),
    Slip("作岀", "作出", "“岀”是“出”的异体误字"),
    Slip("岀", "出", "“岀”是“出”的异体误字"),
    Slip("帐号", "账号", "财务用语应作“账”"),
    Slip("台帐", "台账", "财务、登记用语应作“账”"),
    Slip("既使", "即使", _TYPO),
    Slip("即要", "既要", _TYPO, ("立", "求", "随")),
    Slip("做为", "作为", _TYPO, ("民", "大")),
    Slip("部份", "部分", "应用“部分”"),
    Slip("布署", "部署", _TYPO),
    Slip("部暑", "部署", _TYPO),
    Slip("坚定不疑", "坚定不移", _TYPO),
    Slip("贯测落实", "贯彻落实", _TYPO),
    Slip("贯切落实", "贯彻落实", _TYPO),
    Slip("惯彻", "贯彻", _TYPO),
    Slip("签定", "签订", _TYPO, ("书",)),
    Slip("反应问题", "反映问题", _TYPO),
    Slip("再接再励", "再接再厉", _TYPO),
    Slip("一如继往", "一如既往", _TYPO),
    Slip("迫在眉捷", "迫在眉睫", _TYPO),
    Slip("关健", "关键", _TYPO),
    Slip("建立建全", "建立健全", _TYPO),
    Slip("建全完善", "健全完善", _TYPO),
    Slip("不断建全", "不断健全", _TYPO),
    Slip("建全制度", "健全制度", _TYPO),
    Slip("完擅", "完善", _TYPO),
    Slip("进一步步", "进一步", _EXTRA),
    Slip("进步一", "进一步", "字序颠倒"),
    Slip("更近一步", "更进一步", _TYPO),
    Slip("提昇", "提升", "异体字"),
    Slip("栏目栏", "栏目", _EXTRA),
    Slip("门户网占", "门户网站", _TYPO),
    Slip("微信公从号", "微信公众号", _TYPO),
    Slip("微信公共号", "微信公众号", "平台名称是“公众号”"),
    Slip("两微一瑞", "两微一端", _TYPO),
    Slip("政策解答读", "政策解读", _EXTRA),
    Slip("政协委员会提案", "政协委员提案", _EXTRA),
    Slip("国务院令711号", "国务院令第711号", "“第”字脱漏"),
    Slip("公民、法人和其它组织", "公民、法人和其他组织", "条例用“其他”"),
)
# fmt: on
