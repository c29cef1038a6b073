// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// What is chosen: read from the address, kept possible, and written back to it.
"use strict";

const VIEWS = ["time", "groups", "changes", "trend", "published"];

// Which choices a view has, beside population, indicator and figure.
const CHOICES = {
  time: ["by", "group"],
  groups: ["by", "wave", "against"],
  changes: ["by", "group", "wave", "with"],
  trend: ["by"],
  published: ["by", "group"],
};

function viewsOf(set) {
  return VIEWS.filter((view) =>
    view === "time" ||
    (view === "groups" && set.differences.length > 0 && set.breakdowns.length > 1) ||
    (view === "changes" && set.changes.length > 0) ||
    (view === "trend" && set.trend !== null) ||
    (view === "published" && set.published.length > 0));
}

function stateOfAddress(hash, data) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  return possible({
    lang: given.get("lang") || data.language,
    set: given.get("set"), measure: given.get("measure"), view: given.get("view"), by: given.get("by"),
    group: given.get("group"), wave: given.get("wave"), with: given.get("with"), against: given.get("against"),
  }, data);
}

function addressOf(state) {
  const kept = new URLSearchParams();
  for (const key of ["lang", "set", "measure", "view", ...CHOICES[state.view]])
    if (state[key] !== "")
      kept.set(key, state[key]);
  return "#" + kept.toString();
}

const among = (list, wanted, otherwise) => (list.includes(wanted) ? wanted : otherwise);

function setOf(state, data) {
  return data.sets.find((set) => set.id === state.set);
}

function breakdownOf(state, set) {
  return set.breakdowns.find((breakdown) => breakdown.id === state.by);
}

function changesId(set, block) {
  return block.with === "named" ? set.waves[block.reference.find((w) => w >= 0)].id : block.with;
}

// The nearest state that the data have: what is not there becomes the default.
function possible(wanted, data) {
  const state = {...wanted};
  state.lang = among(Object.keys(WORDS), state.lang, "nl");
  state.set = among(data.sets.map((s) => s.id), state.set, data.sets[0].id);
  const set = setOf(state, data);
  const measures = set.measures.map(measureId);
  state.measure = among(measures, state.measure, measures[0]);
  state.view = among(viewsOf(set), state.view, "time");
  const breakdowns = set.breakdowns.map((b) => b.id).filter((id) => id !== "" || state.view !== "groups");
  state.by = among(breakdowns, state.by || "", breakdowns[0]);
  const groups = breakdownOf(state, set).groups.map((g) => groupId(set, g));
  state.group = among(groups, state.group || "", state.view === "published" ? groups[0] : "");
  const waves = set.came.map((w) => set.waves[w].id);
  state.wave = among(waves, state.wave, waves[waves.length - 1]);
  state.with = among(set.changes.map((b) => changesId(set, b)), state.with, set.changes[0] && changesId(set, set.changes[0]));
  state.against = among(set.differences.map((b) => b.against), state.against, set.differences[0] && set.differences[0].against);
  return state;
}
