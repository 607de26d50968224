// Shows the share and print buttons, which need JavaScript, only where they work.

const address = () => document.querySelector("link[rel=canonical]")?.href ?? location.href;

async function share(button) {
  const page = { title: document.title, url: address() };
  if (navigator.share) {
    // Closing the sheet without choosing anyone is no error.
    await navigator.share(page).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(page.url);
  const status = button.parentElement.querySelector("[data-share-status]");
  if (status) status.textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share && !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", () => share(button));
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
