/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What stands out, problems and strengths. */
#include "scan_view.h"

#include <math.h>
#include <string.h>

/* ---- findings ---- */

static int all_against(const wb_frame *f, const char *kind)
{
    return wb_frame_row_count(f) > 0 && cell_is(f, "reference_kind", 0, kind);
}

static void against(scan_view *v, const wb_frame *f, int64_t row)
{
    if (cell_is(f, "reference_kind", row, "rest")) {
        scan_say(v, " dan in de rest van de organisatie (",
                 " than in the rest of the organisation (");
    } else if (cell_is(f, "reference_kind", row, "earlier")) {
        scan_say(v, " dan in de eerdere scan (", " than in the earlier scan (");
    } else {
        scan_say(v, " dan in de referentie (", " than in the reference (");
    }
}

/* A group that has it hard, and had before, stands out beside the rest alone. */
static void beside_what(scan_view *v, const wb_frame *f)
{
    if (all_against(f, "rest")) {
        scan_paragraph(v, "Elke groep ligt hier naast de rest van de organisatie.",
                       "Here every group is held against the rest of the organisation.");
    } else if (all_against(f, "earlier")) {
        scan_paragraph(
            v,
            "Iedereen en elke groep ligt hier naast de eerdere scan, niet naast de rest "
            "van de organisatie: een probleem dat even groot bleef, springt er niet uit.",
            "Here everyone and every group is held against the earlier scan, not against "
            "the rest of the organisation: a problem that stayed as large does not stand "
            "out.");
    } else {
        scan_paragraph(v,
                       "Iedereen en elke groep ligt hier naast de referentie, niet naast "
                       "de rest van "
                       "de organisatie.",
                       "Here everyone and every group is held against the reference, not "
                       "against the "
                       "rest of the organisation.");
    }
}

/* "45 of 80 people have a problem (56 %), 12 percentage points more than in the rest." */
static void finding_text(scan_view *v, const wb_frame *f, int64_t row, int is_problem)
{
    double share = cell_double(f, "share", row);
    page_number(&v->p, cell_double(f, "people", row), 0, 0);
    scan_say(v, " van de ", " of the ");
    page_number(&v->p, cell_double(f, "n", row), 0, 0);
    scan_say(v,
             is_problem ? " mensen hebben een probleem ("
                        : " mensen hebben geen probleem (",
             is_problem ? " people have a problem (" : " people have no problem (");
    scan_percent(v, is_problem ? share : 1 - share);
    scan_say(v, "). Het probleem komt ", "). The problem is ");
    page_number(&v->p, fabs(cell_double(f, "difference", row)) * 100, 0, 0);
    scan_say(v, is_problem ? " procentpunten meer voor" : " procentpunten minder voor",
             is_problem ? " percentage points more frequent"
                        : " percentage points less frequent");
    against(v, f, row);
    scan_percent(v, cell_double(f, "reference", row));
    scan_say(v, "); het verschil ligt tussen ", "); the difference lies between ");
    page_number(&v->p, cell_double(f, "difference_lower", row) * 100, 0, 1);
    scan_say(v, " en ", " and ");
    page_number(&v->p, cell_double(f, "difference_upper", row) * 100, 0, 1);
    page_raw(&v->p, ".");
}

static int64_t finding_find(const wb_frame *f, const char *direction, int64_t rank)
{
    for (int64_t row = 0; row < wb_frame_row_count(f); row++) {
        if (cell_int64(f, "rank", row, 0) == rank &&
            cell_is(f, "direction", row, direction)) {
            return row;
        }
    }
    return -1;
}

static void findings_list(scan_view *v, const wb_frame *f, const char *direction)
{
    int is_problem = strcmp(direction, "problem") == 0;
    int64_t row = finding_find(f, direction, 1);
    if (row < 0) {
        scan_paragraph(
            v,
            "Niets springt eruit: geen verschil is groot genoeg om het van "
            "toeval te onderscheiden.",
            "Nothing stands out: no difference is large enough to tell it from "
            "chance.");
        return;
    }
    page_raw(&v->p, "<ol>\n");
    for (int64_t rank = 1; rank <= SCAN_MOST_FINDINGS && row >= 0; rank++) {
        page_raw(&v->p, "<li><strong>");
        page_text(&v->p, scan_group(v, scan_text(v, f, "group", row)));
        page_raw(&v->p, ": ");
        page_text(&v->p, scan_problem_of(v, scan_text(v, f, "indicator", row)));
        page_raw(&v->p, ".</strong> ");
        finding_text(v, f, row, is_problem);
        page_raw(&v->p, "</li>\n");
        row = finding_find(f, direction, rank + 1);
    }
    page_raw(&v->p, "</ol>\n");
}

static int64_t findings_count(const wb_frame *f, const char *direction)
{
    int64_t n = 0;
    for (int64_t row = 0; row < wb_frame_row_count(f); row++) {
        n += cell_is(f, "direction", row, direction);
    }
    return n;
}

static void findings_side(scan_view *v, const wb_frame *f, const char *direction,
                          const char *nl, const char *en)
{
    int64_t n = findings_count(f, direction);
    page_format(&v->p, "<section%s><h3>",
                strcmp(direction, "strength") == 0 ? " class=\"good\"" : "");
    scan_say(v, nl, en);
    page_raw(&v->p, "</h3>\n");
    findings_list(v, f, direction);
    if (n > SCAN_MOST_FINDINGS) {
        page_raw(&v->p, "<p class=\"small\">");
        page_number(&v->p, (double)n, 0, 0);
        scan_say(v, " in totaal; de andere staan in de tabel met bevindingen.",
                 " in all; the others are in the table of findings.");
        page_raw(&v->p, "</p>\n");
    }
    page_raw(&v->p, "</section>\n");
}

/* The headings of both sides, in Dutch and English. */
typedef struct pair_titles {
    const char *problems[2], *strengths[2];
} pair_titles;

static void findings_pair(scan_view *v, const wb_frame *f, const pair_titles *titles)
{
    beside_what(v, f);
    page_raw(&v->p, "<div class=\"pair\">\n");
    findings_side(v, f, "problem", titles->problems[0], titles->problems[1]);
    findings_side(v, f, "strength", titles->strengths[0], titles->strengths[1]);
    page_raw(&v->p, "</div>\n");
}

/* Metadata are canonical JSON, which has no spaces. */
static int are_weighted(const scan_view *v)
{
    const char *metadata = wb_frame_metadata(v->scan->findings);
    return metadata != NULL && strstr(metadata, "\"weights\":\"given\"") != NULL;
}

void section_scan_findings(scan_view *v)
{
    static const pair_titles all = {{"Prioriteiten", "Priorities"},
                                    {"Sterktes", "Strengths"}};
    static const pair_titles inside = {
        {"Prioriteiten binnen de organisatie", "Priorities within the organisation"},
        {"Sterktes binnen de organisatie", "Strengths within the organisation"}};
    if (v->scan->findings == NULL) {
        return;
    }
    scan_heading(v, "findings", "Sterktes en prioriteiten", "Strengths and priorities");
    scan_paragraph(
        v,
        "Wat voorop staat, raakt de meeste mensen en wijkt het verst af. Getoond "
        "is alleen wat geen toeval lijkt, rekening houdend met het aantal "
        "vergelijkingen. Het zegt wat samen voorkomt, niet waardoor het komt.",
        "What comes first touches the most people and differs most. Only what "
        "does not look like chance is shown, the number of comparisons taken "
        "into account. It says what goes together, not what it comes from.");
    findings_pair(v, v->scan->findings, &all);
    if (v->scan->inside != NULL) {
        findings_pair(v, v->scan->inside, &inside);
    }
    page_raw(&v->p, "<p class=\"small\">");
    if (are_weighted(v)) {
        scan_say(v, "Thema’s wegen mee naar de opgegeven gewichten.",
                 "Themes count by the weights that were given.");
    } else {
        scan_say(v, "Alle thema’s wegen even zwaar: er zijn geen gewichten opgegeven.",
                 "All themes weigh the same: no weights were given.");
    }
    page_raw(&v->p, "</p>\n");
}
