"""The IMEI ledger as a state machine: chance calls the API, a model knows what must come."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.chance.world import LedgerWorld, post
from tests.factories import PIN

CHOSEN = st.integers(0, 99)


class ImeiLedger(LedgerWorld):
    """Every act there is on numbers, each with what the model says must be answered."""

    # --- acts -------------------------------------------------------------------------------------

    @rule(who=CHOSEN)
    def issue(self, who: int) -> None:
        phone, n = self.phone(who)
        answer = self.send(self.people.writer.client, "imeis/issue", self.at("IMEIW", phone))
        if self.locked:
            return self.expect(answer, 423, "imei_locked")
        if phone.stopped:
            return self.expect(answer, 409, "on_hold")
        if phone.holds is not None:
            state = self.sets[phone.holds].state
            if state == "reserved":
                return self.expect(answer, 201, "imei_issued", self.sets[phone.holds].imeis)
            return self.expect(answer, 409, "already_passed")
        free = next((i for i, one in enumerate(self.sets) if one.is_free), None)
        if free is None:
            return self.expect(answer, 409, "imei_exhausted")
        self.take(n, free)
        return self.expect(answer, 201, "imei_issued", self.sets[free].imeis)

    @rule(who=CHOSEN, good=st.booleans())
    def write(self, *, who: int, good: bool) -> None:
        phone, _ = self.phone(who)
        said = self.read_back(phone, good=good)
        body = self.at("IMEIW", phone, read_back=said)
        answer = self.send(self.people.writer.client, "imeis/written", body)
        if phone.stopped:
            return self.expect(answer, 409, "on_hold")
        if phone.holds is None:
            return self.expect(answer, 409, "imei_state")
        mine = self.sets[phone.holds]
        if mine.state != "reserved":
            return self.expect(answer, 409, "already_passed")
        if not good:
            phone.stopped = True
            return self.expect(answer, 409, "read_back_mismatch")
        mine.state = "written"
        return self.expect(answer, 201, "ok", mine.imeis)

    @rule(who=CHOSEN, good=st.booleans(), label=st.booleans())
    def confirm(self, *, who: int, good: bool, label: bool) -> None:
        phone, _ = self.phone(who)
        said, printed = self.read_back(phone, good=good), self.read_back(phone, good=label)
        body = self.at("IMEIC", phone, read_back=said, label=printed)
        answer = self.send(self.people.writer.client, "imeis/confirm", body)
        state = self.sets[phone.holds].state if phone.holds is not None else ""
        if state not in ("written", "confirmed"):
            return self.expect(answer, 409, "imei_state")
        if phone.stopped:
            return self.expect(answer, 409, "on_hold")
        if state == "confirmed":
            return self.expect(answer, 409, "already_passed")
        if not (good and label):
            phone.stopped = True
            return self.expect(answer, 409, "read_back_mismatch")
        self.sets[phone.holds].state = "confirmed"
        return self.expect(answer, 201, "ok", self.sets[phone.holds].imeis)

    @rule(who=CHOSEN, two=st.booleans())
    def void(self, *, who: int, two: bool) -> None:
        phone, _ = self.phone(who)
        second = {"second": {"badge": "B-chen", "pin": PIN}} if two else {}
        body = self.at("IMEIW", phone, reason="Broken", **second)
        answer = self.send(self.people.bo, "imeis/void", body)
        if phone.holds is None:
            return self.expect(answer, 409, "imei_state")
        mine = self.sets[phone.holds]
        if mine.state == "confirmed" and not two:
            return self.expect(answer, 403, "second_needed")
        self.expect(answer, 201, "imei_voided", mine.imeis)
        mine.state, phone.holds = "voided", None
        return None

    @rule(count=st.integers(1, 3))
    def batch(self, count: int) -> None:
        body = {"work_order": self.works.order.no, "count": count}
        answer = self.send(self.people.writer.client, "imeis/batch", body)
        if self.locked:
            return self.expect(answer, 423, "imei_locked")
        waiting = [n for n, phone in enumerate(self.phones) if phone.holds is None][:count]
        free = [i for i, one in enumerate(self.sets) if one.is_free]
        if waiting and not free:
            return self.expect(answer, 409, "imei_exhausted")
        pairs = list(zip(waiting, free, strict=False))
        want = {self.phones[n].unit.serial: list(self.sets[i].imeis) for n, i in pairs}
        self.expect(answer, 201, "imei_issued")
        assert answer.body["units"] == want
        for n, i in pairs:
            self.take(n, i)
        return None

    @rule(count=st.integers(1, 2))
    def lend(self, count: int) -> None:
        body = {"station": self.works.station("IMEIW").code, "model": self.works.model.code,
                "sets": count}  # fmt: skip
        answer = self.send(self.people.device.client, "imei-leases", body)
        if self.locked:
            return self.expect(answer, 423, "imei_locked")
        free = [one for one in self.sets if one.is_free][:count]
        if not free:
            return self.expect(answer, 409, "imei_exhausted")
        self.expect(answer, 201, "imei_lent")
        assert answer.body["sets"] == [list(one.imeis) for one in free]
        for one in free:
            one.state = "leased"
            self.given.update(one.imeis)
        return None

    @precondition(lambda self: any(one.state == "leased" for one in self.sets))
    @rule(who=CHOSEN, which=CHOSEN, own=st.booleans())
    def use_lease(self, *, who: int, which: int, own: bool) -> None:
        phone, n = self.phone(who)
        lent = [i for i, one in enumerate(self.sets) if one.state == "leased"]
        i = lent[which % len(lent)]
        caller = self.people.device if own else self.people.writer
        body = self.at("IMEIW", phone, imeis=list(self.sets[i].imeis))
        answer = self.send(caller.client, "imeis/issue", body)
        if no := self.named_refusal(phone):
            return self.expect(answer, *no)
        if not own:
            return self.expect(answer, 409, "imei_not_leased")
        self.take(n, i)
        return self.expect(answer, 201, "imei_issued", self.sets[i].imeis)

    @rule(who=CHOSEN, which=CHOSEN, crossed=st.booleans(), quality=st.booleans())
    def adopt(self, *, who: int, which: int, crossed: bool, quality: bool) -> None:
        phone, n = self.phone(who)
        i = which % len(self.sets)
        mine = self.sets[i]
        other = self.sets[(i + 1) % len(self.sets)]
        imeis = [mine.imeis[0], other.imeis[1]] if crossed else list(mine.imeis)
        client = self.people.bo if quality else self.people.writer.client
        answer = self.send(client, "imeis/adopt", self.at("IMEIW", phone, imeis=imeis))
        if no := self.named_refusal(phone):
            return self.expect(answer, *no)
        if crossed:
            return self.expect(answer, 409, "imei_not_a_set")
        if mine.state != "free":
            return self.expect(answer, 409, "imei_used")
        if mine.fenced and not quality:
            return self.expect(answer, 409, "imei_fenced")
        self.take(n, i)
        return self.expect(answer, 201, "imei_issued", mine.imeis)

    @rule(first=CHOSEN, count=st.integers(1, 2))
    def hand_back(self, first: int, count: int) -> None:
        begin = first % len(self.sets)
        run = self.sets[begin : begin + count]
        body = {"plant": "LHR", "tac": "35693803", "first": run[0].imeis[0],
                "last": run[-1].imeis[1], "reason": "Handed back",
                "second": {"badge": "B-esa", "pin": PIN}}  # fmt: skip
        answer = self.send(self.people.fay, "imeis/return", body)
        unused = [one for one in run if one.state in ("free", "leased")]
        if not unused:
            return self.expect(answer, 409, "nothing_to_void")
        self.expect(answer, 201, "imei_voided")
        assert answer.body["voided"] == 2 * len(unused)
        for one in unused:
            one.state = "voided"
        return None

    @precondition(lambda self: not self.locked)
    @rule()
    def lock(self) -> None:
        answer = self.send(self.people.fay, "imei-fences", {"reason": "Failover"})
        self.expect(answer, 201, "saved")
        self.locked, self.fence = True, answer.body["fence"]["no"]

    @precondition(lambda self: self.locked)
    @rule(margin=st.integers(0, 2))
    def unlock(self, margin: int) -> None:
        at = f"imei-fences/{self.fence}"
        second = {"second": {"badge": "B-esa", "pin": PIN}}
        early = self.send(self.people.fay, f"{at}/close", second)
        self.expect(early, 409, "fence_not_reconciled")
        reconciled = self.send(self.people.fay, f"{at}/reconcile", {"margin": margin})
        self.expect(reconciled, 200, "fence_reconciled")
        for one in [one for one in self.sets if one.is_free and set(one.imeis) & self.given]:
            one.fenced = True
        for one in [one for one in self.sets if one.is_free][:margin]:
            one.fenced = True
        self.expect(self.send(self.people.fay, f"{at}/close", second), 200, "saved")
        self.locked = False

    @precondition(lambda self: self.told)
    @rule(which=CHOSEN)
    def say_again(self, which: int) -> None:
        """The same event again: the same answer, and nothing happens."""
        one = self.told[which % len(self.told)]
        answer = post(one.client, one.path, one.body)
        status = 200 if one.answer.status == 201 else one.answer.status
        assert answer.status == status, (one.path, answer.body)
        assert answer.body == {**one.answer.body, "replay": True}

    @precondition(lambda self: self.told)
    @rule(which=CHOSEN)
    def say_otherwise(self, which: int) -> None:
        """The same event id with another body is refused, and nothing happens."""
        one = self.told[which % len(self.told)]
        answer = post(one.client, one.path, {**one.body, "note": "changed"})
        assert (answer.status, answer.code) == (409, "event_id_reused"), (one.path, answer.body)
