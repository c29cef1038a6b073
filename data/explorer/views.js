// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// What a view shows: figures in rows, of which chart, table and file are made alike.
"use strict";

// {set, measure (and its place m), lang, words, rows, groups, ...}; a row is a figure with its group and wave.
function viewOf(state, data) {
  const set = setOf(state, data);
  const m = set.measures.findIndex((measure) => measureId(measure) === state.measure);
  const breakdown = breakdownOf(state, set);
  const chosen = breakdown.groups.filter((g) => state.group === "" || groupId(set, g) === state.group);
  const view = {
    state, set, m, measure: set.measures[m], lang: state.lang, words: WORDS[state.lang], breakdown, groups: chosen,
    wave: set.waves.findIndex((wave) => wave.id === state.wave), decimals: 1, rows: [], published: [],
    targets: set.targets.filter((target) => target.measure === m),
  };
  MAKE[state.view](view);
  return view;
}

const cellAt = (view, group, wave) => ({group, wave, ...figureAt(view.set.cells, placeOf(view.set, group, wave, view.m))});

const MAKE = {
  time(view) {
    for (const group of view.groups)
      for (const wave of view.set.came)
        view.rows.push(cellAt(view, group, wave));
    view.everyone = view.breakdown.id === "" ? [] : view.set.came.map((wave) => cellAt(view, 0, wave));
  },
  groups(view) {
    view.groups = view.breakdown.groups;
    const block = view.set.differences.find((b) => b.against === view.state.against);
    for (const group of view.groups) {
      const place = placeOf(view.set, group, view.wave, view.m);
      view.rows.push({group, wave: view.wave, level: figureAt(view.set.cells, place), ...figureAt(block, place)});
    }
    view.everyone = [cellAt(view, 0, view.wave)];
  },
  // All groups in one wave; of one group all waves.
  changes(view) {
    const block = view.set.changes.find((b) => changesId(view.set, b) === view.state.with);
    const waves = view.groups.length > 1 ? [view.wave] : view.set.came;
    for (const group of view.groups)
      for (const wave of waves)
        if (block.reference[wave] >= 0)
          view.rows.push({group, wave, reference: block.reference[wave],
            ...figureAt(block, placeOf(view.set, group, wave, view.m))});
    view.byWave = view.groups.length === 1;
  },
  trend(view) {
    view.decimals = 2;
    view.groups = view.breakdown.id === "" ? [0] : [0, ...view.breakdown.groups];
    for (const group of view.groups)
      view.rows.push({group, ...figureAt(view.set.trend, group * view.set.measures.length + view.m)});
  },
  published(view) {
    MAKE.time(view);
    view.everyone = [];
    view.published = view.set.published.filter((figure) => figure.measure === view.m && figure.group === view.groups[0]);
  },
};

const differs = (row) => row.status === "differs";
const isShown = (row) => row.value !== null;

function hiddenText(view, row) {
  const words = view.words.statuses;
  const reason = row.flag !== undefined && row.status === "hidden" ? view.words.flags[row.flag] : "";
  return (words[row.status] || words.other) + (reason ? " (" + reason + ")" : "");
}

// "36,8 (35,1 tot 37,1)", without numbers why not.
function figureText(view, row, sign) {
  if (!isShown(row))
    return hiddenText(view, row);
  const value = printed(row.value, view.decimals, view.lang, sign);
  return row.lower === null ? value : value + " (" + intervalText(view, row, sign) + ")";
}

function intervalText(view, row, sign) {
  return row.lower === null ? "" : say(view.words.interval_text, printed(row.lower, view.decimals, view.lang, sign),
    printed(row.upper, view.decimals, view.lang, sign));
}

// What is shown, as a heading.
function captionOf(view) {
  const {state, set, words, lang} = view;
  const parts = [measureName(view.measure, lang)];
  if (state.by !== "")
    parts.push(view.groups.length === 1 && state.group !== "" ? groupName(set, view.groups[0], lang)
      : breakdownName(set, view.breakdown, lang));
  const wave = textIn(set.waves[view.wave].label, lang);
  const what = words[state.view];
  if (state.view === "groups")
    parts.push(what + ", " + words.against.toLowerCase() + " " + words[state.against] + ", " + wave);
  else if (state.view === "changes")
    parts.push(what + " " + words.with.toLowerCase() + " " + sinceName(view) + (view.byWave ? "" : ", " + wave));
  else
    parts.push(what);
  return parts.join(" \u2013 ");
}

function sinceName(view) {
  const named = view.set.waves.find((wave) => wave.id === view.state.with);
  return view.words[view.state.with] || (named ? textIn(named.label, view.lang) : "");
}

// What is shown, in a sentence that is read aloud.
function summaryOf(view) {
  const {words, rows, lang, set} = view;
  const hidden = rows.filter((row) => !isShown(row)).length;
  const lacking = say(words.lacking[Math.min(hidden, 2)], hidden);
  if (hidden === rows.length && view.published.length === 0)
    return words.say_none + (rows.length > 0 ? " " + capital(hiddenText(view, rows[rows.length - 1])) + "." : "");
  if (view.state.view === "published")
    return say(words.say_published, view.published.length);
  if (view.state.view !== "time") {
    const n = rows.filter(differs).length;
    const verb = "say_" + (view.state.view === "groups" ? "differ" : "moved") + (n === 1 ? "_one" : "_more");
    return say(words.say_differ, n, rows.length, words[verb], lacking);
  }
  if (view.groups.length > 1)
    return say(words.say_many, view.groups.length, set.came.length, lacking);
  const last = rows.filter(isShown).pop();
  return say(words.say_time, capital(groupName(set, last.group, lang)), figureText(view, last), textIn(set.waves[last.wave].label, lang));
}
