"""What the text states about applications: received, how and by whom, answered, with which results, carried over."""

import re
from collections.abc import Iterator

from gongkai.report.narrative.claim import PIECES, Claim, Figure, figures, stated
from gongkai.report.narrative.numbers import NUMBER, number
from gongkai.report.narrative.plain import Plain
from gongkai.report.narrative.segments import Segment, Topic, segment_at

# fmt: off
RESULTS = (
    ("granted",           re.compile(r"(?<![不未])予以公开|全部公开|(?<!不)同意公开")),
    ("partially_granted", re.compile(r"部分公开|部分予以公开|区分处理")),
    ("refused",           re.compile(r"不予公开|未予公开|不予以公开|(?<!可以)不公开")),
    ("unavailable",       re.compile(r"无法提供")),
    ("not_processed",     re.compile(r"不予处理")),
    ("other",             re.compile(r"其[他它]处理")),
)
CASES = (
    ("state_secret",          re.compile(r"国家秘密")),
    ("security_and_stability", re.compile(r"三安全一稳定")),
    ("third_party",           re.compile(r"第三方合法权益")),
    ("internal_affairs",      re.compile(r"内部事务")),
    ("process_information",   re.compile(r"过程性")),
    ("enforcement_file",      re.compile(r"执法案卷")),
    ("registry_inquiry",      re.compile(r"行政查询")),
    ("not_held",              re.compile(r"不掌握")),
    ("not_compiled",          re.compile(r"没有现成|另行制作")),
    ("still_unclear",         re.compile(r"补正后.{0,8}不明确")),
    ("petition_or_complaint", re.compile(r"信访.{0,2}举报.{0,2}投诉")),
    ("repeated",              re.compile(r"重复申请")),
    ("publication",           re.compile(r"公开出版物")),
    ("excessive",             re.compile(r"大量反复")),
    ("reissue",               re.compile(r"确认或(?:者)?重新出具")),
    ("supplement_lapsed",     re.compile(r"逾期(?:未|不)补正")),
    ("fee_lapsed",            re.compile(r"逾期.{0,8}(?:未|不).{0,8}(?:缴|交)")),
)
KINDS = (
    ("natural_person",        re.compile(r"自然人|个人|公民")),
    ("business",              re.compile(r"商业企业|企业|公司")),
    ("research",              re.compile(r"科研机构")),
    ("public_interest",       re.compile(r"公益组织")),
    ("legal_services",        re.compile(r"法律服务机构")),
    ("organizations",         re.compile(r"法人|其他组织|单位申请")),
)
CHANNEL = re.compile(r"网络|网上|网站|互联网|在线|平台|信函|信件|书面|邮寄|邮政|寄送|快递|当面|现场|窗口|来访|传真|电子邮件|邮箱|邮件|口头|其[他它](?:方式|途径|渠道|形式)")

_OBJECT = r"(?:(?:政府|政务)?信息(?:依申请)?公开|依申请公开|申请公开|公开)"
_VERB = r"(?<![未没])(?<!没有)(?:接收到|收到|接收|接到|受理|新收到?|收悉)"
_ALL = r"(?:共计|合计|总计|累计|共有|共|总数|数量|计|为)?"
_UNIT = r"(?P<u>件次|件|份|条|宗|起|例|次|个|封)(?![事办])"
_N = rf"(?P<rough>近|约|超过?|逾)?(?P<n>{NUMBER})(?P<more>余|多)?"
RECEIVED = (
    re.compile(rf"{_VERB}(?P<object>[^。；\n\d]{{0,45}}?)[，,：:]?{_ALL}{_N}{_UNIT}"),
    re.compile(rf"{_VERB}(?:了|到|各类|书面|网上|群众|公民|{_ALL}){{0,3}}{_N}{_UNIT}(?:的)?(?P<object>[^，。；\n、\d]{{0,24}})"),
    re.compile(rf"(?P<object>{_OBJECT}(?:政府信息|的)?(?:申请|件|事项))(?:受理|收到|接收|收件)?{_ALL}[：:]?{_N}{_UNIT}"),
)
_SAYS_APPLICATION = re.compile(r"公开(?:的)?(?:政府)?(?:信息)?(?:的)?(?:书面)?(?:申请|件|事项|办件)|依申请公开|申请公开|信息申请|公开.{0,6}申请")
_NOT_RECEIVED = re.compile(r"复议|诉讼|建议|提案|许可|投诉|举报|留言|来信|咨询|热线|第三方|其中|答复|办结|回复|办理|结转|转结|补正|留存|文件")
_ZERO = re.compile(
    r"(?:(?:未|没有|尚未|未曾|没)(?:接收到?|收到|接到|受理|发生|新收|产生)|(?<![不毫])无(?=政府|政务|信息|依申请|公民|人员|人|新收|受理|收到|申请))"
    r"(?P<object>[^。；\n\d，]{0,45}?)(?:申请公开|公开的?(?:政府信息|信息)?的?(?:书面)?申请|依申请公开|信息公开件)"
)
_NOT_ZERO = re.compile(r"复议|诉讼|投诉|举报|超期|逾期|答复|许可|收费|费用|提案|不公开|表")
_NIL = re.compile(rf"{_OBJECT}(?:政府信息)?(?:申请|受理)(?:量|数量|数)?(?:为零|为0)(?![\d.])")
PROCESSED = (
    re.compile(rf"(?<!未)(?:办结|答复|回复|办理完毕|(?<![予他它再在])办理|(?<![予他它再])处理)(?P<object>[^，。；、\d]{{0,20}}?){_N}{_UNIT}"),
    re.compile(rf"{_N}{_UNIT}(?P<object>[^，。；、\d]{{0,14}}?)(?:办结|答复|办理完毕)"),
)
_NOT_PROCESSED = re.compile(r"延期|延长|当场|当日|逾期|超期|书面|电话|口头|协助|转办|补正|结转|转结|上年|工作日|率|满意|未|第三方|征求|尚|正在|终止|撤回|指导|其中")
# What may stand between 办结 and its number: 办理道路挖掘申请 77 件 is another matter
_OWN = re.compile(r"依申请公开|信息公开|政府信息|政务|政府|公开|申请|事项|办件|件|书面|数量?|本年度?|当年|依法|按[时期]|完毕|全部|均|已|各类|合计|累计|总计|共计?|的|了|为|有|人|计|并|予以")
_OPEN = re.compile(r"结转|转结|正在办理|尚在办理|在办|未办结|仍在办理|尚未办结")
_LAST = re.compile(r"上年|上一年|去年|往年|年初")
ALL_DONE = re.compile(r"(?:全部|均|全都|都|皆)[^，。；\d未]{0,10}?(?:办结|办理完毕)|(?:办结|办理完成)率(?:为|达到?|均为|均达到?)?(?:100%|百分之百)")
_ATTRIBUTE = re.compile(r"公文|属性|主动公开[^，。；、\d]{0,8}\d")
_MEMBER = re.compile(r"其中[：:，,]?[^，。；：:\d]{0,16}(?:局|委|办|厅|街道|镇|乡|所|片区|中心|大队|支队)")
# fmt: on


def claims(text: Plain, segments: tuple[Segment, ...]) -> Iterator[Claim]:
    """Every claim about applications in one section's text. A number is claimed once, by the first rule that fits."""
    taken: set[int] = set()
    for claim in _received(text, segments):
        taken.add(claim.at)
        yield claim
    before: list[Segment] = []
    for segment in segments:
        if segment.topic is Topic.APPLICATIONS and not _other_matter(text, segment):
            for claim in _segment(text, segment, before):
                if claim.at not in taken:
                    taken.add(claim.at)
                    yield claim
        bare = segment.stop == "、" and not figures(text.masked, segment.start, segment.end)
        before = [*before, segment] if bare else []


def _other_matter(text: Plain, segment: Segment) -> bool:
    sentence = text.masked[max(segment.sentence[0], segment.start - 300) : min(segment.sentence[1], segment.end + 300)]
    if _ATTRIBUTE.search(sentence) and not re.search(r"收到|受理|接收|答复|办结", sentence):
        return True
    return bool(_MEMBER.search(text.masked[max(segment.sentence[0], segment.end - 200) : segment.end]))


def _received(text: Plain, segments: tuple[Segment, ...]) -> Iterator[Claim]:
    seen: set[int] = set()
    for pattern in RECEIVED:
        for match in pattern.finditer(text.masked):
            at = match.start("n")
            value = number(match["n"])
            if at in seen or value is None or match["rough"] or match["more"]:
                continue
            if not _SAYS_APPLICATION.search(match[0]) or _NOT_RECEIVED.search(
                _clause_before(text, match) + match["object"]
            ):
                continue
            seen.add(at)
            segment = segment_at(segments, at)
            if segment and not _other_matter(text, segment):
                yield stated("received", value, match["u"], text, segment, (match.start(), match.end("u")), at=at)
    for pattern in (_ZERO, _NIL):
        for match in pattern.finditer(text.masked):
            around = text.masked[match.start() : match.end() + 8].split("，")[0]
            segment = segment_at(segments, match.start())
            if segment and not _NOT_ZERO.search(around) and not _LAST.search(around):
                yield stated("received", 0, "件", text, segment, match.span())


def _clause_before(text: Plain, match: re.Match[str]) -> str:
    start = text.clause_at(match.start())[0]
    return text.masked[max(start, match.start() - 12) : match.start()]


def _segment(text: Plain, segment: Segment, before: list[Segment]) -> Iterator[Claim]:
    found = [f for f in figures(text.masked, segment.start, segment.end) if f.unit in PIECES]
    done = ALL_DONE.search(segment.text)
    if done:
        start = segment.start + done.start()
        yield stated("all_done", 100, "%", text, segment, (start, segment.start + done.end()))
    if len(found) != 1:
        return
    figure = found[0]
    if figure.rough:
        return
    yield from _one(text, segment, figure, before)


def _one(text: Plain, segment: Segment, figure: Figure, before: list[Segment]) -> Iterator[Claim]:
    """The claim of a segment with a single number: the first kind whose words stand in it."""

    def claim(kind: str, parts: frozenset[str] = frozenset()) -> Claim:
        start = before[0].start if parts and len(parts) > 1 and before else segment.start
        return stated(kind, figure.value, figure.unit, text, segment, (start, figure.end), parts=parts, at=figure.start)

    joined = "".join(s.text for s in before) + segment.text
    results = frozenset(key for key, pattern in RESULTS if pattern.search(joined))
    if _OPEN.search(segment.text):
        yield claim("brought_forward" if _LAST.search(segment.text) else "carried_forward")
    elif any(pattern.search(segment.text) for _, pattern in RESULTS):
        yield claim("result", results)
    elif cases := frozenset(key for key, pattern in CASES if pattern.search(joined)):
        yield claim("case", cases)
    elif _LAST.search(segment.text):
        return
    elif any(pattern.search(segment.text) for _, pattern in KINDS):
        yield claim("applicant", frozenset(key for key, pattern in KINDS if pattern.search(joined)))
    elif CHANNEL.search(segment.text):
        yield claim("channel")
    else:
        for pattern in PROCESSED:
            match = pattern.search(segment.text)
            if match and not _NOT_PROCESSED.search(segment.text[: match.end()]) and not _OWN.sub("", match["object"]):
                yield claim("processed")
                return
