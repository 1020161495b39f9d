// A wall screen runs for months: once a day it loads itself anew, when the server is there.
const DAY = 24 * 60 * 60_000;
const began = Date.now();

async function anew() {
  if (Date.now() - began < DAY) return;
  const there = await fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  if (there) window.location.reload();
}

setInterval(anew, 60_000);
