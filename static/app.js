"use strict";
/* Only comfort: every page works without this file. */

const said = () => document.getElementById("said");

function say(text) {
  said().textContent = "";
  setTimeout(() => { said().textContent = text.replace(/\s+/g, " ").trim(); }, 150);
}

/* What came first on a new page or a swapped part: its errors, else its words to be said. */
function attend(part) {
  const errors = part.matches(".errors") ? part : part.querySelector(".errors");
  if (errors) return errors.focus();
  const words = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
  if (words) say((words.querySelector("p") || words).textContent);
}

function count(field) {
  const shown = field.closest(".field").querySelector(".typed");
  const most = Number(field.dataset.most);
  const typed = Array.from(field.value).length;
  shown.textContent = typed + " / " + most;
  shown.classList.toggle("over", typed > most);
}

/* Moderation: j k move, x chooses, any other key presses the button with that data-key. */
function press(event) {
  const desk = document.querySelector("[data-keys]");
  const on = desk && (desk.querySelector("[data-keys-on]") || {}).checked;
  if (!on || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, select, input:not([type=checkbox])")) return;
  const boxes = Array.from(desk.querySelectorAll("[data-row]"));
  const at = boxes.indexOf(document.activeElement);
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") {
    const to = boxes[key === "j" ? Math.min(at + 1, boxes.length - 1) : Math.max(at - 1, 0)];
    if (to) to.focus();
  } else if (key === "x" && at >= 0) {
    boxes[at].click();
  } else {
    const button = Array.from(desk.querySelectorAll("[data-key]")).find((each) => each.dataset.key === key);
    if (!button) return;
    button.focus();
    button.click();
  }
  event.preventDefault();
}

function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  } else {
    press(event);
  }
});
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("input", (event) => { if (event.target.dataset.most) count(event.target); });
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail.ctx.target;
  const part = target && (target.isConnected ? target : document.getElementById(target.id));
  if (part) attend(part);
});
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-most]").forEach(count);
  const notice = document.querySelector("main > .notice");
  if (notice) say(notice.textContent);
  attend(document.getElementById("main"));
});
