"""The fields in which a consulted party's answer is registered (条例第三十二条、第三十四条)."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms

from gongkai.law.conditions import AGREED, AGREED_IN_PART, POSITIONS, REFUSED, REFUSED_UNREASONED

# The steps that register an answer, and what each can be. The law asks a co-maker's view without weighing its reasons.
ANSWERS = {
    "opinion_received": (AGREED, AGREED_IN_PART, REFUSED, REFUSED_UNREASONED),
    "comaker_answered": (AGREED, REFUSED, REFUSED_UNREASONED),
}
# The answers that are nothing without their reason.
REASONED = (AGREED_IN_PART, REFUSED)


def fields_of(event: str) -> Iterator[tuple[str, forms.Field]]:
    """The choice and the reason; nothing for other steps."""
    if event not in ANSWERS:
        return
    yield (
        "position",
        forms.ChoiceField(
            label="答复意见", choices=[("", "请选择"), *((key, POSITIONS[key]) for key in ANSWERS[event])]
        ),
    )
    yield (
        "reason",
        forms.CharField(
            label="对方说明的理由",
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="同意部分公开、说明理由不同意公开的必填，照对方的原话写；书面答复请存入本件附件。",
        ),
    )


def lacking(position: str, reason: str) -> str:
    """What the reason lacks for an answer, in Chinese; empty when nothing."""
    if position in REASONED and not reason.strip():
        return "请照对方的原话写明理由；对方没有说明理由的，请选「不同意公开，没有说明理由」。"
    if position == REFUSED_UNREASONED and reason.strip():
        return "已写明理由的，请选「不同意公开，说明了理由」；确实没有说明理由的，请把理由留空。"
    return ""
