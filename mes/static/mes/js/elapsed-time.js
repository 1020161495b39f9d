// <elapsed-time>: a duration, a countdown or a clock. The server's time counts: what the page was
// given as "now" is kept as the offset to the tablet's own clock.
const all = new Set();
setInterval(() => all.forEach((one) => one.draw()), 1000);

function spoken(seconds, padded) {
  const left = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(left / 60) % 60;
  const hours = Math.floor(left / 3600);
  if (hours) return `${hours}:${two(minutes)}:${two(left % 60)}`;
  return `${padded ? two(minutes) : minutes}:${two(left % 60)}`;
}

class ElapsedTime extends HTMLElement {
  connectedCallback() {
    const { now, since, until } = this.dataset;
    this.offset = now ? Date.parse(now) - Date.now() : 0;
    this.since = since ? Date.parse(since) : 0;
    if (until) this.end = Date.now() + Number(until) * 1000;
    all.add(this);
    this.draw();
  }

  disconnectedCallback() {
    all.delete(this);
  }

  text() {
    const now = Date.now() + this.offset;
    if (this.dataset.clock) {
      const zone = document.documentElement.dataset.tz || undefined;
      const whole = new Date(now).toLocaleTimeString("en-GB", { timeZone: zone, hour12: false });
      return this.dataset.clock === "HM" ? whole.slice(0, 5) : whole;
    }
    if (this.end) return spoken((this.end - Date.now()) / 1000, false);
    return spoken((now - this.since) / 1000, this.dataset.pad !== undefined);
  }

  draw() {
    const text = this.text();
    const spot = this.querySelector("bdi") ?? this.appendChild(document.createElement("bdi"));
    spot.dir = "ltr";
    if (spot.textContent !== text) spot.textContent = text;
  }
}

customElements.define("elapsed-time", ElapsedTime);
