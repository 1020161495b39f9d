// Installs the tablet's shell (/sw.js) where the browser allows it: HTTPS or this very machine.
// A new build is applied on the sign-in page only, when nobody is scanning.
const worker = navigator.serviceWorker;

async function install() {
  const installed = await worker.register("/sw.js", { scope: "/" });
  if (!document.body.dataset.signIn) return;
  const apply = () => installed.waiting?.postMessage("apply");
  installed.addEventListener("updatefound", () =>
    installed.installing?.addEventListener("statechange", apply),
  );
  apply();
}

// A page that outlived its server still works; it only cannot be opened again.
if (worker && window.isSecureContext) install().catch(() => {});
