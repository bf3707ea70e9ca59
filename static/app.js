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
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
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
