/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The style of the pages about a scan. No colour stands alone: a number or a word is
 * beside it, and what is hidden is hatched. */
#include "scan_view.h"

static const char bar_style[] =
    "<style>\n"
    ":root{--go:#2e7d4f;--wait:#e3a02b;--stop:#b3261e;--undecided:#9a9a9a}\n"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;"
    "clip-path:inset(50%);white-space:nowrap}\n"
    ".lights{display:flex;height:1.1rem;width:100%;min-width:7rem;"
    "border:1px solid #6a6a6a;overflow:hidden}\n"
    ".lights i{display:block;height:100%}\n"
    "i.green,.key i.green{background:var(--go)}\n"
    "i.orange,.key i.orange{background:var(--wait)}\n"
    "i.red,.key i.red{background:var(--stop)}\n"
    "i.problem,.key i.problem{background:repeating-linear-gradient(90deg,"
    "var(--wait) 0 6px,var(--stop) 6px 9px)}\n"
    ".full table{width:100%}.full thead th{white-space:normal}"
    ".full tbody th{width:30%}\n"
    "td.bar{width:40%;min-width:7.5rem;vertical-align:middle}\n"
    ".sure{position:relative;display:block;height:1.1rem;min-width:9rem;"
    "border:1px solid var(--rule);background:#fafafa}\n"
    ".sure i{position:absolute;display:block}\n"
    ".sure .b{top:.35rem;height:.3rem;background:#c3d3e2}\n"
    ".sure .c{top:.15rem;height:.7rem;background:#0b5fa5aa}\n"
    ".sure .m{top:0;height:100%;width:2px;background:#1b1b1b}\n"
    ".rate{display:block;height:.7rem;min-width:6rem;background:#ececec}\n"
    ".rate i{display:block;height:100%;background:#0b5fa5}\n"
    ".key{display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;list-style:none;padding:0;"
    "margin:.5rem 0;font-size:.875rem}\n"
    ".key i{display:inline-block;width:1rem;height:.85rem;border:1px solid #6a6a6a;"
    "margin-right:.35rem;vertical-align:-.1rem}\n"
    ".flag{display:inline-block;border:1px solid #8a6d00;background:#fff6d6;"
    "border-radius:.2rem;padding:0 .35rem;font-size:.8rem}\n";

static const char heat_style[] =
    ".heat table{border-collapse:separate;border-spacing:2px}\n"
    ".heat th,.heat td{border:0}\n"
    ".heat thead th{border:0;vertical-align:bottom;padding:.2rem;font-weight:600}\n"
    ".heat thead th span.t{writing-mode:vertical-rl;transform:rotate(180deg);"
    "max-height:11rem;white-space:normal;display:inline-block;line-height:1.15}\n"
    ".heat tbody "
    "th{position:sticky;left:0;background:#fff;min-width:8rem;max-width:11rem;"
    "white-space:normal;z-index:1}\n"
    ".heat td{text-align:center;min-width:2.9rem;vertical-align:middle}\n"
    ".h0{background:#f7f7f9}.h1{background:#dfe6f1}.h2{background:#c0cfe4}"
    ".h3{background:#9bb3d4}.h4{background:#7b9bc6}"
    ".h5{background:#3f689f;color:#fff}.h6{background:#1f4678;color:#fff}\n"
    "td.hid{position:relative}.hid,.key "
    "i.hid{background:repeating-linear-gradient(135deg,#fff 0 4px,"
    "#b9b9b9 4px 6px)}\n"
    ".green.c{background:#cfe8d7}.orange.c{background:#fbe3b4}.red.c{background:#f5c6c0}"
    ".grey.c{background:#ececec}\n"
    ".key i.grey{background:#ececec}.key i.lgreen{background:#cfe8d7}"
    ".key i.lorange{background:#fbe3b4}.key i.lred{background:#f5c6c0}\n"
    ".lead{font-size:1.1rem}\n"
    ".pair{display:grid;grid-template-columns:repeat(auto-fit,"
    "minmax(min(100%,21rem),1fr));gap:1.2rem}\n"
    ".pair>section{border-top:4px solid var(--stop);padding-top:.3rem;min-width:0}\n"
    ".pair>section.good{border-color:var(--go)}\n"
    ".pair ol{padding-left:1.4rem}.pair li{margin:.5rem 0}\n"
    ".measure{border-left:4px solid #0b5fa5;padding:.1rem 0 .1rem .8rem;"
    "margin:.9rem 0}\n"
    ".measure h4{margin:0}\n"
    "details{margin:.8rem 0}summary{cursor:pointer;font-weight:600}\n"
    "dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;"
    "margin:.8rem 0}dl.facts dt{color:var(--soft)}dl.facts dd{margin:0}\n"
    "@media(max-width:30rem){.full th,.full td{font-size:.8rem;padding:.2rem .25rem}"
    ".full td.bar,.lights{min-width:4rem}.sure{min-width:6rem}.heat tbody "
    "th{min-width:0;max-width:6.5rem;font-size:.8rem}"
    ".heat td{min-width:2.5rem}dl.facts{grid-template-columns:1fr}"
    "dl.facts dd{margin:0 0 .4rem}}\n"
    "@media print{.pair section+section h2,.pair section+section h3{"
    "break-before:auto}.heat tbody th{position:static}.measure,.pair li{"
    "break-inside:avoid}details>*{display:block}.heat table{font-size:7pt}}\n"
    "</style>\n";

void scan_style(page *p)
{
    page_raw(p, bar_style);
    page_raw(p, heat_style);
}
