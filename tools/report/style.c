/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The page's style: dark on white, a column that a phone can hold, tables that scroll in
 * their own box, and nothing that print would lose. */
#include "section.h"

static const char text_style[] =
    "<style>\n"
    ":root{--ink:#1b1b1b;--soft:#4a4a4a;--rule:#c9c9c9;--s1:#0b5fa5;"
    "--s2:#b5430a}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:62rem;padding:1rem;background:#fff;"
    "color:var(--ink);font:1rem/1.5 system-ui,-apple-system,\"Segoe UI\","
    "Roboto,\"Liberation Sans\",Arial,sans-serif}\n"
    "h1,h2,h3,h4{overflow-wrap:anywhere}\n"
    "h1{font-size:clamp(1.25rem,5.5vw,1.7rem);line-height:1.2;margin:.5rem 0}\n"
    "h2{font-size:clamp(1.15rem,4.5vw,1.4rem);line-height:1.25;margin:2.5rem 0 .5rem;"
    "border-top:3px solid var(--ink);padding-top:.5rem}\n"
    "h3{font-size:1.15rem;margin:2rem 0 .4rem}\n"
    "h4{font-size:1rem;margin:0 0 .2rem}\n"
    "p{margin:.4rem 0;max-width:46rem}\n"
    "a{color:#0b4f8a}\n"
    ".small,figcaption,caption{color:var(--soft);font-size:.875rem}\n"
    ".banner{border:3px solid #8a1c00;background:#fff4ef;padding:.6rem .8rem;"
    "margin:.8rem 0}\n"
    ".banner strong{color:#8a1c00;letter-spacing:.04em}\n"
    ".preset{border-left:5px solid #8a6d00;background:#fffbe8;"
    "padding:.5rem .8rem;margin:.8rem 0}\n";

static const char table_style[] =
    ".box{overflow-x:auto;margin:.6rem 0;-webkit-overflow-scrolling:touch}\n"
    "table{border-collapse:collapse;font-size:.875rem;"
    "font-variant-numeric:tabular-nums}\n"
    "caption{text-align:left;padding:.2rem 0}\n"
    "th,td{padding:.22rem .45rem;border-bottom:1px solid var(--rule);"
    "text-align:right;vertical-align:top;white-space:nowrap}\n"
    "thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}\n"
    "th:first-child,td.t,th.t{text-align:left}\n"
    ".box tbody th{position:sticky;left:0;background:#fff}\n"
    "tbody th{font-weight:600}\n"
    ".card thead th{white-space:normal}\n"
    ".card th,.card td{padding:.2rem .3rem}\n"
    "th.h{white-space:normal}\n"
    "td.w,th.w{white-space:normal;min-width:9rem;text-align:left}\n"
    "td.src{white-space:normal;min-width:16rem;text-align:left}\n"
    ".ci{color:var(--soft);white-space:nowrap}\n"
    "td .ci{display:block;font-size:.8rem}\n"
    ".sig{font-weight:700}\n"
    ".hid{color:var(--soft);font-style:italic;font-size:.8rem}\n"
    "details{margin:.8rem 0}summary{cursor:pointer;font-weight:600}\n"
    ".mark{cursor:help;text-decoration:none}\n"
    "figure{margin:.6rem 0}\n"
    "svg{display:block;width:100%;max-width:34rem;height:auto}\n"
    ".cards{display:grid;grid-template-columns:repeat(auto-fill,"
    "minmax(min(100%,20rem),1fr));gap:1.2rem}\n"
    ".card{border:1px solid var(--rule);padding:.7rem;min-width:0}\n";

static const char chart_style[] =
    "@media(max-width:30rem){body{padding:.7rem}.card{padding:.45rem .35rem}"
    ".card table{font-size:.8rem}.card th,.card td{padding:.15rem .22rem}"
    ".card td .ci{font-size:.72rem}}\n"
    "svg text{font-size:12px;fill:#1b1b1b;font-family:inherit}\n"
    "svg .tick{text-anchor:end;fill:#4a4a4a}\n"
    "svg .wave,svg .value{text-anchor:middle}\n"
    "svg .value.s1{fill:var(--s1);font-weight:600}\n"
    "svg .value.s2{fill:var(--s2);font-weight:600}\n"
    "svg .made{text-anchor:end;fill:#8a1c00;font-weight:700}\n"
    "svg .grid{stroke:#dcdcdc}\n"
    "svg .line{fill:none;stroke-width:2}\n"
    "svg .line.s1{stroke:var(--s1)}\n"
    "svg .line.s2{stroke:var(--s2);stroke-dasharray:5 3}\n"
    "svg .bar{fill:none}\n"
    "svg .bar.s1{stroke:var(--s1)}svg .bar.s2{stroke:var(--s2)}\n"
    "svg .band.s1{fill:#0b5fa51f}svg .band.s2{fill:#b5430a1f}\n"
    "svg .mark.s1{fill:var(--s1);stroke:var(--s1);stroke-width:1.5}\n"
    "svg .mark.s2{fill:var(--s2);stroke:var(--s2);stroke-width:1.5}\n"
    "svg .mark.open{fill:#fff}\n"
    "@media print{@page{margin:14mm}body{max-width:none;padding:0;"
    "font-size:10pt}section+section h2{break-before:page}"
    "h1,h2,h3,h4,caption,thead{break-after:avoid}"
    "details::details-content{content-visibility:visible;display:block}"
    ".box tbody "
    "th{position:static}.card,figure,tr{break-inside:avoid}.box{overflow:visible}"
    "table{font-size:8pt}th,td{padding:.1rem .35rem}td .ci{font-size:7pt}"
    "svg{max-height:60mm}nav{display:none}"
    ".cards{grid-template-columns:1fr 1fr;gap:4mm}"
    ".card{padding:2mm}.card svg{max-height:40mm}"
    ".card figure,.card p{margin:.1rem 0}.card table{font-size:7pt}"
    ".card td .ci{display:inline;font-size:7pt;margin-left:.3em}"
    ".wide table{font-size:6.5pt}.wide td .ci{font-size:6pt}"
    ".wide th,.wide td{padding:.1rem .2rem}"
    "a{color:inherit;text-decoration:none}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n"
    "</style>\n";

void section_style(page *p)
{
    page_raw(p, text_style);
    page_raw(p, table_style);
    page_raw(p, chart_style);
}
