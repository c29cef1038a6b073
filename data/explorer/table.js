// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// The table beside the chart, with the same numbers, and the file of it.
"use strict";

// An element with attributes and what is in it; texts are texts, never markup.
function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {}))
    made.setAttribute(key, value);
  made.append(...inside.filter((part) => part !== null));
  return made;
}

function cellOf(view, row, sign) {
  if (!isShown(row))
    return element("td", {class: "hidden"}, hiddenText(view, row));
  const inside = [printed(row.value, view.decimals, view.lang, sign)];
  if (row.lower !== null)
    inside.push(element("span", {class: "interval"}, intervalText(view, row, sign)));
  if (row.flag !== undefined)
    inside.push(element("span", {class: "interval"}, say(view.words.flagged, view.words.flags[row.flag])));
  return element("td", differs(row) ? {class: "differs"} : {}, ...inside);
}

const heading = (text, attributes) => element("th", {scope: "col", ...attributes}, text);
const waveName = (view, wave) => textIn(view.set.waves[wave].label, view.lang);

const TABLES = {
  // Of one group a row per wave; of several a row per group and a column per wave.
  time(view) {
    return view.groups.length === 1 ? waveTable(view) : groupTable(view);
  },
  groups(view) {
    const {words} = view;
    const head = [capital(words.group), capital(words.estimate), words.n, capital(words.difference), words.p, words.differs];
    const rows = view.rows.map((row) => [groupName(view.set, row.group, view.lang), cellOf(view, row.level),
      numberCell(row.level.n, view), cellOf(view, row, true), ...testCells(view, row)]);
    const all = view.everyone[0];
    rows.unshift([words.everyone, cellOf(view, all), numberCell(all.n, view), element("td"), element("td"), element("td")]);
    return [head, rows];
  },
  changes(view) {
    const {words} = view;
    const head = [view.byWave ? words.wave : capital(words.group), capital(words.with), capital(words.change), words.p, words.differs];
    return [head, view.rows.map((row) => [
      view.byWave ? waveName(view, row.wave) : groupName(view.set, row.group, view.lang),
      element("td", {class: "text"}, waveName(view, row.reference)), cellOf(view, row, true), ...testCells(view, row)])];
  },
  trend(view) {
    const {words} = view;
    return [[capital(words.group), capital(words.slope), words.p, words.differs], view.rows.map((row) => [
      groupName(view.set, row.group, view.lang), cellOf(view, row, true), ...testCells(view, row)])];
  },
  published(view) {
    const {words} = view;
    const head = [words.wave, capital(words.published_figure), capital(words.estimate), words.published_source];
    const rows = view.published.map((figure) => [waveName(view, figure.wave),
      element("td", {}, publishedText(view, figure), element("span", {class: "interval"}, words.published_kinds[figure.status] || "")),
      cellOf(view, view.rows.find((row) => row.wave === figure.wave) || {status: "-", value: null}),
      element("td", {class: "text long"}, [figure.source, figure.note].filter(Boolean).join("; "))]);
    const told = new Set(view.published.map((figure) => figure.wave));
    for (const row of view.rows.filter((r) => !told.has(r.wave)))
      rows.push([waveName(view, row.wave), element("td", {class: "hidden"}, "\u2013"), cellOf(view, row), element("td")]);
    return [head, rows.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))];
  },
};

function waveTable(view) {
  const {words, set, lang} = view;
  const head = [words.wave, capital(groupName(set, view.groups[0], lang)), words.n];
  const everyone = view.everyone || [];
  const rows = view.rows.map((row, i) => [waveName(view, row.wave), cellOf(view, row), numberCell(row.n, view),
    ...everyone.slice(i, i + 1).map((all) => cellOf(view, all))]);
  if (everyone.length > 0)
    head.push(capital(words.everyone));
  return [head, rows];
}

function groupTable(view) {
  const {words, set, lang} = view;
  const head = [capital(words.group), ...set.came.map((wave) => waveName(view, wave))];
  const rows = view.groups.map((group) =>
    [groupName(set, group, lang), ...view.rows.filter((row) => row.group === group).map((row) => cellOf(view, row))]);
  if (view.everyone.length > 0)
    rows.unshift([words.everyone, ...view.everyone.map((row) => cellOf(view, row))]);
  return [head, rows];
}

const publishedText = (view, figure) =>
  printed(Math.round(figure.value * 10 ** figure.decimals), figure.decimals, view.lang);

function numberCell(n, view) {
  return element("td", {}, n === null || n === undefined ? "" : n.toLocaleString(view.lang));
}

function testCells(view, row) {
  const tested = isShown(row) && row.p !== null;
  return [element("td", {}, tested ? printedP(row.p, view.lang) : ""),
    element("td", {class: "text"}, tested ? (differs(row) ? view.words.yes : view.words.no) : "")];
}

function drawTable(view, table) {
  const [head, rows] = TABLES[view.state.view](view);
  const body = element("tbody", {}, ...rows.map(([first, ...cells]) =>
    element("tr", {}, element("th", {scope: "row"}, first), ...cells)));
  table.replaceChildren(element("caption", {}, captionOf(view) + " \u2013 " + unitOf(view)),
    element("thead", {}, element("tr", {}, ...head.map((text) => heading(text)))), body);
}

function unitOf(view) {
  const {words, measure, state} = view;
  if (state.view === "groups")
    return unitName(measure, words.units) + "; " + words.difference + ", " + unitName(measure, words.difference_units);
  return unitName(measure, state.view === "trend" ? words.slope_units
    : state.view === "changes" ? words.difference_units : words.units);
}

// ---- the file ----

const quoted = (value) => /[",\n\r]/.test(value) ? '"' + value.replace(/"/g, '""') + '"' : value;
// A spreadsheet takes what begins like this for a formula.
const tame = (value) => /^[=+@\t]/.test(value) ? "'" + value : value;

// A row per figure, ids and names, with points for decimals; first what the data are.
function csvOf(view, data) {
  const {set, lang, measure, state} = view;
  const comments = [];
  if (set.about.synthetic)
    comments.push("SYNTHETIC: " + WORDS[lang].synthetic);
  if (!set.about.verified)
    comments.push(WORDS[lang].preset);
  comments.push(captionOf(view) + ", " + unitOf(view), textIn(set.title, lang) + ", " + set.about.definition_hash, location.href);
  const head = ["set", "measure", "figure", "group_id", "group", "wave", "view", "compared_with", "value", "lower", "upper",
    "n", "p_adjusted", "significant", "status", "flag", "source"];
  const lines = csvRows(view).map((row) => [set.id, measure.id, figureName(measure, lang),
    row.group === undefined ? "" : groupId(set, row.group), row.group === undefined ? "" : groupName(set, row.group, lang),
    row.wave === undefined ? "" : set.waves[row.wave].id, row.view || state.view, row.compared || "",
    plain(row.value, row.decimals), plain(row.lower, row.decimals), plain(row.upper, row.decimals),
    row.n === null || row.n === undefined ? "" : String(row.n),
    row.p === null || row.p === undefined ? "" : plain(row.p, 3),
    row.p === null || row.p === undefined ? "" : String(differs(row)), row.status === "differs" ? "ok" : row.status, row.flag || "",
    row.source || ""]);
  return comments.map((line) => "# " + line.replace(/[\r\n]+/g, " ") + "\n").join("") +
    [head, ...lines].map((line) => line.map((value) => quoted(tame(value))).join(",")).join("\n") + "\n";
}

function csvRows(view) {
  const {state, set} = view;
  const rows = [];
  const add = (row, more) => rows.push({decimals: view.decimals, ...row, ...more});
  for (const row of view.everyone || [])
    add(row, {view: "time"});
  for (const row of view.rows) {
    if (row.level !== undefined)
      add(row.level, {group: row.group, wave: row.wave, view: "time"});
    add(row, {compared: state.view === "groups" ? state.against
      : row.reference !== undefined ? set.waves[row.reference].id : ""});
  }
  for (const figure of view.published)
    rows.push({wave: figure.wave, group: figure.group, value: Math.round(figure.value * 10 ** figure.decimals), lower: null,
      upper: null, decimals: figure.decimals, status: figure.status, source: figure.source, view: "published"});
  return rows;
}
