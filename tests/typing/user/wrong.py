"""User code with mistakes: both checkers refuse every line that ends in `# wrong`, and no other."""

from __future__ import annotations

from harbor import AsyncHarbor, Harbor
from harbor.models import Parsel  # wrong
from openai_admin import OpenAIAdmin, omit

__all__ = ["Parsel", "awaited", "mistakes"]


def mistakes(client: OpenAIAdmin, harbor: Harbor) -> None:
    invites = client.admin.organization.invites
    usage = client.admin.organization.usage
    invites.create(email="ada@example.com", role="reader", colour="red")  # wrong
    invites.create(email="ada@example.com", role="raeder")  # wrong
    invites.create(email="ada@example.com")  # wrong
    invites.create(email=1, role="reader")  # wrong
    invites.create(email=None, role="reader")  # wrong
    invites.create(email=omit, role="reader")  # wrong
    invites.create("ada@example.com", "reader")  # wrong
    invites.create(email="a", role="reader", projects=[{"id": "p", "role": "member", "colour": "red"}])  # wrong
    invites.create(email="a", role="reader", projects=[{"role": "member"}])  # wrong
    invites.retrieve()  # wrong
    invites.retrieve(1)  # wrong
    invites.retreive("invite-1")  # wrong
    invites.retrieve("invite-1").colour.lower()  # wrong
    invites.retrieve("invite-1").created_at.lower()  # wrong
    invites.retrieve("invite-1", extra_header={})  # wrong
    invites.retrieve("invite-1", timeout="soon")  # wrong
    usage.costs(start_time="2026-03-01")  # wrong
    usage.costs(start_time=1, group_by="line_item")  # wrong
    usage.costs(start_time=1, group_by=["mood"])  # wrong
    usage.costs(start_time=1, project_ids="proj_abc")  # wrong
    usage.costs()  # wrong
    print(usage.costs(start_time=1).body.riches)  # wrong
    harbor.parcels.create(weight_kg=1)  # wrong
    harbor.parcels.create(weight_kg=1, destination={"name": "Ada"})  # wrong
    harbor.parcels.list(tags="glass")  # wrong
    harbor.parcels.list(order="up")  # wrong
    harbor.parcels.update("pcl_7k2m9q", metadata={"a": 1})  # wrong
    harbor.parcels.retrieve("pcl_7k2m9q").weight_kg.lower()  # wrong
    print(harbor.parcels.retrieve("pcl_7k2m9q").sender.name)  # wrong
    harbor.shipments.create(body={"mode": "air"})  # wrong
    harbor.parcels.label.retrieve("pcl_7k2m9q", dpi=72)  # wrong
    harbor.parcels.delete("pcl_7k2m9q")  # wrong
    Harbor(secret="x")  # wrong


async def awaited(client: AsyncHarbor) -> None:
    parcel = client.parcels.retrieve("pcl_7k2m9q")
    print(parcel.id)  # wrong
    for each in client.parcels.list():  # wrong
        del each
