// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// Charts as Vega-Lite says them. Colours are those of Okabe and Ito; beside colour, series differ
// in shape and dash, so that the chart is readable in black and white.
"use strict";

const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000"];
const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross"];
const DASHES = [[1, 0], [8, 3], [10, 2, 2, 2], [5, 2], [14, 3]];
const DOTS = [2, 4]; // of everyone
const SOFT = "#4a4a4a";
const MOST_SERIES = COLOURS.length;

const CONFIG = {
  background: "white",
  font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif",
  view: {stroke: null},
  axis: {labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelColor: "#1b1b1b", titleColor: "#1b1b1b",
    gridColor: "#dcdcdc", domainColor: SOFT, tickColor: SOFT, labelLimit: 400},
  header: {labelFontSize: 12, labelFontWeight: "bold", labelLimit: 400},
  legend: {labelFontSize: 12, labelLimit: 400, symbolSize: 90},
};

// Words of a text in lines of at most `width` characters.
function wrapped(text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== "" && last.length + word.length + 1 > width)
      lines.push(word);
    else
      lines[lines.length - 1] = last === "" ? word : last + " " + word;
  }
  return lines.join("\n");
}

const LINES = "split(datum.label, '\\n')";
const scaled = (whole, decimals) => (whole === null ? null : whole / 10 ** decimals);

// What a chart knows of a row. Numbers are those of the table, no more digits.
function mark(view, row, more) {
  const d = view.decimals;
  return {value: scaled(row.value, d), lower: scaled(row.lower, d), upper: scaled(row.upper, d),
    shown: isShown(row), differs: differs(row), ...more};
}

const numberFormat = (view) =>
  (view.words.decimal === "," ? "replace(replace(format(datum.value, '~r'), '.', ','), '-', '\u2212')"
    : "replace(format(datum.value, '~r'), '-', '\u2212')");

// ---- over time ----

function waveAxis(view) {
  const {set} = view;
  const times = set.came.map((w) => set.times[w]);
  const names = {};
  set.came.forEach((w) => { names[set.times[w]] = textIn(set.waves[w].label, view.lang); });
  const pad = times.length > 1 ? (times[times.length - 1] - times[0]) * 0.05 : 1;
  return {
    field: "time", type: "quantitative", title: null,
    scale: {domain: [times[0] - pad, times[times.length - 1] + pad], nice: false, zero: false},
    axis: {values: times, grid: false, labelExpr: JSON.stringify(names) + "[datum.value]", labelOverlap: true},
  };
}

// Series side by side, so that intervals do not lie on each other.
function dodged(view, wave, index, count) {
  const {set} = view;
  const times = set.came.map((w) => set.times[w]);
  const span = times.length > 1 ? times[times.length - 1] - times[0] : 1;
  return set.times[wave] + (index - (count - 1) / 2) * span * 0.012;
}

function timeMarks(view, height) {
  const {set, lang} = view;
  const marks = [];
  const count = view.groups.length <= MOST_SERIES ? view.groups.length : 1;
  for (const row of view.rows) {
    const index = view.groups.indexOf(row.group);
    marks.push(mark(view, row, {
      series: groupName(set, row.group, lang), time: dodged(view, row.wave, count > 1 ? index : 0, count),
      hiddenAt: height - 6 - 11 * (count > 1 ? index : 0), reference: false}));
  }
  return marks;
}

function seriesScales(names) {
  return {
    color: {field: "series", type: "nominal", title: null, scale: {domain: names, range: COLOURS.slice(0, names.length)}},
    shape: {field: "series", type: "nominal", title: null, scale: {domain: names, range: SHAPES.slice(0, names.length)}},
    dash: {field: "series", type: "nominal", title: null, scale: {domain: names, range: DASHES.slice(0, names.length)}},
  };
}

function valueAxis(view, title, more) {
  return {field: "value", type: "quantitative", title, scale: {zero: false, nice: true},
    axis: {labelExpr: numberFormat(view), tickCount: 6, ...more}};
}

function hiddenLayer(channel, other) {
  return {transform: [{filter: "!datum.shown"}], mark: {type: "text", text: "\u2715", fontSize: 12, fontWeight: "bold", color: SOFT},
    encoding: {...other, [channel]: {field: "hiddenAt", type: "quantitative", scale: null}, color: {value: SOFT}}};
}

function targetLayers(view) {
  return view.targets.map((target) => ({
    data: {values: [{value: target.value}]},
    layer: [
      {mark: {type: "rule", strokeDash: [1, 3], color: SOFT, strokeWidth: 1.5}, encoding: {y: {field: "value", type: "quantitative"}}},
      {mark: {type: "text", align: "left", baseline: "bottom", dy: -2, fontSize: 11, color: SOFT,
        text: say(view.words.target, printed(Math.round(target.value * 10), 1, view.lang))},
      encoding: {y: {field: "value", type: "quantitative"}, x: {value: 2}}},
    ],
  }));
}

function lineLayers(view, names, height) {
  const {color, shape, dash} = seriesScales(names);
  const legend = names.length > 1 ? {orient: "top", direction: view.narrow ? "vertical" : "horizontal", columns: view.narrow ? 1 : 3} : null;
  const x = waveAxis(view);
  return [
    {mark: {type: "rule", strokeWidth: 1.5}, encoding: {x, color: {...color, legend},
      y: {field: "lower", type: "quantitative"}, y2: {field: "upper"}}},
    {mark: {type: "line", strokeWidth: 2, invalid: "break-paths-show-domains"}, encoding: {x, color: {...color, legend},
      strokeDash: {...dash, legend}, y: valueAxis(view, view.title)}},
    {mark: {type: "point", filled: true, size: 60, opacity: 1}, encoding: {x, color: {...color, legend},
      shape: {...shape, legend}, y: valueAxis(view, view.title)}},
    hiddenLayer("y", {x}),
  ];
}

// The line of everyone behind the others.
function everyoneLayer(view, facets) {
  if (!view.everyone || view.everyone.length === 0)
    return [];
  const rows = view.everyone.map((row) => mark(view, row, {time: view.set.times[row.wave]}));
  const values = facets === null ? rows : facets.flatMap((series) => rows.map((row) => ({...row, series})));
  return [{...(facets === null ? {data: {values}} : {}),
    ...(facets === null ? {} : {transform: [{filter: "datum.reference"}]}),
    mark: {type: "line", strokeWidth: 1.5, strokeDash: DOTS, color: "#595959", invalid: "break-paths-show-domains"},
    encoding: {x: waveAxis(view), y: {field: "value", type: "quantitative"}}}];
}

function timeChart(view) {
  view.title = unitOf(view);
  return view.groups.length > MOST_SERIES ? facetChart(view) : overlayChart(view);
}

function overlayChart(view) {
  const height = view.narrow ? 280 : 340;
  const names = view.groups.map((g) => groupName(view.set, g, view.lang));
  return {width: view.width - 70, height, data: {values: timeMarks(view, height)},
    layer: [...everyoneLayer(view, null), ...targetLayers(view), ...lineLayers(view, names, height)]};
}

// A small chart per group, each with everyone behind it.
function facetChart(view) {
  const columns = Math.max(1, Math.min(4, Math.floor(view.width / 165)));
  const height = 120;
  const names = view.groups.map((g) => groupName(view.set, g, view.lang));
  const values = timeMarks(view, height);
  for (const series of names)
    for (const row of view.everyone)
      values.push(mark(view, row, {series, time: view.set.times[row.wave], reference: true, shown: true}));
  const of = (layer) => ({...layer, transform: [{filter: "!datum.reference"}, ...(layer.transform || [])]});
  view.title = null;
  const layers = lineLayers(view, names.slice(0, 1), height).map(of).map((layer) => ({...layer,
    encoding: {...layer.encoding, ...(layer.encoding.y && layer.encoding.y.field === "hiddenAt" ? {} : {color: {value: COLOURS[0]}}),
      ...(layer.encoding.shape ? {shape: {value: "circle"}} : {}), ...(layer.encoding.strokeDash ? {strokeDash: {value: [1, 0]}} : {})}}));
  view.title = unitOf(view);
  return {data: {values}, columns, title: {subtitle: view.title},
    facet: {field: "series", type: "nominal", title: null, sort: names, header: {labelExpr: "split(datum.label, '\\n')"}},
    spec: {width: Math.floor((view.width - 20) / columns) - 52, height, layer: [...everyoneLayer(view, names), ...layers]}};
}

// ---- groups, or waves, in rows ----

function rowAxis(view, names) {
  const lines = names.map((name) => wrapped(name, view.narrow ? 16 : 30));
  return {lines, axis: {field: "name", type: "nominal", title: null, sort: lines, axis: {labelExpr: LINES, labelLimit: 400, grid: false,
    labelLineHeight: 13, tickCount: lines.length, labelOverlap: false}}};
}

function intervalLayers(view, y, title) {
  const x = {...valueAxis(view, title, view.narrow ? {tickCount: 4} : {}), scale: {zero: false, nice: true}};
  return [
    {mark: {type: "rule", strokeWidth: 2, color: COLOURS[0]}, encoding: {y, x: {field: "lower", type: "quantitative", title}, x2: {field: "upper"}}},
    {mark: {type: "point", size: 70, shape: "circle", strokeWidth: 2, opacity: 1, color: COLOURS[0]},
      encoding: {y, x, fill: {condition: {test: "datum.differs", value: COLOURS[0]}, value: "white"}}},
    {...hiddenLayer("x", {y}), transform: [{filter: "!datum.shown"}, {calculate: "8", as: "hiddenAt"}]},
  ];
}

function ruleAt(value, dash) {
  return {data: {values: [{value}]}, mark: {type: "rule", color: dash ? "#595959" : "#1b1b1b", strokeDash: dash || [1, 0], strokeWidth: 1.5},
    encoding: {x: {field: "value", type: "quantitative"}}};
}

function panel(view, rows, names, title, width, first, reference) {
  const {lines, axis} = rowAxis(view, names);
  const values = rows.map((row, i) => mark(view, row, {name: lines[i]}));
  const y = first ? axis : {...axis, axis: null};
  return {width, height: Math.max(60, lines.length * Math.max(...lines.map((line) => Math.max(26, 8 + 14 * line.split("\n").length)))),
    data: {values}, layer: [...reference, ...intervalLayers(view, y, title)]};
}

function labelWidth(names, narrow) {
  const longest = names.flatMap((name) => wrapped(name, narrow ? 16 : 30).split("\n")).reduce((n, line) => Math.max(n, line.length), 0);
  return 22 + 7 * longest;
}

function groupsChart(view) {
  const names = view.rows.map((row) => groupName(view.set, row.group, view.lang));
  const left = labelWidth(names, view.narrow);
  const width = view.narrow ? view.width - left - 20 : Math.floor((view.width - left - 60) / 2);
  const all = view.everyone[0];
  const level = unitName(view.measure, view.words.units);
  const gap = view.words.difference + ", " + unitName(view.measure, view.words.difference_units);
  const panels = [
    panel(view, view.rows.map((row) => ({...row.level, status: row.status === "differs" && isShown(row.level) ? "differs" : row.level.status})), names, level, width, true, isShown(all) ? [ruleAt(scaled(all.value, 1), DOTS)] : []),
    panel(view, view.rows, names, gap, width, view.narrow, [ruleAt(0)]),
  ];
  return view.narrow ? {vconcat: panels, spacing: 24} : {hconcat: panels, spacing: 24};
}

function rowsChart(view) {
  const names = view.rows.map((row) => (view.byWave ? waveName(view, row.wave) : groupName(view.set, row.group, view.lang)));
  const left = labelWidth(names, view.narrow);
  const word = view.state.view === "trend" ? view.words.slope : view.words.change;
  const units = view.state.view === "trend" ? view.words.slope_units : view.words.difference_units;
  return panel(view, view.rows, names, word + ", " + unitName(view.measure, units), view.width - left - 20, true, [ruleAt(0)]);
}

// ---- beside what was published ----

function publishedChart(view) {
  const height = view.narrow ? 280 : 340;
  view.title = unitOf(view);
  const {words} = view;
  const names = [words.estimate, words.published_figure];
  const values = timeMarks(view, height).map((row) => ({...row, series: words.estimate}));
  const figures = view.published.map((figure) => ({time: view.set.times[figure.wave], value: figure.value, series: words.published_figure}));
  const layers = lineLayers(view, names, height);
  return {width: view.width - 70, height, data: {values}, layer: [...targetLayers(view), ...layers,
    {data: {values: figures}, mark: {type: "point", size: 110, strokeWidth: 2, filled: false, opacity: 1},
      encoding: layers[2].encoding}]};
}

const CHARTS = {time: timeChart, groups: groupsChart, changes: rowsChart, trend: rowsChart, published: publishedChart};

function chartOf(view, width) {
  view.width = width;
  view.narrow = width < 560;
  const chart = CHARTS[view.state.view](view);
  const made = view.set.about.synthetic ? {text: "SYNTHETIC", color: "#8a1c00"} : {text: ""};
  return {$schema: "https://vega.github.io/schema/vega-lite/v6.json", config: CONFIG, padding: 4, ...chart,
    title: {anchor: "start", fontSize: 11, subtitleFontSize: 12, subtitlePadding: 2, ...made, ...chart.title}};
}

// What the marks of the chart say, under it.
function keyOf(view) {
  const {words, state} = view;
  const said = [];
  if (["groups", "changes", "trend"].includes(state.view))
    said.push(words.filled);
  if (view.everyone && view.everyone.length > 0 && state.view !== "published")
    said.push(words.everyone_line);
  if (view.rows.some((row) => !isShown(row) || (row.level && !isShown(row.level))))
    said.push(words.hidden_mark);
  if (["time", "groups", "published"].includes(state.view)) // differences have a line at 0
    said.push(words.axis_cut);
  return said.map(capital).join(". ") + (said.length > 0 ? "." : "");
}
