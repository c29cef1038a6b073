/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the tables of a catalogue have in common. */
#ifndef WB_LIB_COMPOSE_CATALOGUE_TABLES_H
#define WB_LIB_COMPOSE_CATALOGUE_TABLES_H

#include "compose/catalogue.h"
#include "compose/show.h"

/* What fills the rows of one file. */
typedef wb_status (*wb_rows_of)(wb_show *show, const wb_definition *file, wb_error *err);

/* The rows of all files of a kind; `what` is the catalogue. */
wb_status wb_show_files(wb_show *show, const void *what, wb_definition_kind kind,
                        wb_rows_of rows, wb_error *err);
/* Two cells: id and version of the file. */
wb_status wb_show_file(wb_show *show, const wb_definition *file, wb_error *err);

extern const wb_fill_column wb_sector_columns[];
extern const wb_fill_column wb_measure_columns[];
wb_status wb_show_sectors(wb_show *show, const void *what, wb_error *err);
wb_status wb_show_measures(wb_show *show, const void *what, wb_error *err);

#endif
