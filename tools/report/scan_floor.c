/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One sheet of paper for the work floor: short sentences, of everyone together. */
#include "scan_view.h"
#include "section.h"

#include <math.h>
#include <string.h>

enum { FLOOR_THEMES = 3 };

static const char style[] =
    "<style>\n"
    ".floor{max-width:46rem}\n"
    ".floor h2{margin:1.1rem 0 .3rem;font-size:1.2rem}\n"
    ".floor .themes{columns:2 12rem;padding-left:1.2rem;margin:.3rem 0}\n"
    ".floor .pair>section{padding-top:.1rem}\n"
    ".floor .pair h2{border:0;margin-top:.2rem;padding:0}\n"
    ".floor .pair li{margin:.35rem 0}\n"
    ".floor .next li{margin:.3rem 0}\n"
    ".floor .fill{display:inline-block;min-width:11rem;border-bottom:1px solid #6a6a6a}\n"
    "@media print{@page{size:A4;margin:13mm}.floor{max-width:none;font-size:11pt;"
    "line-height:1.35}.floor h2{margin-top:4mm}.floor .pair{grid-template-columns:1fr "
    "1fr}.floor .banner{margin:2mm 0;padding:1mm 3mm}}\n"
    "</style>\n";

/* A theme of everyone, by how many people have the problem. */
typedef struct ranked_theme {
    int64_t theme;
    double share;
} ranked_theme;

/* How many have the problem; NaN where that is hidden, and of a composite, which is no
 * theme. */
static double share_of(const scan_view *v, int64_t theme)
{
    return cell_is(v->scan->themes, "theme", theme, "")
               ? NAN
               : cell_double(v->scan->results, "share", scan_row(v, 0, theme));
}

static size_t themes_count(const scan_view *v)
{
    size_t n = 0;
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        n += isnan(share_of(v, theme)) ? 0 : 1;
    }
    return n;
}

/* The themes with the most (sign 1) or the fewest (-1) people with the problem; of equal
 * ones the first has more. */
static size_t themes_rank(const scan_view *v, int sign, ranked_theme best[FLOOR_THEMES])
{
    size_t n = 0;
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        double share = share_of(v, theme);
        size_t at = n;
        if (isnan(share)) {
            continue;
        }
        while (at > 0 &&
               (sign > 0 ? share > best[at - 1].share : share <= best[at - 1].share)) {
            at--;
        }
        if (at == FLOOR_THEMES) {
            continue;
        }
        n += n < FLOOR_THEMES;
        memmove(best + at + 1, best + at, (n - at - 1) * sizeof *best);
        best[at] = (ranked_theme){theme, share};
    }
    return n;
}

static void theme_item(scan_view *v, const ranked_theme *one, int is_problem)
{
    double share = is_problem ? one->share : 1 - one->share;
    page_raw(&v->p, "<li><strong>");
    page_text(&v->p, scan_theme(v, one->theme));
    page_raw(&v->p, "</strong><br>");
    page_number(&v->p, share * 100, 0, 0);
    if (is_problem) {
        scan_say(v, " op de 100 hebben het er moeilijk mee.",
                 " in 100 have a hard time with it.");
    } else {
        scan_say(v, " op de 100 hebben er geen probleem mee.",
                 " in 100 have no problem with it.");
    }
    page_raw(&v->p, "</li>\n");
}

/* No theme has the most problems and the fewest: of few themes each side has its half. */
static void side_write(scan_view *v, int sign, const char *nl, const char *en)
{
    ranked_theme best[FLOOR_THEMES];
    size_t n = themes_rank(v, sign, best), all = themes_count(v);
    size_t half = sign > 0 ? (all + 1) / 2 : all / 2;
    n = n < half ? n : half;
    if (n == 0 && all > 0) {
        return;
    }
    page_raw(&v->p, sign > 0 ? "<section><h2>" : "<section class=\"good\"><h2>");
    scan_say(v, nl, en);
    page_raw(&v->p, "</h2>\n<p class=\"small\">");
    if (n == 0) {
        scan_say(v, "Deze cijfers worden niet getoond, zodat niemand te herkennen is.",
                 "These figures are not shown, so that nobody can be recognised.");
    } else if (sign > 0) {
        scan_say(v, "Hier hebben de meeste mensen een probleem.",
                 "Here the most people have a problem.");
    } else {
        scan_say(v, "Hier hebben de minste mensen een probleem.",
                 "Here the fewest people have a problem.");
    }
    page_raw(&v->p, n > 0 ? "</p>\n<ol>\n" : "</p>\n");
    for (size_t i = 0; i < n; i++) {
        theme_item(v, &best[i], sign > 0);
    }
    page_raw(&v->p, n > 0 ? "</ol></section>\n" : "</section>\n");
}

static void asked_write(scan_view *v)
{
    const wb_frame *themes = v->scan->themes;
    page_raw(&v->p, "<h2>");
    scan_say(v, "Wat we vroegen", "What we asked");
    page_raw(&v->p, "</h2>\n<ul class=\"themes\">\n");
    for (int64_t row = 0; row < v->n_themes; row++) {
        const char *theme = scan_text(v, themes, "theme", row);
        if (theme[0] != '\0' && scan_find(themes, "theme", theme) == row) {
            page_raw(&v->p, "<li>");
            page_text(&v->p, scan_text(v, themes, "title", row));
            page_raw(&v->p, "</li>\n");
        }
    }
    page_raw(&v->p, "</ul>\n");
}

static void answered_write(scan_view *v)
{
    double answered = cell_double(v->scan->response, "answered", 0);
    page_raw(&v->p, "<h2>");
    scan_say(v, "Hoeveel mensen antwoordden", "How many people answered");
    page_raw(&v->p, "</h2>\n<p>");
    if (!isnan(answered)) {
        page_raw(&v->p, "<strong>");
        page_number(&v->p, answered, 0, 0);
        scan_say(v, " van de ", " of ");
        page_number(&v->p, (double)v->scan->facts.staff, 0, 0);
        page_raw(&v->p, "</strong> (");
        scan_percent(v, cell_double(v->scan->response, "rate", 0));
        page_raw(&v->p, "). ");
    } else {
        scan_say(v,
                 "Het juiste aantal wordt niet getoond, zodat niemand te herkennen is. ",
                 "The exact number is not shown, so that nobody can be recognised. ");
    }
    scan_say(v, "Dank je. Niemand kan zien wat jij antwoordde.",
             "Thank you. Nobody can see what you answered.");
    page_raw(&v->p, "</p>\n");
}

static void step(scan_view *v, const char *nl, const char *en, const char *nl_blank,
                 const char *en_blank)
{
    page_raw(&v->p, "<li>");
    scan_say(v, nl, en);
    page_raw(&v->p, " ");
    scan_say(v, nl_blank, en_blank);
    page_raw(&v->p, " <span class=\"fill\"></span></li>\n");
}

static void next_write(scan_view *v)
{
    page_raw(&v->p, "<h2>");
    scan_say(v, "Wat er nu gebeurt", "What happens next");
    page_raw(&v->p, "</h2>\n<ol class=\"next\">\n");
    step(v, "We bespreken dit met de werknemersvertegenwoordigers.",
         "We discuss this with the employees’ representatives.", "Op:", "On:");
    step(v, "Elk team praat over zijn werk en stelt voor wat beter kan.",
         "Each team talks about its work and says what could be better.",
         "Voor:", "Before:");
    step(v, "We kiezen samen wat we eerst doen, en laten het je weten.",
         "We choose together what comes first, and tell you.", "Op:", "On:");
    step(v, "Vragen of iets te zeggen?", "Questions, or something to say?",
         "Bij:", "To:");
    page_raw(&v->p, "</ol>\n");
}

static void head_write(scan_view *v)
{
    const wbr_scan_facts *f = &v->scan->facts;
    page_begin(&v->p);
    page_raw(&v->p, f->synthetic ? "SYNTHETIC: " : "");
    scan_say(v, "Hoe gaat het op het werk? ", "How is work going? ");
    page_text(&v->p, f->title);
    page_raw(&v->p, "</title>\n");
    section_style(&v->p);
    scan_style(&v->p);
    page_raw(&v->p, style);
    page_raw(&v->p, "</head>\n<body class=\"floor\">\n<header>\n<p class=\"small\">");
    page_text(&v->p, f->title);
    page_raw(&v->p, "</p>\n<h1>");
    scan_say(v, "Hoe gaat het op het werk?", "How is work going?");
    page_raw(&v->p, "</h1>\n");
    if (f->synthetic) {
        page_raw(&v->p,
                 "<div class=\"banner\" role=\"note\"><p><strong>SYNTHETIC.</strong> ");
        scan_say(v, "Verzonnen antwoorden, als voorbeeld.",
                 "Made-up answers, as an example.");
        page_raw(&v->p, "</p></div>\n");
    }
    page_raw(&v->p, "</header>\n<main>\n");
}

static void foot_write(scan_view *v)
{
    page_raw(&v->p, "</main>\n<footer><p class=\"small\">");
    if (scan_is_preset(v)) {
        scan_say(
            v,
            "Niet alle vragen en grenswaarden zijn gevalideerd; het is niet de Vlaamse "
            "werkbaarheidsmonitor. ",
            "Not all questions and cut-offs are validated; this is not the Flemish "
            "workability monitor. ");
    }
    scan_say(
        v,
        "Wat hier staat hangt samen met het werk, maar zegt niet waardoor het komt. "
        "libwerkbaar ",
        "What is here goes together with the work, and does not say what it comes from. "
        "libwerkbaar ");
    page_text(&v->p, wb_version());
    page_raw(&v->p, "</p></footer>\n</body>\n</html>\n");
}

static void too_few_write(scan_view *v)
{
    page_raw(&v->p, "<h2>");
    scan_say(v, "Hoeveel mensen antwoordden", "How many people answered");
    page_raw(&v->p, "</h2>\n<p>");
    scan_say(
        v,
        "Te weinig om cijfers te tonen zonder dat iemand te herkennen is. We praten er "
        "daarom samen over.",
        "Too few to show figures without somebody being recognised. So we talk about "
        "it together.");
    page_raw(&v->p, "</p>\n");
}

static void sheet_write(scan_view *v)
{
    head_write(v);
    asked_write(v);
    if (v->scan->facts.too_small) {
        too_few_write(v);
    } else {
        answered_write(v);
        page_raw(&v->p, "<div class=\"pair\">\n");
        side_write(v, -1, "Minste problemen", "Fewest problems");
        side_write(v, 1, "Meeste problemen", "Most problems");
        page_raw(&v->p, "</div>\n");
    }
    next_write(v);
    foot_write(v);
}

wb_status wbr_floor_write(const wbr_scan *scan, wb_writer *writer, wb_error *err)
{
    scan_view v = {0};
    wb_status st = scan_open(&v, scan, writer, err);
    if (st == WB_OK) {
        sheet_write(&v);
        st = page_status(&v.p);
    }
    scan_close(&v);
    return st;
}
