"use strict";
/* Keeps what is typed until the server has it. */
(() => {
  const root = document.body.dataset, offline = "offline" in root;
  const viewer = root.viewer !== "0" ? root.viewer : get(localStorage, "drafts-of");
  const NAME = "draft:" + viewer + ":";
  const KINDS = /^(textarea|text|search|url|number|date|time|radio|checkbox|select)/;
  const blank = new WeakMap();

  function get(store, key) { try { return store.getItem(key); } catch (_) { return null; } }
  function set(store, key, value) { try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch (_) {} }
  const read = (key) => JSON.parse(get(localStorage, NAME + key));
  const write = (key, draft) => set(localStorage, NAME + key, draft && JSON.stringify(draft));
  const drop = (key) => write(key, null);
  const keys = () => { try { return Object.keys(localStorage).filter((key) => key.startsWith(NAME)).map((key) => key.slice(NAME.length)); } catch (_) { return []; } };
  const taken = () => (document.cookie.match(/(?:^|; )taken=([\w-]+)/) || [])[1];
  const named = (word) => document.getElementById("device-words").content.querySelector(`[data-word=${word}]`).cloneNode(true);

  const isDraft = (form) => form.method === "post" && form.dataset.draft !== "off" && ("draft" in form.dataset || form.querySelector("textarea"));
  const forms = () => Array.from(document.forms).filter(isDraft);
  const told = (form) => Array.from(form.querySelectorAll("input[type=hidden]:not([name=once], [name=draft], [name=then])"), (each) => each.value);
  const keyOf = (form) => form.dataset.draft || [new URL(form.action).pathname.replace(/^\/\w+\//, ""), ...told(form)].join(" ");
  const kept = (form) => Array.from(form.elements).filter((each) => each.name && each.tabIndex >= 0 && KINDS.test(each.type));
  const ticked = (each) => each.type === "radio" || each.type === "checkbox";
  const fields = (form) => kept(form).filter((each) => !ticked(each) || each.checked).map((each) => [each.name, each.value]);
  const state = (form) => JSON.stringify(fields(form));

  function fill(form, pairs) {
    const left = pairs.map((pair) => pair.join("\0"));
    for (const each of kept(form)) {
      const at = left.findIndex((pair) => (ticked(each) ? pair === each.name + "\0" + each.value : pair.startsWith(each.name + "\0")));
      if (ticked(each)) each.checked = at >= 0;
      else if (at >= 0) [each.value, left[at]] = [pairs[at][1], ""];
      if (each.dataset.most) each.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function tell(word, form, act) {
    const note = named(word), end = note.querySelector("a, button");
    document.querySelectorAll("main p[data-word]").forEach((each) => each.remove());
    if (typeof act === "string") end.href = act;
    else end.onclick = () => { act(); note.remove(); list(); };
    form ? form.before(note) : document.querySelector("main .lead").prepend(note);
    if (window.say) say(note.querySelector("span").textContent);
  }

  function save(form) {
    const key = keyOf(form), old = read(key);
    if (gone) return;
    if (state(form) !== blank.get(form)) write(key, Object.assign({ once: crypto.randomUUID() }, old, page(form)));
    else if (old && !old.queued) drop(key);
  }
  const page = (form) => ({ fields: fields(form), at: Date.now(), path: location.pathname + location.search, title: document.querySelector("h1").textContent.trim() });

  /* Not over a page that answers it. */
  function restore(form) {
    if (blank.has(form)) return;
    const key = keyOf(form), draft = read(key),
      wrong = form.querySelector(".wrong") || (draft && form.elements.once?.value === draft.once);
    blank.set(form, wrong ? "" : state(form));
    if (!draft) return;
    if (draft.queued) tell("queued", form, () => drop(key));
    if (JSON.stringify(draft.fields) === state(form) || wrong) return;
    fill(form, draft.fields);
    form.closest("details")?.setAttribute("open", "");
    if (!draft.queued) tell("restored", form, () => { drop(key); fill(form, JSON.parse(blank.get(form))); });
  }

  function hidden(form, name, value) {
    const field = form.querySelector(`input[name=${name}]`) || form.appendChild(document.createElement("input"));
    Object.assign(field, { type: "hidden", name, value });
  }

  function send(event) {
    const form = event.target;
    if (!isDraft(form)) return;
    const key = keyOf(form), draft = Object.assign({ once: crypto.randomUUID() }, read(key), page(form));
    hidden(form, "once", draft.once);
    hidden(form, "draft", "1");
    const by = event.submitter, action = by && by.hasAttribute("formaction") ? by.formAction : form.action;
    const body = Array.from(new FormData(form, by)).filter((pair) => typeof pair[1] === "string");
    Object.assign(draft, { sent: { action, body }, queued: !navigator.onLine });
    write(key, draft);
    set(sessionStorage, "draft-going", draft.once);
    if (!draft.queued) { gone = !form.hasAttribute("hx-post"); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    tell("queued", form, () => drop(key));
    later();
  }

  /* A cookie tells of it. */
  function settle() {
    const going = get(sessionStorage, "draft-going");
    for (const key of keys()) {
      const draft = read(key);
      if (draft.once === taken()) drop(key);
      else if (offline && draft.sent && draft.once === going) {
        write(key, Object.assign(draft, { queued: true }));
        tell("queued", null, () => drop(key));
      }
    }
    forget();
  }
  function forget() {
    document.cookie = "taken=; path=/; max-age=0";
    set(sessionStorage, "draft-going", null);
  }

  async function flush() {
    for (const key of keys()) {
      const draft = read(key);
      if (!draft.queued || !navigator.onLine) continue;
      const answer = await fetch(draft.sent.action, { method: "POST", body: new URLSearchParams(draft.sent.body) }).catch(() => ({ status: 503 }));
      if (answer.status >= 500) break;
      const form = forms().find((each) => keyOf(each) === key);
      if (taken() === draft.once) {
        drop(key);
        if (form) blank.set(form, state(form));
        tell("sent", form, answer.url);
      } else {
        write(key, Object.assign(draft, { queued: false }));
        tell("again", form, draft.path);
      }
      forget();
    }
    list();
    later();
  }
  const alone = () => (navigator.locks ? navigator.locks.request("drafts", flush) : flush());
  let waiting, typing, gone;
  function later() {
    clearTimeout(waiting);
    if (keys().some((key) => read(key).queued)) waiting = setTimeout(alone, 20000);
  }

  function list() {
    document.querySelectorAll("[data-device-drafts]").forEach((box) => {
      box.hidden = !keys().length;
      box.querySelector("ul").replaceChildren(...keys().map((key) => {
        const draft = read(key), line = named("line");
        Object.assign(line.querySelector("a"), { href: draft.path, textContent: draft.title });
        line.querySelector("time").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang);
        line.querySelector("b").hidden = !draft.queued;
        line.querySelector("button").onclick = () => { drop(key); list(); box.querySelector("h2").focus(); };
        return line;
      }));
    });
  }

  function leave(event) {
    const form = event.target;
    if (!form.action.endsWith("/sign-out")) return;
    set(localStorage, "drafts-of", null);
    if (!keys().length) return;
    event.preventDefault();
    const box = document.body.appendChild(named("leave"));
    box.onclose = () => {
      if (box.returnValue === "leave") {
        if (box.querySelector("input").checked) keys().forEach(drop);
        gone = true;
        form.submit();
      }
      box.remove();
    };
    box.showModal();
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !isDraft(form)) return;
    gone = false;
    clearTimeout(typing);
    typing = setTimeout(save, 250, form);
  });
  document.addEventListener("submit", leave, true);
  document.addEventListener("submit", send, true);
  document.addEventListener("htmx:after:swap", () => { if (!gone) { settle(); forms().forEach(restore); } });
  addEventListener("pagehide", () => forms().forEach(save));
  addEventListener("pageshow", () => { gone = false; });
  addEventListener("online", alone);
  settle();
  forms().forEach(restore);
  list();
  alone();
  if (root.viewer === "0" || !navigator.serviceWorker) return;
  set(localStorage, "drafts-of", viewer);
  navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready).then(() => {
    if (!navigator.serviceWorker.controller && /\/problems\/(new|drafts)\b/.test(location.pathname)) return caches.open("pages").then((cache) => cache.add(location.href));
  }).catch(() => {});
})();
