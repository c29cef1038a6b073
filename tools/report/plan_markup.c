/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Pieces of the pages about a plan. */
#include "plan_view.h"
#include "section.h"

static const char style[] =
    "<style>\n"
    ".badge{display:inline-block;border:1px solid #8a8a8a;border-radius:.2rem;"
    "padding:0 .35rem;font-size:.8rem;white-space:nowrap;background:#f4f4f4}\n"
    ".badge.done,.badge.answered,.badge.closed{background:#e3f2e6;border-color:#2d6a3a}\n"
    ".badge.running,.badge.due{background:#e2eefa;border-color:#0b5fa5}\n"
    ".badge.late{background:#fde7df;border-color:#8a1c00;color:#8a1c00;"
    "font-weight:700}\n"
    ".badge.past,.badge.awaited{background:#fff6d6;border-color:#8a6d00}\n"
    ".badge.not_answered{background:#fde7df;border-color:#8a1c00}\n"
    ".counts{display:flex;flex-wrap:wrap;gap:.6rem;margin:.8rem 0;padding:0;"
    "list-style:none}\n"
    ".counts li{border:1px solid var(--rule);padding:.3rem .7rem;min-width:5.5rem}\n"
    ".counts b{display:block;font-size:1.4rem;line-height:1.2}\n"
    "td,td .ci{white-space:normal}\n"
    "td.n{white-space:nowrap}\n"
    "ul.tree,ul.tree ul{list-style:none;padding-left:1rem;margin:.2rem 0}\n"
    "ul.tree li{margin:.3rem 0}\n"
    "ul.tree .who{color:var(--soft);font-size:.875rem}\n"
    ".timeline svg{max-width:none;min-width:44rem}\n"
    ".timeline text{font-size:11px}\n"
    ".timeline .year{text-anchor:middle;fill:#4a4a4a}\n"
    ".timeline .now{stroke:#8a1c00;stroke-width:1.5;stroke-dasharray:4 3}\n"
    ".timeline .today{fill:#8a1c00;text-anchor:middle}\n"
    ".timeline .span{stroke:#0b5fa5;fill:#9fc4e6}\n"
    ".timeline .span.done{stroke:#2d6a3a;fill:#a9d3b2}\n"
    ".timeline .span.stopped{stroke:#5a5a5a;fill:#d5d5d5}\n"
    ".timeline .span.unknown{stroke:#6a6a6a;fill:#ececec;stroke-dasharray:3 2}\n"
    ".timeline .open{stroke:#4a4a4a;stroke-dasharray:2 3;fill:none}\n"
    ".timeline .stone{fill:#fff;stroke:#1b1b1b}\n"
    ".timeline .stone.done{fill:#2d6a3a}\n"
    ".question{border:1px solid var(--rule);padding:.6rem .9rem;margin:1rem 0}\n"
    ".question h3{margin-top:.3rem}\n"
    ".answer{margin:.5rem 0 .5rem 1rem}\n"
    ".answer .answer{border-left:3px solid var(--rule);padding-left:.7rem}\n"
    "@media print{.timeline svg{min-width:0;max-height:none}"
    ".question,ul.tree li{break-inside:avoid}}\n"
    "</style>\n";

void view_begin(plan_view *v, const char *nl, const char *en)
{
    page *p = &v->p;
    const char *title =
        wb_plan_title(v->asked->plan, wbr_language_code(v->asked->language));
    page_begin(p);
    view_say(v, nl, en);
    page_raw(p, ": ");
    page_text(p, title);
    page_raw(p, "</title>\n");
    section_style(p);
    page_raw(p, style);
    page_raw(p, "</head>\n<body>\n<header>\n<p class=\"small\">");
    view_say(v, nl, en);
    page_raw(p, "</p>\n<h1>");
    page_text(p, title);
    page_raw(p, "</h1>\n<p>");
    view_say(v, "Zoals het plan staat op ", "As the plan stands on ");
    page_text(p, v->asked->today);
    page_raw(p, "</p>\n</header>\n");
}

void view_end(plan_view *v)
{
    page *p = &v->p;
    const wb_plan *plan = v->asked->plan;
    page_raw(p, "<footer><p class=\"small\">");
    view_say(v,
             "Wat het plan niet zegt, is onbekend: niet nul, niet afgerond en niet te "
             "laat.",
             "What the plan does not say is unknown: not zero, not done and not late.");
    page_raw(p, "</p><p class=\"small\">");
    page_text(p, wb_plan_id(plan));
    page_raw(p, ", ");
    view_say(v, "versie ", "version ");
    page_text(p, wb_plan_version(plan));
    page_raw(p, ", SHA-256 <span style=\"overflow-wrap:anywhere\">");
    page_text(p, wb_plan_hash(plan));
    page_raw(p, "</span>. libwerkbaar ");
    page_text(p, wb_version());
    page_raw(p, ".</p></footer>\n</body>\n</html>\n");
}

void view_heading(plan_view *v, const char *id, const char *nl, const char *en)
{
    page_format(&v->p, "<h2 id=\"%s\">", id);
    view_say(v, nl, en);
    page_raw(&v->p, "</h2>\n");
}

void view_paragraph(plan_view *v, const char *nl, const char *en)
{
    page_raw(&v->p, "<p>");
    view_say(v, nl, en);
    page_raw(&v->p, "</p>\n");
}

void view_badge(plan_view *v, const char *word)
{
    page_format(&v->p, "<span class=\"badge %.40s\">", word);
    page_text(&v->p, view_word(v, word));
    page_raw(&v->p, "</span>");
}

void view_table_begin(plan_view *v, const char *const headings[][2])
{
    section_table_begin(&v->p, "box");
    page_headings(&v->p, headings);
}

void view_table_end(plan_view *v)
{
    section_table_end(&v->p);
}

void view_td(plan_view *v, const char *text)
{
    page_raw(&v->p, "<td class=\"t\">");
    page_text(&v->p, text);
    page_raw(&v->p, "</td>");
}

void view_tdn(plan_view *v, const char *text)
{
    page_raw(&v->p, "<td class=\"n\">");
    page_text(&v->p, text);
    page_raw(&v->p, "</td>");
}

void view_td_count(plan_view *v, view_table table, const char *column, int64_t row)
{
    page_format(&v->p, "<td class=\"n\">%lld</td>",
                (long long)view_number(v, table, column, row, 0));
}

void view_td_word(plan_view *v, const char *word)
{
    page_raw(&v->p, "<td class=\"t\">");
    if (word[0] != '\0') {
        view_badge(v, word);
    }
    page_raw(&v->p, "</td>");
}

void view_td_money(plan_view *v, view_table table, const char *column, int64_t row)
{
    char text[WBR_NUMBER_BYTES] = "?";
    int64_t cents = view_number(v, table, column, row, -1);
    if (cents >= 0) {
        view_money(v, cents, text);
    }
    view_tdn(v, text);
}
