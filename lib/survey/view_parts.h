/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a view lays out, by how the units are kept: each in a file of its own. */
#ifndef WB_LIB_SURVEY_VIEW_PARTS_H
#define WB_LIB_SURVEY_VIEW_PARTS_H

#include "survey/view.h"

/* Open totals: the slots of track t are laid out once, for all cells. */
wb_status wb_view_list_slots(wb_view *view, size_t t, wb_error *err);
void wb_view_free_slots(wb_view *view);
/* The sums of the parts of the cell: a category, or true of outcome j of bundle t, whose
 * slots are laid out; a number. */
void wb_view_open_shares(wb_view *view, size_t t, size_t j, int32_t category);
void wb_view_open_numbers(wb_view *view, size_t t);

/* Closed units: what the categories of an outcome have in common, rows that have one. Its
 * products are those of every category with all of them. */
void wb_view_closed_base(wb_view *view, const wb_sums *sums);
/* The sums and products of the parts of the cell: a category, on that base; a number. */
void wb_view_closed_shares(wb_view *view, const wb_sums *sums, int32_t category);
void wb_view_closed_numbers(wb_view *view, const wb_sums *sums);

#endif
