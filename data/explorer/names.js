// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// Numbers and names as a reader of the language writes them.
"use strict";

const say = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[Number(i)]);
const textIn = (texts, lang) => texts[lang] !== undefined ? texts[lang] : Object.values(texts)[0];
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// A whole number of 10^decimals a unit, as printed: "−3,4", with a plus where `sign` asks for it.
function printed(whole, decimals, lang, sign) {
  if (whole === null)
    return "";
  const digits = String(Math.abs(whole)).padStart(decimals + 1, "0");
  const at = digits.length - decimals;
  const text = decimals === 0 ? digits : digits.slice(0, at) + WORDS[lang].decimal + digits.slice(at);
  return (whole < 0 ? "\u2212" : sign && whole > 0 ? "+" : "") + text;
}

function printedP(p, lang) {
  return p === null ? "" : p === 0 ? "< 0" + WORDS[lang].decimal + "001" : printed(p, 3, lang);
}

// As a program reads it: a point, a hyphen.
function plain(whole, decimals) {
  return whole === null ? "" : (whole / 10 ** decimals).toFixed(decimals);
}

function groupName(set, group, lang) {
  const pairs = set.groups[group];
  const names = [];
  for (let i = 0; i < pairs.length; i += 2)
    names.push(textIn(set.variables[pairs[i]].categories[pairs[i + 1]].label, lang));
  return names.length > 0 ? names.join(", ") : WORDS[lang].everyone;
}

function breakdownName(set, breakdown, lang) {
  const names = breakdown.variables.map((v) => textIn(set.variables[v].label, lang));
  return names.length > 1 ? say(WORDS[lang].crossed, names.slice(0, -1).join(", "), names[names.length - 1])
    : names.length === 1 ? names[0] : WORDS[lang].everyone;
}

// What of an indicator a measure is.
function figureName(measure, lang) {
  const words = WORDS[lang];
  if (measure.kind === "bottlenecks")
    return measure.category === "1" ? words.bottleneck : say(words.bottlenecks, measure.category);
  if (measure.kind === "combination")
    return measure.category === "none" ? words.none
      : measure.category.includes("+") ? textIn(measure.category_label, lang)
        : say(words.only, textIn(measure.category_label, lang));
  if (measure.category !== undefined)
    return textIn(measure.category_label, lang);
  return measure.kind === "topic" ? words.figures[measure.unit === "share" ? "share" : "mean"] : words.figures[measure.kind];
}

function measureName(measure, lang) {
  const name = capital(textIn(measure.label, lang));
  return measure.kind === "workable" || (measure.kind === "topic" && measure.category === undefined)
    ? name : name + ": " + figureName(measure, lang);
}

function unitName(measure, words) {
  return measure.unit_text === undefined ? words[measure.unit] : words[measure.unit] + " (" + measure.unit_text + ")";
}
