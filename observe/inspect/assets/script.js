// The pages work without this script; it keeps them up to date.
"use strict";

const rows = document.querySelector("[data-calls]");
const call = document.querySelector("[data-call][data-state=active]");

if (rows) keepList(rows);
if (call) keepCall(call);
for (const button of document.querySelectorAll("[data-copy]")) offerCopy(button);

// keepList shows each call as soon as it changes, unless the reader has paused.
function keepList(rows) {
  const form = document.querySelector(".filter");
  const button = form.querySelector("[data-pause]");
  const live = form.querySelector("[data-live]");
  const keep = Number(rows.dataset.keep);
  const held = new Map(); // what has changed during a pause
  let paused = false, connected = false;

  const status = () => {
    live.toggleAttribute("data-on", connected && !paused);
    live.textContent = paused ? (held.size ? `paused, ${held.size} changed` : "paused") : connected ? "live" : "no connection";
  };
  const show = (call) => {
    const old = rows.querySelector(`[data-id="${Number(call.id)}"]`);
    if (!old && call.id < oldest(rows, keep)) return;
    const tr = make(call);
    tr.hidden = !matches(tr);
    if (old) old.replaceWith(tr);
    else {
      tr.classList.add("new");
      rows.insertBefore(tr, [...rows.children].find((r) => Number(r.dataset.id) < call.id) || null);
      offer(form.elements.client, call.client);
    }
    offer(form.elements.kind, call.kind);
    while (rows.children.length > keep) rows.lastElementChild.remove();
  };
  const matches = (tr) => {
    const client = form.elements.client.value, kind = form.elements.kind.value;
    const text = form.elements.q.value.trim().toLowerCase();
    const state = { ok: "ok", failed: "bad", active: "active" }[kind];
    if (client && tr.dataset.client !== client) return false;
    if (kind && (state ? tr.dataset.state !== state : tr.dataset.kind !== kind)) return false;
    return (tr.textContent + " " + tr.querySelector("a").title).toLowerCase().includes(text);
  };
  const filter = () => {
    let any = false;
    for (const tr of rows.children) {
      tr.hidden = !matches(tr);
      any = any || !tr.hidden;
    }
    document.querySelector("[data-empty]").hidden = any;
  };

  // With a filter the server has left calls out: they are there after a change.
  const all = () => {
    const q = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...q]) if (!value) q.delete(name);
    history.replaceState(null, "", "calls" + (q.size ? "?" + q : ""));
    filter();
  };
  form.addEventListener("input", all);
  form.addEventListener("submit", (e) => { e.preventDefault(); all(); });

  button.hidden = false;
  button.addEventListener("click", () => {
    paused = !paused;
    button.setAttribute("aria-pressed", String(paused));
    if (!paused) {
      for (const call of held.values()) show(call);
      held.clear();
      filter();
    }
    status();
  });

  const filtered = new URLSearchParams(location.search).size > 0;
  const events = new EventSource("events?after=" + (filtered ? 0 : rows.dataset.calls));
  let wait = 0;
  events.onmessage = (e) => {
    const call = JSON.parse(e.data);
    if (paused) held.set(call.id, call);
    else show(call);
    cancelAnimationFrame(wait);
    wait = requestAnimationFrame(() => { filter(); status(); });
  };
  events.onopen = () => { connected = true; status(); };
  events.onerror = () => { connected = false; status(); };
  filter();
}

// oldest is the ID below which a call has no place in a full list.
function oldest(rows, keep) {
  return rows.children.length < keep ? 0 : Number(rows.lastElementChild.dataset.id);
}

// make is the row of a call. Its texts are set as text, never as HTML.
function make(call) {
  const tr = document.getElementById("row").content.firstElementChild.cloneNode(true);
  for (const cell of tr.querySelectorAll("[data-f]")) cell.textContent = call[cell.dataset.f];
  Object.assign(tr.dataset, { id: call.id, client: call.client, kind: call.kind, state: call.state });
  tr.querySelector(".badge").className = "badge " + call.state;
  tr.querySelector("time").dateTime = call.time;
  const link = tr.querySelector("a"), bars = tr.querySelector("svg");
  link.href = "calls/" + Number(call.id);
  link.title = call.url;
  bars.setAttribute("aria-label", call.summary);
  for (const bar of call.bars || []) {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ class: "bar " + bar.kind, x: bar.x + "%", width: bar.w + "%", height: "100%" })) rect.setAttribute(name, value);
    if (bar.kind === "wait") rect.setAttribute("fill", "url(#hatch)");
    bars.append(rect);
  }
  return tr;
}

// offer adds a choice to a list, once.
function offer(select, value) {
  if (value && ![...select.options].some((o) => o.value === value)) select.add(new Option(value));
}

// keepCall loads the page of a running call again once it has changed.
function keepCall(call) {
  const events = new EventSource("../events?after=0");
  let seen = false;
  events.onmessage = (e) => {
    if (JSON.parse(e.data).id !== Number(call.dataset.call)) return;
    if (seen) location.reload();
    seen = true;
  };
}

function offerCopy(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
}
