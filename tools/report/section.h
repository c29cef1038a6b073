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
