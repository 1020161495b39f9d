"""The yard: labels accounted for, cartons on pallets, pallets on a shipment, the truck gone."""

import time

from mes.demo.sim.asking import must, post
from mes.demo.sim.books import LabelBook
from mes.demo.sim.client import Body, Client
from mes.demo.sim.life import Job

PRINT_PATIENCE_SECONDS = 120.0
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


def print_again(*, job: Job, lead: Client) -> None:
    """Wait for the printer, then print one carton's label anew, before anything is put on."""
    if not _printed(job):
        job.books.surprise(f"{job.order}: labels were not printed")
        return
    living = _open_labels(job, "carton")
    if living:
        must(post(lead, f"/api/v1/labels/{living[0]}/reprint", {"reason": "Smudged"}))
    if not _printed(job):
        job.books.surprise(f"{job.order}: the label was not printed again")
    job.books.labels[job.order] = LabelBook(reprints=len(living[:1]))


def account_labels(*, job: Job, lead: Client) -> None:
    """Pallets and cartons wear theirs; of an order that stays the last is over and returned."""
    if job.order not in job.books.labels or not _printed(job):
        return
    over = 0 if job.order in job.books.shipments else 1
    cartons = _open_labels(job, "carton")
    for label in [*_open_labels(job, "pallet"), *cartons[: len(cartons) - over]]:
        must(post(lead, f"/api/v1/labels/{label}/fate", {"fate": "applied"}))
    settle = f"/api/v1/work-orders/{job.order}/settle-labels"
    must(post(lead, settle, {"fate": "returned", "reason": "Order ended"}))


def _open_labels(job: Job, kind: str) -> list[str]:
    rows = job.device.every("/api/v1/labels", {"work_order": job.order, "kind": kind})
    return sorted(str(row["no"]) for row in rows if row["fate"] is None)


def _printed(job: Job) -> bool:
    deadline = time.monotonic() + PRINT_PATIENCE_SECONDS
    while any(row["waiting"] for row in label_rows(job)):
        if time.monotonic() > deadline:
            return False
        time.sleep(1)
    return True


def label_rows(job: Job) -> list[Body]:
    told = job.device.get(f"/api/v1/work-orders/{job.order}/label-books").body
    rows: list[Body] = told["labels"]
    return rows
