// The tablet's shell: the page of its station opens without the server. `BUILD`, `FILES`, `OFFLINE`
// and `STATIC` are written above by the server. Writes are never touched: they have an outbox.
const SHELL = `shell-${BUILD}`;
const PAGES = "pages"; // of one person at a time, and no older than a turn may be
const OLDEST = 30 * 60_000;
const PATIENCE = 4000;
const STATION = /^\/station\/[^/]+\/(test\/|imeis\/|pack\/|repair\/)?$/;
const TURN = /^\/(sign-in|sign-out|switch)\//;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll([...FILES, OFFLINE])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name !== SHELL && name !== PAGES);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// A new build waits until somebody signs in: never in the middle of a scan.
self.addEventListener("message", ({ data }) => {
  if (data === "apply") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    // Another turn begins: the pages of the one before are nobody's any more.
    if (TURN.test(url.pathname)) event.waitUntil(caches.delete(PAGES));
    return;
  }
  if (url.pathname.startsWith(STATIC)) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(request, url, event));
});

async function file(request) {
  const kept = await (await caches.open(SHELL)).match(request);
  return kept ?? fetch(request);
}

/** The server's answer when it comes; else the page as it was, if it is young; else the truth. */
async function page(request, url, event) {
  const ofStation = STATION.test(url.pathname) && !url.search;
  const pages = await caches.open(PAGES);
  try {
    const answer = await fetch(request, ofStation ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (ofStation && answer.ok && !answer.redirected) {
      event.waitUntil(pages.put(url.pathname, stamped(answer.clone())));
    }
    return answer;
  } catch (trouble) {
    const kept = ofStation ? await pages.match(url.pathname) : null;
    if (kept && Date.now() - Number(kept.headers.get("X-Kept-At")) < OLDEST) return kept;
    const offline = await (await caches.open(SHELL)).match(OFFLINE);
    if (offline) return offline;
    throw trouble;
  }
}

function stamped(answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", String(Date.now()));
  return new Response(answer.body, { status: answer.status, headers });
}
