"use strict";
/* Keeps the shell and the pages on which this person writes; VERSION and KEPT stand before this. */

const SHELL = "shell-" + VERSION;
const PAGES = "pages";
const WRITING = /^\/[a-z]{2,3}\/problems\/(new|drafts)(\/|$)/;
const MOST_PAGES = 20;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (request.method === "GET" && url.pathname.startsWith("/static/")) event.respondWith(asset(request));
});

async function install() {
  const cache = await caches.open(SHELL);
  const wanted = KEPT.shell.concat(Object.values(KEPT.offline));
  await cache.addAll(wanted.map((each) => new Request(each, { credentials: "omit", cache: "reload" })));
  await self.skipWaiting();
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL && name !== PAGES).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function asset(request) {
  return (await caches.match(request)) || fetch(request);
}

async function page(request, url) {
  try {
    const answer = await fetch(request);
    if (request.method === "POST" && url.pathname.endsWith("/sign-out")) await caches.delete(PAGES);
    if (request.method === "GET" && answer.ok && WRITING.test(url.pathname)) await keep(request.url, answer.clone());
    return answer;
  } catch (_lost) {
    const kept = request.method === "GET" && (await caches.match(request.url, { ignoreVary: true }));
    return kept || offline(url);
  }
}

async function keep(address, answer) {
  const cache = await caches.open(PAGES);
  await cache.delete(address, { ignoreVary: true });
  await cache.put(address, answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, -MOST_PAGES).map((old) => cache.delete(old, { ignoreVary: true })));
}

async function offline(url) {
  const languages = Object.keys(KEPT.offline);
  const language = languages.find((each) => url.pathname.startsWith("/" + each + "/")) || languages[0];
  return (await caches.match(KEPT.offline[language], { ignoreVary: true })) || Response.error();
}
