"use strict";
/* Draws the map. Its tiles, if any, are from the one host of the settings; all else is our own. */
(() => {
  const box = document.querySelector("[data-map]");
  if (!box || !window.L) return;
  const set = box.dataset;
  const [south, west, north, east] = set.box.split(",").map(Number);
  const bounds = L.latLngBounds([south, west], [north, east]);
  const tell = (text) => { document.querySelector("[data-map-said]").textContent = text; };
  document.querySelectorAll("[data-map], [data-map-keys], [data-map-acts]").forEach((each) => { each.hidden = false; });

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, { zoomControl: false, zoomSnap: 0.25, maxBounds: bounds.pad(0.5), zoomAnimation: !still, fadeAnimation: !still, attributionControl: Boolean(set.tiles) });
  L.control.zoom({ zoomInTitle: set.nearer, zoomOutTitle: set.farther }).addTo(map);
  map.fitBounds(bounds);
  const first = map.getZoom();
  const name = () => box.classList.toggle("near", box.clientWidth > 600 || map.getZoom() > first);
  map.setMinZoom(first - 1).on("zoomend", name);
  name();
  if (set.tiles) {
    box.classList.add("tiled");
    map.attributionControl.setPrefix(false);
    L.tileLayer(set.tiles, { attribution: set.credit.replace(/[<>&]/g, ""), maxZoom: 19 }).addTo(map);
  }
  const load = (address) => fetch(address).then((answer) => answer.json()).catch(() => ({ type: "FeatureCollection", features: [] }));
  const circle = (at) => L.circleMarker(at, { radius: 9, className: "pin" });

  load(set.outlines).then((outlines) => L.geoJSON(outlines, {
    interactive: false,
    style: { className: "district" },
    onEachFeature: (feature, layer) => layer.bindTooltip(document.createTextNode(feature.properties.name).textContent.replace(/[<>&]/g, ""), { permanent: true, direction: "center", className: "district-name", interactive: false }),
  }).addTo(map).bringToBack());

  if (set.points) load(set.points).then((points) => points.features.forEach((feature) => {
    const about = feature.properties;
    const link = Object.assign(document.createElement("a"), { href: set.page.replace("REFERENCE", about.reference), textContent: about.title, lang: about.language, dir: "auto" });
    const pin = circle(L.GeoJSON.coordsToLatLng(feature.geometry.coordinates)).bindPopup(link).addTo(map);
    if (about.reference === set.at) { map.setView(pin.getLatLng(), map.getZoom() + 2); pin.openPopup(); }
  }));

  if (!set.field) return;
  const field = document.getElementById(set.field);
  const acts = document.querySelector("[data-map-acts]");
  const locate = acts.querySelector("[data-locate]");
  let pin = null;

  function draw() {
    const typed = field.value.match(/^\s*(-?[\d.]+)\s*[,;\s]\s*(-?[\d.]+)\s*$/);
    if (pin) pin.remove();
    pin = typed ? circle([Number(typed[1]), Number(typed[2])]).addTo(map) : null;
    acts.querySelector("[data-unset]").hidden = !typed;
  }
  function put(at) {
    field.value = at ? at.lat.toFixed(5) + ", " + at.lng.toFixed(5) : "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (at) tell(locate.dataset.set);
  }
  field.addEventListener("input", draw);
  map.on("click", (event) => put(event.latlng.wrap()));
  box.append(Object.assign(document.createElement("div"), { className: "cross" }));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== box) return;
    event.preventDefault();
    put(map.getCenter());
  });
  acts.querySelector("[data-unset]").addEventListener("click", () => { put(null); box.focus(); });
  locate.hidden = !navigator.geolocation;
  locate.addEventListener("click", () => navigator.geolocation.getCurrentPosition((found) => {
    const at = L.latLng(found.coords.latitude, found.coords.longitude);
    put(at);
    map.setView(at, Math.max(map.getZoom(), 15));
  }, () => tell(locate.dataset.refused), { timeout: 15000, maximumAge: 60000 }));
  draw();
  if (pin) map.setView(pin.getLatLng(), map.getZoom() + 2);
})();
