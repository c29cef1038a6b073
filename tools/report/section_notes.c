/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the answers lack. */
#include "notes.h"
#include "section.h"

static void note_write(page *p, const wbr_note *note)
{
    page_raw(p, "<tr><td class=\"w\">");
    page_text(p, note->text);
    page_raw(p, "</td><td class=\"w\">");
    page_text(p, note->what);
    page_raw(p, "</td><td class=\"w\">");
    page_text(p, note->waves);
    page_raw(p, "</td><td class=\"w\">");
    page_text(p, note->source);
    page_raw(p, "</td></tr>\n");
}

void section_notes(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Opmerking", "Note"}, {"Wat", "What"}, {"Golf", "Wave"},
        {"Gegevens", "Data"},  {NULL, NULL},
    };
    arena texts = {0};
    wbr_note *notes = NULL;
    size_t n = 0;
    wb_status st = wbr_notes_make(model, p->options.language, &texts, &notes, &n, p->err);
    if (p->status == WB_OK) {
        p->status = st;
    }
    if (n > 0) {
        section_fold_begin(
            p, page_either(p, "Wat in de gegevens ontbreekt", "What the data lack"));
        section_table_begin(p, "box");
        section_caption(p, model, "Opmerkingen bij de gegevens", "Notes on the data");
        page_headings(p, headings);
        for (size_t i = 0; i < n; i++) {
            note_write(p, &notes[i]);
        }
        section_table_end(p);
        section_fold_end(p);
    }
    arena_free(&texts);
}
