"""What the planner's pages ask for beside the floor's words."""

from django import template

register = template.Library()


@register.filter
def clock_of(seconds: int) -> str:
    """Seconds as 12:05, the way a countdown is read before its script runs."""
    left = max(0, seconds)
    return f"{left // 60}:{left % 60:02}"
