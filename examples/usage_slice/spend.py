"""What was spent, by line item, since a day."""

from __future__ import annotations

import sys
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

from openai_admin import OpenAIAdmin
from openai_admin.models import OrganizationCostsResult

Spent = dict[tuple[str, str], Decimal]
"""Amounts by line item and currency."""


def spent(client: OpenAIAdmin, since: date) -> Spent:
    """The sum of all daily buckets since the beginning of a day, in UTC."""
    start = int(datetime(since.year, since.month, since.day, tzinfo=UTC).timestamp())
    sums: Spent = defaultdict(Decimal)
    for bucket in client.admin.organization.usage.costs(start_time=start, group_by=["line_item"], limit=180):
        for result in bucket.results:
            match result:
                case OrganizationCostsResult(amount=amount) if amount is not None:
                    key = (result.line_item or "other", amount.currency or "usd")
                    sums[key] += Decimal(str(amount.value or 0))
                case _:
                    continue  # a kind of usage that costs nothing, or one that is newer than this copy
    return dict(sums)


def main(words: list[str]) -> int:
    with OpenAIAdmin() as client:
        for (item, currency), amount in sorted(spent(client, date.fromisoformat(words[0])).items()):
            print(f"{item:40} {amount:12.2f} {currency}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
