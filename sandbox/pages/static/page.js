// Everything the page does beyond plain HTML: live regions, forms without reloading, the message box.

const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const query = document.body.dataset.query;

// --- Live regions: only what has changed is put in place; an unchanged part keeps what is typed in it.

function patch(old, fresh) {
  if (old.dataset.v === fresh.dataset.v) return;
  if (!fresh.hasAttribute("data-parts")) return void swap(old, fresh);
  old.dataset.v = fresh.dataset.v;
  const parts = [...fresh.children];
  const staying = new Set(parts.map((part) => part.id));
  [...old.children].forEach((child) => staying.has(child.id) || child.remove());
  parts.forEach((part, index) => {
    const same = [...old.children].find((child) => child.id === part.id);
    const here = old.children[index] ?? null;
    if (!same) return void old.insertBefore(part, here);
    if (same !== here) old.insertBefore(same, here);
    patch(same, part);
  });
}

// What has been typed or ticked since it was drawn goes along to the new drawing of the same field.
function swap(old, fresh) {
  for (const field of all("input, textarea, select", old)) {
    const same = [...all("input, textarea, select", fresh)].find((other) => other.name === field.name && (!isTick(field) || other.value === field.value));
    if (!same || !isTouched(field) || field.type === "hidden" || field.type === "file") continue;
    if (isTick(field)) same.checked = field.checked;
    else same.value = field.value;
  }
  old.replaceWith(fresh);
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";

function isTouched(field) {
  if (isTick(field)) return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function show(name, html) {
  const old = document.getElementById(`region-${name}`);
  if (!old) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  patch(old, template.content.firstElementChild);
}

function refresh(regions) {
  const scroll = one("#scroll");
  const atEnd = isTalk(scroll) && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const focused = document.activeElement?.dataset?.k ?? document.activeElement?.id;
  const openPop = one("details.pop[open][name=top]");
  if (openPop) delete regions.top;
  for (const [name, html] of Object.entries(regions)) show(name, html);
  if (atEnd) toEnd(scroll);
  openModal();
  if (focused && document.activeElement === document.body) {
    (one(`[data-k="${CSS.escape(focused)}"]`) ?? document.getElementById(focused))?.focus();
  }
}

// A conversation is read from its end, the Home tab from its beginning.
const isTalk = (scroll) => scroll.getAttribute("role") === "log";

function toEnd(scroll) {
  scroll.scrollTop = scroll.scrollHeight;
}

function listen() {
  const source = new EventSource(`/live?${query}`);
  source.onmessage = (event) => refresh(JSON.parse(event.data));
}

// --- Modals

function openModal() {
  const dialog = one("dialog.modal");
  if (!dialog || dialog.matches(":modal")) return;
  dialog.close();
  dialog.showModal();
  (one("[autofocus]", dialog) ?? one(".inside input:not([type=hidden]), .inside textarea, .inside select", dialog) ?? one("footer button:last-child", dialog))?.focus();
}

document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog.modal")) return;
  event.preventDefault();
  one("button.x", event.target).click();
}, true);

// --- Forms: sent without leaving the page

// One after the other: leaving a field and pressing a button are two requests, in this order.
function send(form, submitter, act) {
  const body = new FormData(form, submitter);
  if (act) body.append("do", act);
  form.sent = (form.sent ?? Promise.resolve()).then(() => post(form, body));
  return form.sent;
}

async function post(form, body) {
  const plain = ![...body.values()].some((value) => value instanceof File);
  const answer = await fetch(form.action, { method: "POST", body: plain ? new URLSearchParams(body) : body, headers: { "x-live": "1" } });
  if (!answer.ok) say(await answer.text());
  return answer.ok;
}

function say(words) {
  one("#said").textContent = words;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = event.submitter;
  if (form.hasAttribute("aria-busy")) return;
  if (button?.dataset.confirm && !(await agreed(JSON.parse(button.dataset.confirm)))) return;
  if (button?.dataset.url) window.open(button.dataset.url, "_blank", "noopener");
  button?.closest("details.pop")?.removeAttribute("open");
  form.setAttribute("aria-busy", "true");
  const sent = await send(form, button);
  form.removeAttribute("aria-busy");
  if (sent && form.matches(".composer")) clear(form);
});

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (input.matches("[data-go]")) return void input.form.submit();
  if (!input.form?.action.includes("/act?") || input.type === "file") return;
  if ("acts" in input.dataset && input.dataset.confirm && !(await agreed(JSON.parse(input.dataset.confirm)))) return;
  await send(input.form, null, "acts" in input.dataset ? `choose:${input.name}` : "keep:");
});

function agreed(words) {
  const dialog = one("#confirm");
  one("#confirm-title").textContent = words.title;
  one("#confirm-text").textContent = words.text;
  one(".agree", dialog).textContent = words.yes;
  one(".deny", dialog).textContent = words.no;
  one(".agree", dialog).className = `agree ${words.danger ? "danger" : "primary"}`;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((decide) => dialog.addEventListener("close", () => decide(dialog.returnValue === "yes"), { once: true }));
}

// --- External selects: the app is asked while one types

document.addEventListener("input", async (event) => {
  const input = event.target;
  if (!input.dataset?.suggest || input.value.length < Number(input.dataset.least)) return;
  if ([...input.list.options].some((option) => option.value === input.value)) return;
  const place = new URLSearchParams(input.form.action.split("?")[1]).get("place");
  const ask = new URLSearchParams({ place, name: input.dataset.suggest, q: input.value });
  const offers = await (await fetch(`/suggest?${query}&${ask}`)).json();
  if (ask.get("q") !== input.value) return; // one has typed on meanwhile
  input.list.replaceChildren(...offers.map((words) => new Option(words, words)));
});

// --- The message box: Enter sends, a slash completes, what is not sent is kept

function clear(form) {
  one("textarea", form).value = "";
  sessionStorage.removeItem(form.dataset.draft);
  complete(one("textarea", form));
}

function complete(box) {
  const list = box.form && one(".commands", box.form);
  if (!list) return;
  const typed = box.value.toLowerCase();
  const fits = typed.startsWith("/") ? JSON.parse(box.dataset.commands).filter((c) => c.text.startsWith(typed) && c.text !== typed.trim()) : [];
  list.replaceChildren(...fits.slice(0, 9).map(choice));
  list.hidden = !fits.length;
  box.removeAttribute("aria-activedescendant");
}

function choice(command, index) {
  const item = document.createElement("li");
  item.id = `command-${index}`;
  item.role = "option";
  item.dataset.text = command.text;
  item.textContent = command.text;
  const hint = document.createElement("small");
  hint.textContent = command.hint;
  item.append(hint);
  return item;
}

function move(box, by) {
  const items = all(".commands li", box.form);
  const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const next = items[(now + by + items.length) % items.length];
  items.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
  box.setAttribute("aria-activedescendant", next.id);
}

function take(box, item) {
  box.value = `${item.dataset.text} `;
  complete(box);
  box.focus();
}

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (!box.matches?.(".composer textarea")) return;
  const list = one(".commands", box.form);
  const open = Boolean(list && !list.hidden);
  const picked = open && one('.commands [aria-selected="true"]', box.form);
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    move(box, event.key === "ArrowDown" ? 1 : -1);
  } else if (open && (event.key === "Tab" || (event.key === "Enter" && picked))) {
    event.preventDefault();
    take(box, picked || one(".commands li", box.form));
  } else if (open && event.key === "Escape") {
    list.hidden = true;
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    box.form.requestSubmit(one(".send", box.form));
  }
});

document.addEventListener("input", (event) => {
  const box = event.target;
  if (!box.matches?.(".composer textarea")) return;
  sessionStorage.setItem(box.form.dataset.draft, box.value);
  complete(box);
});

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest?.(".commands li");
  if (!item) return;
  event.preventDefault();
  take(one("textarea", item.closest("form")), item);
});

// --- Around the page

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-toggle]")) openNav(!document.body.classList.contains("nav-open"));
  else if (!event.target.closest(".nav")) openNav(false);
  if (event.target.closest("[data-theme-button]")) switchTheme();
  closePops((pop) => !pop.contains(event.target));
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  openNav(false);
  if (closePops(() => true)) event.preventDefault();
});

function openNav(open) {
  document.body.classList.toggle("nav-open", open);
  one("[data-toggle]").setAttribute("aria-expanded", String(open));
}

// Closes the menus that `which` picks; one that held the focus gives it to its own sign.
function closePops(which) {
  const open = all("details.pop[open]").filter(which);
  for (const pop of open) {
    if (pop.contains(document.activeElement)) one("summary", pop).focus();
    pop.removeAttribute("open");
  }
  return open.length > 0;
}

function switchTheme() {
  localStorage.setItem("theme", document.documentElement.classList.contains("dark") ? "light" : "dark");
  paint();
}

all(".composer").forEach((form) => {
  one("textarea", form).value = sessionStorage.getItem(form.dataset.draft) ?? "";
});
if (isTalk(one("#scroll"))) toEnd(one("#scroll"));
openModal();
listen();
