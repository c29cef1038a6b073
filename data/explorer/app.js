// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// The page: controls, address, chart and table follow the state.
"use strict";

const byId = (id) => document.getElementById(id);
const DATA = JSON.parse(byId("data").textContent);
DATA.sets.forEach(openSet);
let state = stateOfAddress(location.hash, DATA);
let drawn = 0;
let charts = null; // what draws them: a promise of true or false

// ---- what draws charts is packed ----

async function unpack(id) {
  const packed = Uint8Array.from(atob(byId(id).textContent.trim()), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const code = await new Response(stream).text();
  byId(id).remove();
  document.head.append(element("script", {}, code));
}

async function openCharts() {
  try {
    await unpack("vega");
    await unpack("vega-lite");
    return typeof vega === "object" && typeof vegaLite === "object";
  } catch {
    return false;
  }
}

// ---- controls ----

function fillSelect(id, options, chosen) {
  const select = byId(id);
  const made = [];
  let family = null;
  for (const option of options) {
    if (option.family !== undefined && (family === null || family.label !== option.family))
      made.push(family = element("optgroup", {label: option.family}));
    (option.family !== undefined ? family : {append: (x) => made.push(x)}).append(element("option", {value: option.value}, option.text));
  }
  select.replaceChildren(...made);
  select.value = chosen;
  select.closest(".field").hidden = options.length < 2;
}

// Indicators: what measures have in common. Those of a composite are one.
function indicatorOptions(set, lang) {
  const seen = new Map();
  const words = WORDS[lang];
  for (const measure of set.measures)
    if (!seen.has(measure.id))
      seen.set(measure.id, {value: measure.id, text: capital(textIn(measure.label, lang)), family: words.kinds[measure.family]});
  const order = Object.values(words.kinds);
  return [...seen.values()].sort((a, b) => order.indexOf(a.family) - order.indexOf(b.family));
}

function figureOptions(set, lang, indicator) {
  const words = WORDS[lang];
  const families = {bottlenecks: words.number_of, combination: words.which};
  const own = set.measures.filter((measure) => measure.id === indicator);
  const has = own.some((measure) => families[measure.kind] !== undefined);
  return own.map((measure) => ({value: measureId(measure), text: capital(figureName(measure, lang)),
    ...(has ? {family: families[measure.kind] || words.figure} : {})}));
}

function fillControls() {
  const {lang} = state;
  const words = WORDS[lang];
  const set = setOf(state, DATA);
  const measure = set.measures.find((m) => measureId(m) === state.measure);
  const breakdown = breakdownOf(state, set);
  const groups = breakdown.groups.map((g) => ({value: groupId(set, g), text: capital(groupName(set, g, lang))}));
  if (state.view !== "published" && breakdown.id !== "")
    groups.unshift({value: "", text: capital(words.all_groups)});
  fillSelect("set", DATA.sets.map((s) => ({value: s.id, text: textIn(s.title, lang)})), state.set);
  fillSelect("indicator", indicatorOptions(set, lang), measure.id);
  fillSelect("figure", figureOptions(set, lang, measure.id), state.measure);
  fillSelect("by", set.breakdowns.filter((b) => b.id !== "" || state.view !== "groups")
    .map((b) => ({value: b.id, text: capital(breakdownName(set, b, lang))})), state.by);
  fillSelect("group", groups, state.group);
  fillSelect("wave", set.came.map((w) => ({value: set.waves[w].id, text: textIn(set.waves[w].label, lang)})), state.wave);
  fillSelect("against", set.differences.map((b) => ({value: b.against, text: capital(words[b.against])})), state.against);
  fillSelect("with", set.changes.map((b) => {
    const id = changesId(set, b);
    const named = set.waves.find((wave) => wave.id === id);
    return {value: id, text: capital(words[id] || textIn(named.label, lang))};
  }), state.with);
  for (const id of ["by", "group", "wave", "against", "with"])
    if (!CHOICES[state.view].includes(id) || (id === "wave" && state.view === "changes" && (state.group !== "" || state.by === "")))
      byId(id).closest(".field").hidden = true;
  fillViews(viewsOf(set));
}

function fillViews(views) {
  for (const input of document.querySelectorAll("input[name=view]")) {
    input.checked = input.value === state.view;
    input.closest("label").hidden = !views.includes(input.value);
  }
}

// ---- words ----

function fillWords() {
  const words = WORDS[state.lang];
  document.documentElement.lang = state.lang;
  for (const place of document.querySelectorAll("[data-say]"))
    place.textContent = words[place.dataset.say];
  for (const button of document.querySelectorAll("[data-lang]"))
    button.setAttribute("aria-pressed", String(button.dataset.lang === state.lang));
  byId("language").setAttribute("aria-label", words.language);
}

function fillAbout() {
  const words = WORDS[state.lang];
  const set = setOf(state, DATA);
  const {lang} = state;
  byId("title").textContent = DATA.title || words.title;
  document.title = captionOf(viewOf(state, DATA)) + " \u2013 " + (DATA.title || words.title);
  byId("set-title").textContent = textIn(set.title, lang);
  byId("synthetic").hidden = !set.about.synthetic;
  byId("preset").hidden = set.about.verified;
  byId("preset-note").textContent = set.note ? textIn(set.note, lang) : "";
  byId("note").textContent = DATA.note || "";
  byId("note").hidden = !DATA.note;
  byId("about-text").replaceChildren(...aboutTexts(set, words, lang).map((text) => element("p", {}, text)));
  const sources = [...new Set([set.source, ...set.published.map((f) => f.source), ...set.targets.map((t) => t.source)].filter(Boolean))];
  byId("sources").replaceChildren(...sources.map((source) => element("li", {}, source)));
}

function aboutTexts(set, words, lang) {
  const rule = set.about.publication;
  const rules = [
    rule.min_n > 0 ? say(words.rule_min_n, rule.min_n) : null,
    rule.max_width > 0 ? say(words.rule_width, printed(Math.round(rule.max_width * 100), 0, lang)) : null,
    rule.extreme > 0 ? say(words.rule_extreme, rule.extreme) : null,
    rule.protect && rule.protect !== "none" ? words.rule_protect : null,
  ].filter(Boolean);
  const level = printed(Math.round(set.about.level * 1000), 1, lang).replace(/[.,]0$/, "");
  return [
    say(words.about_level, level, printed(Math.round((1 - set.about.level) * 1000), 3, lang).replace(/0$/, "")),
    words.about_hidden, rules.length > 0 ? say(words.about_rules, rules.join("; ")) : null,
    ...set.targets.map((t) => say(words.target_note, printed(Math.round(t.value * 10), 1, lang), t.date, t.source)),
    say(words.about_definition, set.about.definition, set.about.instrument + " " + set.about.instrument_version, DATA.library),
  ].filter(Boolean);
}

// ---- showing ----

async function drawChart(view) {
  const turn = ++drawn;
  const place = byId("chart");
  if (!await charts) {
    byId("no-chart").hidden = false;
    place.hidden = true;
    return;
  }
  if (turn !== drawn)
    return;
  const began = performance.now();
  const width = Math.max(260, Math.min(960, place.clientWidth));
  const made = new vega.View(vega.parse(vegaLite.compile(chartOf(view, width)).spec), {renderer: "svg", hover: false});
  place.replaceChildren();
  made.initialize(place).run();
  for (const form of place.querySelectorAll("form")) // of bindings, which these charts have none of
    form.remove();
  place.setAttribute("role", "img");
  const svg = place.querySelector("svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  svg.setAttribute("viewBox", "0 0 " + svg.getAttribute("width") + " " + svg.getAttribute("height"));
  if (place.shown)
    place.shown.finalize();
  place.shown = made;
  place.setAttribute("aria-label", captionOf(view) + ". " + summaryOf(view) + " " + view.words.table + ".");
  document.body.dataset.chartMs = (performance.now() - began).toFixed(1);
  document.body.dataset.shown = addressOf(view.state);
}

function show() {
  const began = performance.now();
  fillWords();
  fillControls();
  const view = viewOf(state, DATA);
  byId("caption").textContent = captionOf(view);
  byId("summary").textContent = summaryOf(view);
  drawTable(view, byId("table"));
  byId("key").textContent = keyOf(view);
  byId("source").textContent = say(view.words.data_source, textIn(view.set.title, view.lang)) +
    (view.set.about.synthetic ? " (SYNTHETIC)" : "");
  fillAbout();
  const address = addressOf(state);
  if (location.hash !== address)
    history.replaceState(null, "", address);
  document.body.dataset.tableMs = (performance.now() - began).toFixed(1);
  return drawChart(view);
}

function choose(changes) {
  state = possible({...state, ...changes}, DATA);
  return show();
}

// Another indicator: the figure of the same kind, where it has one.
function chooseIndicator(indicator) {
  const set = setOf(state, DATA);
  const old = set.measures.find((m) => measureId(m) === state.measure);
  const own = set.measures.filter((m) => m.id === indicator);
  return choose({measure: measureId(own.find((m) => m.kind === old.kind) || own[0])});
}

function save() {
  const view = viewOf(state, DATA);
  const file = new Blob(["\ufeff" + csvOf(view, DATA)], {type: "text/csv;charset=utf-8"});
  const link = element("a", {href: URL.createObjectURL(file), download: [state.set, state.measure, state.view].join("-").replace(/[^\w.-]+/g, "_") + ".csv"});
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function copyLink() {
  const words = WORDS[state.lang];
  let text = words.copied;
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    text = words.not_copied;
  }
  byId("told").textContent = text;
}

function start() {
  for (const id of ["set", "by", "group", "wave", "against", "with"])
    byId(id).addEventListener("change", (event) =>
      choose(id === "by" ? {by: event.target.value, group: ""} : {[id]: event.target.value}));
  byId("indicator").addEventListener("change", (event) => chooseIndicator(event.target.value));
  byId("figure").addEventListener("change", (event) => choose({measure: event.target.value}));
  for (const input of document.querySelectorAll("input[name=view]"))
    input.addEventListener("change", () => choose({view: input.value}));
  for (const button of document.querySelectorAll("[data-lang]"))
    button.addEventListener("click", () => choose({lang: button.dataset.lang}));
  byId("save").addEventListener("click", save);
  byId("link").addEventListener("click", copyLink);
  byId("print").addEventListener("click", () => window.print());
  byId("form").addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => { state = stateOfAddress(location.hash, DATA); show(); });
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth !== width) {
      width = window.innerWidth;
      drawChart(viewOf(state, DATA));
    }
  });
  charts = openCharts();
  show();
}

start();
