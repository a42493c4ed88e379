"""Under which keys the officers are told of a month, so that a decision takes back what no longer waits."""

from datetime import date


def request_key(code: int, month: date, number: int) -> str:
    """`number` is the director's approval that the request is about."""
    return f"period_request:{code}:{month.isoformat()}:{number}"


def approval_key(code: int, month: date, number: int) -> str:
    return f"period_approval:{code}:{month.isoformat()}:{number}"
