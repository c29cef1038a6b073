/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts of the page, each a function that writes its own heading. */
#ifndef WERKBAAR_TOOLS_SECTION_H
#define WERKBAAR_TOOLS_SECTION_H

#include "page.h"

void section_style(page *p);
/* What the data and the instrument are; what of it no source confirms. */
void section_preset(page *p, const wbr_model *model, size_t group);
void section_unverified(page *p, const wbr_model *model, size_t group);
void section_workable(page *p, const wbr_model *model, size_t group);
void section_overview(page *p, const wbr_model *model);
void section_indicators(page *p, const wbr_model *model, size_t group);
void section_bottlenecks(page *p, const wbr_model *model);
void section_changes(page *p, const wbr_model *model);
void section_breakdowns(page *p, const wbr_model *model);
void section_scales(page *p, const wbr_model *model);
void section_method(page *p, const wbr_model *model);

void section_targets(page *p, const wbr_model *model);
/* Estimates beside published figures; nothing where there are none. */
void section_published(page *p, const wbr_model *model);
void section_mixes(page *p, const wbr_model *model);
void section_trend(page *p, const wbr_model *model);
void section_topics(page *p, const wbr_model *model);
void section_counts(page *p, const wbr_model *model);
void section_response(page *p, const wbr_model *model);
void section_notes(page *p, const wbr_model *model);
/* Of one breakdown: the rate of its groups in every wave, and the groups against the
 * rest. */
void section_rates(page *p, const wbr_model *model, size_t breakdown);
void section_rest(page *p, const wbr_model *model, size_t breakdown);

/* A share in percent with its marks, or why it is not shown. */
void section_share(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                   size_t wave, int measure);
/* The same for a number of any measure, times `scale`. */
void section_number(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                    size_t wave, int measure, double scale);
/* A cell of the table with how many answers there are, unless that is hidden. */
void section_n(page *p, const wbr_cell *cell);
/* "+2,4" with a star where it is significant. */
void section_change(page *p, const wbr_change *change, double scale);
/* A number of people with its thousands apart: "480 000". */
void section_people(page *p, double count);
/* A chapter that opens when it is asked for. */
void section_fold_begin(page *p, const char *title);
void section_fold_end(page *p);
void section_caption(page *p, const wbr_model *model, const char *nl, const char *en);
/* The head of a table with a column for each wave, and of one of its rows. */
void section_waves(page *p, const wbr_model *model, const char *nl, const char *en);
void section_row(page *p, const char *label);

/* The marks behind a number of SYNTHETIC data: invented, or published only roughly. */
void section_mark(page *p, const wbr_model *model, size_t breakdown, size_t cell,
                  size_t wave, int measure);
/* Start of a table in a box of its own, with its caption; ended by section_table_end().
 */
void section_table_begin(page *p, const char *classes);
void section_table_end(page *p);
/* "SYNTHETIC " where the group's data are. */
void section_synthetic(page *p, const wbr_model *model);
/* A heading cell of the table: plain text. */
void section_head(page *p, wbr_text_id id);

#endif
