// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// The figures as they lie in the page (docs/formats/explorer.md), and how to ask for one.
//
// A block has a letter per place: which status it has; a capital says that there are numbers, and
// these follow each other in lists. So a hidden figure has no place in any list.
"use strict";

// What of the block's lists belongs to each place: its number in them, or -1.
function openBlock(block) {
  const places = new Int32Array(block.status.length);
  let n = 0;
  for (let i = 0; i < places.length; i++) {
    const code = block.status.charCodeAt(i);
    places[i] = code >= 65 && code <= 90 ? n++ : -1;
  }
  block.places = places;
  return block;
}

function statusAt(block, place) {
  const letter = block.status[place];
  return letter === undefined || letter === "-" ? "-" : block.statuses[letter.toLowerCase().charCodeAt(0) - 97];
}

// The figure at a place: numbers as whole numbers of `scale` a unit, or null.
function figureAt(block, place) {
  const at = block.places[place];
  const found = {status: statusAt(block, place), value: null, lower: null, upper: null, n: null, p: null};
  if (block.flag !== undefined && block.flag[place] !== "-")
    found.flag = block.flags[block.flag.charCodeAt(place) - 97];
  if (at < 0)
    return found;
  for (const key of ["value", "lower", "upper", "n", "p"])
    if (block[key] !== undefined)
      found[key] = block[key][at];
  return found;
}

function openSet(set) {
  set.cells = openBlock(set.cells);
  set.trend = set.trend && openBlock(set.trend);
  for (const block of [...set.changes, ...set.differences])
    openBlock(block);
  set.breakdowns = breakdownsOf(set);
  set.came = set.waves.map((_, w) => w).filter((w) => hasWave(set, w));
  set.times = set.waves.map((wave) => Number(wave.id));
  if (!set.times.every((time) => Number.isFinite(time)))
    set.times = set.waves.map((_, w) => w + 1);
  return set;
}

// The place of a group, wave and measure in the blocks of cells, changes and differences.
function placeOf(set, group, wave, measure) {
  return (group * set.waves.length + wave) * set.measures.length + measure;
}

function hasWave(set, wave) {
  return set.measures.some((_, m) => statusAt(set.cells, placeOf(set, 0, wave, m)) !== "-");
}

// Breakdowns: variables crossed alike, with the groups they make. The first is everyone.
function breakdownsOf(set) {
  const found = new Map();
  set.groups.forEach((pairs, group) => {
    const variables = pairs.filter((_, i) => i % 2 === 0);
    const id = variables.map((v) => set.variables[v].id).join("*");
    if (!found.has(id))
      found.set(id, {id, variables, groups: []});
    found.get(id).groups.push(group);
  });
  return [...found.values()];
}

// The id of a group within its breakdown.
function groupId(set, group) {
  const pairs = set.groups[group];
  const ids = [];
  for (let i = 0; i < pairs.length; i += 2)
    ids.push(set.variables[pairs[i]].categories[pairs[i + 1]].id);
  return ids.join("*");
}

function measureId(measure) {
  return measure.category === undefined ? measure.variable : measure.variable + "~" + measure.category;
}
