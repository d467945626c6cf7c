"""The letters, each declared once: title, articles, what it must say, whom it goes to, which remedies it names."""

from dataclasses import dataclass
from enum import Enum

from gongkai.documents.letters.elements import ELEMENT, Element
from gongkai.law.outcomes import OUTCOME, OUTCOMES
from gongkai.sources import REGULATIONS, Citation


class Layout(Enum):
    """How a document is laid out: a letter with the organ's red heading, or a form."""

    LETTER = "信函"
    FORM = "表格"


@dataclass(frozen=True, slots=True)
class Letter:
    """A document of the procedure. ``elements`` are the keys it cannot do without; ``outcome`` the outcome it announces;
    ``group`` the place in the catalogue; ``contestable`` when it tells the remedies (which, ``gongkai.law.remedies`` says);
    ``internal`` marks what does not leave the organ. With ``basis`` among its elements somebody must choose the articles;
    else those of the table are cited."""

    key: str
    title: str
    basis: tuple[Citation, ...]
    elements: tuple[str, ...]
    group: str
    contestable: bool = False
    outcome: str = ""
    internal: bool = False
    layout: Layout = Layout.LETTER

    @property
    def required(self) -> tuple[Element, ...]:
        """The elements somebody must supply, in the order they are asked for."""
        keys = self.elements
        if self.contestable:
            keys += ("reconsideration_organ", "court")
        return tuple(ELEMENT[key] for key in keys)

    @property
    def shown(self) -> tuple[Element, ...]:
        """The elements a template of this letter must contain."""
        keys = self.elements
        if self.layout is Layout.LETTER:
            keys += ("basis",)
        if self.contestable:
            keys += ("remedies",)
        return tuple(ELEMENT[key] for key in dict.fromkeys(keys))

    @property
    def noun(self) -> str:
        """What the letter calls itself: 本告知书, 本通知书 …"""
        return "本" + self.title[-3:]


_HEAD = ("number", "organ", "issued_on")
_CONTACT = ("office", "telephone")
_REQUEST = ("applicant", "received_on", "content")
_REPLY, _STEP, _CONSULT, _FEE, _RECTIFY, _FORMS = (
    "答复", "受理、补正和期限", "征求意见和协办", "信息处理费", "更正", "表格和归档",
)  # fmt: skip
_A = REGULATIONS.art
_ANSWER = "政府信息公开申请答复书"
_REFUSED = "政府信息不予公开告知书"
_UNPROCESSED = "政府信息公开申请不予处理告知书"


def _reply(key: str, title: str, *extra: str, law: tuple[Citation, ...] = (), of: str = "") -> Letter:
    """A letter that answers the application: the common elements, then its own."""
    outcome = OUTCOME[of or key]
    cited = law or outcome.law
    if outcome.under is not None and outcome.under not in cited:
        cited += (outcome.under,)
    return Letter(
        key, title, cited, (*_HEAD, *_REQUEST, *extra, *_CONTACT), _REPLY, contestable=True, outcome=outcome.key
    )


def _step(key: str, title: str, law: Citation, *extra: str, group: str = _STEP) -> Letter:
    """A letter to the applicant on the way to the answer."""
    return Letter(key, title, (law,), (*_HEAD, *_REQUEST, *extra, *_CONTACT), group)


def _form(key: str, title: str, law: Citation, *elements: str, internal: bool = True) -> Letter:
    return Letter(key, title, (law,), elements, _FORMS, internal=internal, layout=Layout.FORM)


def _other(
    key: str, title: str, law: Citation, *elements: str, group: str, contestable: bool = False, internal: bool = False
) -> Letter:
    """A letter to somebody else than the applicant, or about something else than a request."""
    return Letter(key, title, (law,), (*_HEAD, *elements, *_CONTACT), group, contestable, internal=internal)


# fmt: off
LETTERS = (
    _step("registration_receipt", "政府信息公开申请登记回执", _A(31), "registration_number", "receipt_rule", "reply_due"),
    _step("supplement_notice", "政府信息公开申请补正告知书", _A(30), "unclear", "supplement_wanted", "supplement_days"),
    _step("extension_notice", "政府信息公开申请延期答复告知书", _A(33, 2), "reason", "extension_days", "new_due"),
    _step("postponement_notice", "政府信息公开申请延迟答复告知书", _A(35), "explanation", "reason", "new_due"),
    _step("reasons_notice", "政府信息公开申请说明理由通知书", _A(35), "frequency", "reasons_days"),

    _reply("granted", _ANSWER, "provision", "enclosures", law=(_A(36, None, 2),)),
    _reply("already_public", "政府信息已主动公开告知书", "access", law=(_A(36, None, 1),), of="granted"),
    _reply("partially_granted", "政府信息部分公开告知书", "released", "withheld", "provision"),
    _reply("state_secret", _REFUSED, "reason", "secrecy_basis"),
    _reply("prohibited_by_law", _REFUSED, "special_law", "reason"),
    _reply("security_and_stability", _REFUSED, "endangered", "reason"),
    _reply("third_party", _REFUSED, "interest", "consulted_on", "opinion", "reason"),
    _reply("internal_affairs", _REFUSED, "internal_kind", "reason"),
    _reply("process_information", _REFUSED, "process_kind", "reason"),
    _reply("enforcement_file", _REFUSED, "reason"),
    _reply("registry_inquiry", "行政查询事项告知书", "special_rule", "inquiry_office"),
    _reply("not_held", "政府信息不存在告知书", "search", law=(_A(36, None, 4),)),
    _reply("not_this_organ", "非本机关政府信息告知书", "reason", "responsible_known", law=(_A(36, None, 5),), of="not_held"),
    _reply("not_compiled", "没有现成政府信息告知书", "reason"),
    _reply("still_unclear", "政府信息公开申请内容不明确告知书", "supplement_asked_on", "supplement_received_on", "unclear"),
    _reply("petition_or_complaint", _UNPROCESSED, "reason"),
    _reply("repeated", _UNPROCESSED, "earlier_number", "earlier_on"),
    _reply("publication", _UNPROCESSED, "publication", "access"),
    _reply("excessive", _UNPROCESSED, "frequency", "reasons_asked_on", "explanation", "reason"),
    _reply("reissue", _UNPROCESSED, "obtained", "reason"),
    _reply("supplement_lapsed", "逾期未补正不再处理告知书", "supplement_number", "supplement_asked_on", "supplement_due"),
    _reply("fee_lapsed", "逾期未缴费不再处理告知书", "fee_number", "fee_notified_on", "fee_amount", "fee_due"),
    _reply("other", "政府信息公开申请终止办理告知书", "basis", "reason"),

    _other("third_party_consultation", "政府信息公开第三方意见征询书", _A(32), "party", "information", "interest", "opinion_days", group=_CONSULT),
    _step("consultation_notice", "政府信息公开征求意见告知书", _A(33, 3), "consultee", "consulted_on", group=_CONSULT),
    _other("third_party_decision", "政府信息决定公开告知书", _A(32), "party", "information", "consulted_on", "opinion", "public_interest", group=_CONSULT, contestable=True),
    _other("comaker_consultation", "共同制作政府信息征求意见书", _A(34), "comaker", "information", "comaker_days", group=_CONSULT),
    _other("assistance_request", "政府信息公开申请协助办理函", _A(45), "unit", "received_on", "content", "reply_due", "tasks", "assist_due", group=_CONSULT, internal=True),

    _step("fee_notice", "政府信息公开信息处理费收费通知书", _A(42), "fee_method", "fee_sum", "fee_amount", "payment_days", "payment_way", group=_FEE),

    _other("rectification", "政府信息更正申请处理告知书", _A(41), "applicant", "received_on", "record", "proof", "rectified", "reason", group=_RECTIFY, contestable=True),
    _other("transfer", "政府信息更正申请转送函", _A(41), "applicant", "received_on", "record", "competent_organ", "reason", group=_RECTIFY),
    _other("transfer_notice", "政府信息更正申请转送告知书", _A(41), "applicant", "received_on", "record", "competent_organ", "reason", group=_RECTIFY),

    _form("application_form", "政府信息公开申请表", _A(29), "applicant", "identity_document", "applicant_address", "applicant_telephone", "content", "form_wanted", "way_wanted", "applied_on", internal=False),
    _form("registration_form", "政府信息公开申请登记表", _A(45), "organ", "registration_number", "applicant", "applicant_kind", "channel", "received_on", "receipt_rule", "content", "supplement_last_day", "reply_due", "handler"),
    _form("approval_form", "政府信息公开申请审查呈批单", _A(45), "organ", "registration_number", "applicant", "received_on", "content", "proposal", "review_opinions", "handler", "approver"),
    _form("handover_list", "政府信息公开申请移送明细表", _A(45), "from_unit", "to_unit", "handed_over", "handler", "handed_on"),
    _form("proof_of_delivery", "政府信息公开文书送达回证", _A(40), "organ", "served", "addressee", "delivery_way", "delivery_place", "server"),
    _form("archive_index", "政府信息公开申请归档目录", _A(45), "organ", "registration_number", "applicant", "content", "outcome_words", "materials", "handler", "archived_on"),
)
# fmt: on
LETTER = {letter.key: letter for letter in LETTERS}


def letters_for(outcome: str) -> tuple[Letter, ...]:
    """The letters that announce an outcome, the plain one first. KeyError (a Chinese sentence) for an unknown outcome."""
    if outcome not in OUTCOME:
        raise KeyError(f"没有「{outcome}」这种办理结果；可用的有：{'、'.join(o.key for o in OUTCOMES)}。")
    found = [letter for letter in LETTERS if letter.outcome == outcome]
    return tuple(sorted(found, key=lambda letter: letter.key != outcome))
