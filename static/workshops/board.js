// Notes go on the board as fast as they are typed: each is shown at once and sent in the background, in order.
// A note is sent again until the server has it; the server knows it by its id, so it is kept once.
// Without this file the form is posted as any form.

const TOO_SLOW = 15_000;
const WAITS = [500, 1_000, 2_000, 4_000, 8_000];

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

class Queue {
  constructor(form, board) {
    this.form = form;
    this.board = board;
    this.words = form.dataset;
    this.status = form.querySelector("[role=status]");
    this.waiting = [];
    this.failures = 0;
    this.wake = () => {};
  }

  add(note) {
    note.place = this.placeFor(note);
    this.waiting.push(note);
    if (this.waiting.length === 1) this.sendAll();
  }

  // The note among the notes without a group, the newest first as after a reload.
  placeFor(note) {
    const place = element("li", "ws-note ws-note--waiting", "");
    const text = element("span", "", note.text);
    text.lang = note.language;
    text.dir = "auto";
    place.append(text, element("span", "ws-note__foot", this.words.saving));
    this.board.hidden = false;
    const list = this.board.querySelector("[data-ungrouped]");
    list.hidden = false;
    list.parentElement.querySelector("[data-ungrouped-none]")?.remove();
    list.prepend(place);
    return place;
  }

  async sendAll() {
    while (this.waiting.length > 0) {
      const [note] = this.waiting;
      const answer = await this.send(note);
      if (!answer) {
        await this.failed();
        continue;
      }
      this.waiting.shift();
      this.failures = 0;
      if (answer.problem) this.refused(note, answer.problem);
      else this.saved(note, answer);
    }
  }

  // What the server says of a note, or null when it must be sent again.
  async send(note) {
    try {
      const body = new FormData(this.form);
      for (const name of ["id", "text", "language"]) body.set(name, note[name]);
      const headers = { Accept: "application/json" };
      const answer = await fetch(this.form.action, { method: "POST", body, headers, signal: AbortSignal.timeout(TOO_SLOW) });
      if (answer.status === 403) await this.renewToken();
      // Led elsewhere means led to sign in: the note was not kept.
      if (answer.redirected || (!answer.ok && answer.status !== 422)) return null;
      return await answer.json();
    } catch {
      return null;
    }
  }

  // Who has signed in again in another tab has a new token.
  async renewToken() {
    const page = parsed(await (await fetch(location.pathname)).text());
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    if (token) this.form.elements.csrfmiddlewaretoken.value = token.value;
  }

  saved(note, answer) {
    const fresh = parsed(answer.fragment);
    note.place.replaceWith(fresh.querySelector("li"));
    for (const count of fresh.querySelectorAll("[data-count]")) {
      document.querySelector(`.ws [data-count="${count.dataset.count}"]`)?.replaceWith(count);
    }
    if (this.waiting.length === 0) this.status.textContent = answer.message;
  }

  // The server will not have it as it is: say why, and let it be written again.
  refused(note, problem) {
    const again = this.button(this.words.again, () => {
      this.form.elements.text.value = note.text;
      this.form.elements.text.focus();
      note.place.remove();
    });
    note.place.lastChild.replaceChildren(element("span", "error-message", problem), again);
    this.status.textContent = problem;
  }

  // Says so, and waits until it is time to try again or somebody asks for it.
  failed() {
    const foot = this.waiting[0].place.lastChild;
    if (!foot.querySelector("button")) {
      const retry = this.button(this.words.retry, () => this.wake());
      foot.replaceChildren(element("span", "error-message", this.words.failed), retry);
    }
    this.status.textContent = `${this.words.unsaved} ${this.waiting.length}`;
    const wait = WAITS[Math.min(this.failures++, WAITS.length - 1)];
    return new Promise((resolve) => {
      this.wake = resolve;
      setTimeout(resolve, wait);
    });
  }

  button(words, press) {
    const made = element("button", "button button-small button-secondary", words);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }
}

function write(form, board) {
  const { id, text, language } = form.elements;
  const queue = new Queue(form, board);
  const renew = () => (id.value = crypto.randomUUID());
  renew(); // a reloaded page may bring back the id of a note that was sent
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const note = { id: id.value, text: text.value, language: language.value };
    text.focus();
    if (!note.text.trim()) return;
    text.value = "";
    renew();
    queue.add(note);
  });
  window.addEventListener("beforeunload", (event) => queue.waiting.length > 0 && event.preventDefault());
}

const form = document.querySelector("form[data-write]");
const board = document.querySelector("form[data-notes]");
// Browsers make ids only on safe connections; elsewhere the form is posted as any form.
if (form && board && crypto.randomUUID) write(form, board);
