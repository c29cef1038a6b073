/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The page of a scan from top to bottom, and how it was made. */
#include "scan_page.h"

#include "scan_view.h"
#include "section.h"

#include <string.h>

/* ---- head ---- */

static void head_write(scan_view *v, const char *nl, const char *en)
{
    page_begin(&v->p);
    page_raw(&v->p, v->scan->facts.synthetic ? "SYNTHETIC: " : "");
    scan_say(v, nl, en);
    page_raw(&v->p, ": ");
    page_text(&v->p, v->scan->facts.title);
    page_raw(&v->p, "</title>\n");
    section_style(&v->p);
    scan_style(&v->p);
    page_raw(&v->p, "</head>\n<body>\n<header>\n<p class=\"small\">");
    scan_say(v, nl, en);
    page_raw(&v->p, "</p>\n<h1>");
    page_raw(&v->p, v->scan->facts.synthetic ? "SYNTHETIC: " : "");
    page_text(&v->p, v->scan->facts.title);
    page_raw(&v->p, "</h1>\n<p>");
    page_text(&v->p, v->scan->facts.questionnaire);
    if (v->scan->facts.from != NULL && v->scan->facts.until != NULL) {
        page_raw(&v->p, ", ");
        page_text(&v->p, v->scan->facts.from);
        scan_say(v, " tot ", " to ");
        page_text(&v->p, v->scan->facts.until);
    }
    page_raw(&v->p, "</p>\n");
}

static void notes_write(scan_view *v)
{
    if (v->scan->facts.synthetic) {
        page_raw(&v->p,
                 "<div class=\"banner\" role=\"note\"><p><strong>SYNTHETIC.</strong> ");
        scan_say(v,
                 "De antwoorden zijn verzonnen, als voorbeeld: dit bedrijf bestaat niet.",
                 "The answers are made up, as an example: this company does not exist.");
        page_raw(&v->p, "</p></div>\n");
    }
    if (scan_is_preset(v)) {
        page_raw(&v->p, "<div class=\"preset\" role=\"note\"><p><strong>");
        scan_say(v, "Voorinstelling, niet officieel.", "Preset, not official.");
        page_raw(&v->p, "</strong> ");
        scan_say(
            v,
            "Er zijn vragen of grenswaarden bij die niet gevalideerd zijn (zie Methode). "
            "Vergelijk deze cijfers niet met die van de Vlaamse werkbaarheidsmonitor. "
            "Een acuut licht is geen diagnose.",
            "Among these are questions or cut-offs that are not validated (see Method). "
            "Do not compare these figures with those of the Flemish workability "
            "monitor. An acute light is no diagnosis.");
        page_raw(&v->p, "</p></div>\n");
    }
}

typedef struct link_to {
    const char *id, *nl, *en;
    int is_there;
} link_to;

static void contents_write(scan_view *v)
{
    const wbr_scan *s = v->scan;
    int figures = !s->facts.too_small;
    int records = (s->records != NULL && wb_frame_row_count(s->records) > 0) ||
                  (s->checklists != NULL && wb_frame_row_count(s->checklists) > 0);
    const link_to links[] = {
        {"response", "Wie deed mee", "Who took part", figures},
        {"lights", "Lichten", "Lights", figures},
        {"certainty", "Zekerheid", "Certainty", figures},
        {"groups", "Groepen", "Groups", figures && v->n_groups > 1},
        {"differences", "Referentie", "Reference",
         figures && s->differences != NULL && wb_frame_row_count(s->differences) > 0},
        {"findings", "Sterktes en prioriteiten", "Strengths and priorities",
         figures && s->findings != NULL},
        {"measures", "Maatregelen", "Measures", figures && s->suggestions != NULL},
        {"records", "Werkposten", "Work posts", records},
        {"guide", "Gesprek", "Talk",
         s->guide != NULL && wb_frame_row_count(s->guide) > 0},
        {"method", "Methode en privacy", "Method and privacy", 1}};
    page_raw(&v->p, "<nav><p>");
    for (size_t i = 0, n = 0; i < sizeof links / sizeof *links; i++) {
        if (links[i].is_there) {
            page_format(&v->p, "%s<a href=\"#%s\">", n++ > 0 ? " · " : "", links[i].id);
            scan_say(v, links[i].nl, links[i].en);
            page_raw(&v->p, "</a>");
        }
    }
    page_raw(&v->p, "</p></nav>\n");
}

/* ---- method ---- */

static void item(scan_view *v, const char *nl, const char *en)
{
    page_raw(&v->p, "<li>");
    scan_say(v, nl, en);
    page_raw(&v->p, "</li>\n");
}

static void privacy_list(scan_view *v)
{
    page_raw(&v->p, "<ul>\n");
    item(
        v,
        "Deze pagina is alleen van vrijgegeven cijfers gemaakt. Er staat geen antwoord "
        "van "
        "iemand in, en geen verborgen getal, ook niet in de broncode.",
        "This page is made of released figures alone. No answer of anybody is in it, and "
        "no hidden number, not in its source either.");
    if (v->scan->facts.earlier) {
        item(v,
             "Met een eerder rapport over dezelfde antwoorden is rekening gehouden: ook "
             "uit beide samen is geen verborgen getal af te leiden.",
             "An earlier report on the same answers was taken into account: a hidden "
             "number cannot be worked out from both together either.");
    } else {
        item(v,
             "Er is geen register van een eerder rapport meegegeven. Als er over deze "
             "antwoorden al een rapport bestaat, is dit er niet tegen beschermd: leg ze "
             "dan niet naast elkaar.",
             "No ledger of an earlier report was given. If there is a report on these "
             "answers already, this one is not protected against it: do not lay the two "
             "side by side then.");
    }
    if (v->scan->facts.rules_only) {
        item(
            v,
            "Beschermd is wat een regel verbergt (te weinig antwoorden, niemand of "
            "iedereen). Wat alleen daarvoor mee verborgen is, valt soms uit te rekenen.",
            "Protected is what a rule hides (too few answers, nobody or everybody). What "
            "is hidden for the sake of that alone can sometimes be worked out.");
    }
    item(v,
         "Bewaar het register (ledger): het volgende rapport heeft het nodig. De "
         "antwoorden "
         "zelf gaan nooit naar de werkgever.",
         "Keep the ledger: the next report needs it. The answers themselves never go to "
         "the employer.");
    page_raw(&v->p, "</ul>\n");
}

static void facts_list(scan_view *v)
{
    const wbr_scan_facts *f = &v->scan->facts;
    page_raw(&v->p, "<dl class=\"facts\"><dt>");
    scan_say(v, "Scan", "Scan");
    page_raw(&v->p, "</dt><dd>");
    page_text(&v->p, f->id);
    scan_say(v, ", rapport ", ", report ");
    page_text(&v->p, f->release);
    page_raw(&v->p, "</dd><dt>");
    scan_say(v, "Minste antwoorden", "Fewest answers");
    page_format(&v->p, "</dt><dd>%lld</dd><dt>", (long long)f->min_n);
    scan_say(v, "SHA-256", "SHA-256");
    page_raw(&v->p, "</dt><dd style=\"overflow-wrap:anywhere\">");
    page_text(&v->p, f->hash);
    page_raw(&v->p, "</dd></dl>\n");
}

void section_scan_method(scan_view *v)
{
    scan_heading(v, "method", "Methode en privacy", "Method and privacy");
    page_raw(&v->p, "<ul>\n");
    for (int64_t row = 0; row < wb_frame_row_count(v->scan->method); row++) {
        page_raw(&v->p, "<li>");
        page_text(&v->p, scan_text(v, v->scan->method, "text", row));
        page_raw(&v->p, "</li>\n");
    }
    page_raw(&v->p, "</ul>\n");
    privacy_list(v);
    facts_list(v);
}

/* ---- the page ---- */

static void too_small_lead(scan_view *v)
{
    char number[WBR_NUMBER_BYTES];
    wbr_number(v->scan->language, (double)v->scan->facts.min_n, 0, 0, number);
    page_raw(&v->p, "<p class=\"lead\">");
    scan_say(v, "Minder dan ", "Fewer than ");
    page_text(&v->p, number);
    scan_say(
        v,
        " mensen antwoordden. In zo’n kleine groep zou te zien zijn wie wat antwoordde, "
        "dus zijn er geen cijfers. Wat wel kan: er samen over praten.",
        " people answered. In so small a group one could see who answered what, so "
        "there are no figures. What can be done: talk about it together.");
    page_raw(&v->p, "</p>\n");
}

static void figures_write(scan_view *v)
{
    section_scan_response(v);
    section_scan_lights(v);
    section_scan_certainty(v);
    if (v->n_groups > 1) {
        section_scan_groups(v);
    }
    section_scan_differences(v);
    section_scan_findings(v);
    section_scan_measures(v);
}

static void foot_write(scan_view *v)
{
    page_raw(&v->p, "</main>\n<footer><p class=\"small\">libwerkbaar ");
    page_text(&v->p, wb_version());
    page_raw(&v->p, "</p></footer>\n</body>\n</html>\n");
}

static void body_write(scan_view *v)
{
    head_write(v, "Werkbaarheidsscan", "Workability scan");
    notes_write(v);
    page_raw(&v->p, "</header>\n");
    contents_write(v);
    page_raw(&v->p, "<main>\n");
    if (v->scan->facts.too_small) {
        too_small_lead(v);
        section_scan_benchmark(v);
    } else {
        figures_write(v);
    }
    section_scan_records(v);
    section_scan_guide(v);
    section_scan_method(v);
    foot_write(v);
}

wb_status wbr_scan_write(const wbr_scan *scan, wb_writer *writer, wb_error *err)
{
    scan_view v = {0};
    wb_status st = scan_open(&v, scan, writer, err);
    if (st == WB_OK) {
        body_write(&v);
        st = page_status(&v.p);
    }
    scan_close(&v);
    return st;
}

wb_status wbr_guide_write(const wbr_scan *guide, wb_writer *writer, wb_error *err)
{
    scan_view v = {.scan = guide,
                   .p = {.writer = writer,
                         .err = err,
                         .status = WB_OK,
                         .options = {.language = guide->language}}};
    head_write(&v, "Gespreksgids", "Discussion guide");
    page_raw(&v.p, "</header>\n<main>\n");
    section_scan_guide(&v);
    foot_write(&v);
    scan_close(&v);
    return page_status(&v.p);
}
