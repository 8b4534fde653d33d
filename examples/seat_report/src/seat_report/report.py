"""The report: people by role, invitations that nobody took, keys that nobody uses."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from pydantic import BaseModel

from seat_report._vendor.openai_admin import AsyncOpenAIAdmin


class SeatReport(BaseModel):
    """What `GET /seats` answers."""

    by_role: dict[str, int]
    pending_invites: list[str]
    idle: list[str]


async def seat_report(client: AsyncOpenAIAdmin, now: datetime, idle_after: timedelta) -> SeatReport:
    """The seats as they are; people whose keys were last used longer ago than `idle_after` are idle."""
    organization = client.admin.organization
    roles: Counter[str] = Counter()
    idle: list[str] = []
    async for user in organization.users.list(limit=100):
        roles[user.role or "none"] += 1
        last_used = user.api_key_last_used_at
        if last_used is not None and last_used < (now - idle_after).timestamp():
            idle.append(user.email or user.id)
    pending = [invite.email async for invite in organization.invites.list() if invite.status == "pending"]
    return SeatReport(by_role=dict(roles), pending_invites=pending, idle=idle)
