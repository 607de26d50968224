// Keeps what is typed into <form data-draft="name"> on this device, and says so only when it does.
// data-draft-place="tab" forgets it with the tab: for devices that many people use.

const WEEK = 7 * 24 * 60 * 60 * 1000;
const KEPT = "textarea, select, input:not([type=hidden]):not([type=password]):not([type=file])";

function storageFor(form) {
  try {
    const storage = form.dataset.draftPlace === "tab" ? sessionStorage : localStorage;
    storage.setItem("draft:try", "1");
    storage.removeItem("draft:try");
    return storage;
  } catch {
    return null;
  }
}

function fieldsOf(form) {
  return [...form.querySelectorAll(KEPT)].filter((field) => field.name);
}

function read(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    const choice = field.type === "checkbox" || field.type === "radio";
    values[choice ? `${field.name}=${field.value}` : field.name] = choice ? field.checked : field.value;
  }
  return values;
}

function fill(form, values) {
  for (const field of fieldsOf(form)) {
    const choice = field.type === "checkbox" || field.type === "radio";
    const value = values[choice ? `${field.name}=${field.value}` : field.name];
    if (value === undefined) continue;
    if (choice) field.checked = value;
    // What the server gave back is newer than what was kept.
    else if (!field.value) field.value = value;
  }
}

function remembered(storage, key) {
  try {
    const kept = JSON.parse(storage.getItem(key));
    if (kept && Date.now() - kept.at < WEEK) return kept.values;
  } catch {
    // Unreadable: as if nothing were kept.
  }
  storage.removeItem(key);
  return null;
}

function keep(form) {
  const storage = storageFor(form);
  if (!storage) return;
  const key = `draft:${form.dataset.draft}`;
  const values = remembered(storage, key);
  if (values && !form.querySelector("[aria-invalid]")) fill(form, values);

  const hint = form.querySelector("[data-draft-hint]") ?? document.createElement("p");
  const save = () => {
    try {
      storage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
    } catch {
      hint.hidden = true;
    }
  };
  hint.hidden = false;
  form.addEventListener("input", save);
  form.addEventListener("submit", () => storage.removeItem(key));
  // Sending may fail: coming back to the form keeps what is in it.
  window.addEventListener("pageshow", (event) => event.persisted && save());
  hint.querySelector("[data-draft-clear]")?.addEventListener("click", () => {
    for (const field of fieldsOf(form)) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked;
      else field.value = "";
    }
    storage.removeItem(key);
    fieldsOf(form)[0]?.focus();
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
