"""The yard: cartons on pallets, pallets on a shipment, the truck gone."""

from mes.demo.sim.asking import must, post
from mes.demo.sim.client import Client
from mes.demo.sim.job import Job

HOME = "PK"


def ship_order(*, job: Job, lead: Client) -> None:
    """Everything the order made leaves on one shipment, as an export when it is for abroad."""
    pallets = _palletize(job)
    country = job.country or HOME
    wish = {
        "plant": job.line.plant,
        "kind": "domestic" if country == HOME else "export",
        "customer": job.customer or "Distribution",
        "country": country,
        "quantity": job.books.made[job.order],
        "truck": "LES-4471",
        "seal": f"S-{job.order[-6:]}",
    }
    made = must(post(job.device, "/api/v1/shipments", wish))
    no = str(made["shipment"]["no"])
    path = f"/api/v1/shipments/{no}"
    for pallet in pallets:
        must(post(job.device, f"{path}/pick", {"pallet": pallet}))
    if country != HOME:
        _lacks_papers(job, path)
        must(post(job.device, f"{path}/papers", _papers(job.order)))
    checked = must(post(job.device, f"{path}/check", {}))
    if checked.get("total"):
        job.books.surprise(f"{no}: {[fault['code'] for fault in checked['faults']][:5]}")
        return
    sent = must(post(lead, f"{path}/ship", {}))
    job.books.shipped[job.order] += int(sent["units"])
    job.books.shipments[job.order] = no
    for unit in job.books.units.values():
        if unit.order == job.order and unit.end == "packed":
            unit.end = "shipped"
            unit.moves += 1


def _lacks_papers(job: Job, path: str) -> None:
    """An export without its papers does not pass the check."""
    checked = must(post(job.device, f"{path}/check", {}))
    if not checked.get("total"):
        job.books.surprise(f"{path}: an export without papers passed the check")


def _papers(order: str) -> dict[str, str]:
    tag = order[-8:]
    return {
        "invoice": f"EXP-{tag}",
        "packing_list": f"PL-{tag}",
        "efe_no": f"EFE-{tag}",
        "gd_no": f"KAPE-EX-{tag}",
        "fob_unit": "61.50",
        "currency": "USD",
    }


def _palletize(job: Job) -> list[str]:
    """Each carton by its own scan; a pallet is closed when it is full or none is left."""
    pallets: list[str] = []
    open_no, room = "", 0
    for carton in job.closed_cartons:
        if room == 0:
            if open_no:
                _close(job, open_no)
            body = {"plant": job.line.plant, "carton": carton}
            opened = must(post(job.device, "/api/v1/pallets", body))["pallet"]
            open_no, room = str(opened["no"]), int(opened["capacity"]) - 1
            pallets.append(open_no)
        else:
            must(post(job.device, f"/api/v1/pallets/{open_no}/add", {"carton": carton}))
            room -= 1
    if open_no:
        _close(job, open_no)
    job.books.pallets[job.order] += len(pallets)
    return pallets


def _close(job: Job, pallet: str) -> None:
    must(post(job.device, f"/api/v1/pallets/{pallet}/close", {"reason": "End of the order"}))
    must(post(job.device, f"/api/v1/pallets/{pallet}/place", {"place": "FG-A-03"}))
