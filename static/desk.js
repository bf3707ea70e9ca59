"use strict";
/* Only comfort for the pages of an office: keys, chosen words, all boxes at once. */

const KEYS_OFF = "desk-keys-off";

function keysOn() {
  const box = document.querySelector("[data-keys-on]");
  return Boolean(box && box.checked);
}

/* The row that has the focus anywhere inside it, by its box. */
function rowsOf(desk) {
  const boxes = Array.from(desk.querySelectorAll("[data-row]"));
  const row = document.activeElement && document.activeElement.closest("tr");
  const at = row ? boxes.findIndex((box) => row.contains(box)) : boxes.indexOf(document.activeElement);
  return { boxes, at };
}

function move(boxes, at, by) {
  const to = boxes[Math.min(Math.max(at + by, 0), boxes.length - 1)];
  if (to) to.focus();
  return Boolean(to);
}

/* One row in focus and none chosen: the act is meant for that row. */
function chooseFocused({ boxes, at }) {
  if (at >= 0 && !boxes.some((box) => box.checked)) boxes[at].checked = true;
}

function merge(desk, { boxes, at }) {
  const item = desk.dataset.item || (at >= 0 && "mergeable" in boxes[at].dataset && boxes[at].value);
  if (item) location.assign(desk.dataset.merge + encodeURIComponent(item));
  return Boolean(item);
}

function open({ boxes, at }) {
  if (boxes[at] !== document.activeElement) return false;
  const link = boxes[at].closest("tr").querySelector("[data-open]");
  if (link) link.click();
  return Boolean(link);
}

function press(desk, key) {
  const rows = rowsOf(desk);
  const next = document.querySelector("[data-next]");
  if ((key === "j" || key === "k") && rows.boxes.length) return move(rows.boxes, rows.at, key === "j" ? 1 : -1);
  if (key === "j" && next) return next.click() || true;
  if (key === "x" && rows.at >= 0) return rows.boxes[rows.at].click() || true;
  if (key === "enter" && rows.at >= 0) return open(rows);
  if (key === "m" && desk.dataset.merge) return merge(desk, rows);
  const button = Array.from(desk.querySelectorAll("[data-key]")).find((each) => each.dataset.key === key);
  if (!button) return false;
  if (button.matches("button")) chooseFocused(rows);
  button.focus();
  button.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const desk = document.querySelector("[data-keys]");
  if (!desk || !keysOn() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
  if (press(desk, event.key.toLowerCase())) event.preventDefault();
});

/* Chosen words fill the fields; what somebody has typed is never overwritten. */
function fill(select) {
  const form = select.form;
  const words = form.elements.namedItem("words");
  const reason = form.elements.namedItem("reason");
  const chosen = select.selectedOptions[0].dataset;
  if (!words.value.trim() || words.value === select.dataset.filled) words.value = chosen.words || "";
  select.dataset.filled = words.value;
  if (chosen.reason) reason.value = chosen.reason;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-canned]")) fill(event.target);
  if (event.target.matches("[data-keys-on]")) {
    try {
      if (event.target.checked) localStorage.removeItem(KEYS_OFF);
      else localStorage.setItem(KEYS_OFF, "yes");
    } catch { /* a browser that keeps nothing asks again next time */ }
  }
});

document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  event.preventDefault();
  document.querySelectorAll("[data-row]").forEach((box) => { box.checked = true; });
});

document.addEventListener("DOMContentLoaded", () => {
  let off = false;
  try { off = localStorage.getItem(KEYS_OFF) === "yes"; } catch { /* nothing is kept here */ }
  const box = document.querySelector("[data-keys-on]");
  if (box && off) box.checked = false;
});
