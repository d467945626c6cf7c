"""What an applicant thinks of an answer, as they said it."""

from django import template

SCORES = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}

register = template.Library()


@register.filter
def satisfaction(score: int) -> str:
    """A score from 1 to 5 in the words the applicant chose: ``不满意（2 分，满分 5 分）``."""
    return f"{SCORES.get(score, '')}（{score} 分，满分 5 分）"
