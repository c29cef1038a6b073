/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Parts of the world, each made from what the tests of its rooms have. They come in this
 * order, for some take what others made. */
#ifndef WB_TEST_FAULTS_WORLD_H
#define WB_TEST_FAULTS_WORLD_H

#include "faults/scene.h"

void make_survey(world *w); /* answers, scores, estimates, models, weights, the monitor */
void make_rich(world *w);   /* of the same answers, what is not as plain as those */
void make_plan(world *w);   /* the plan, its store, drafts and sheet */
void make_support(world *w); /* a rule, cases, counts that are disclosed */
void make_files(world *w);   /* a frame and files that hold all there is */
void make_scan(world *w); /* modules, a questionnaire, an organisation, a scan, a pool */

/* Keep bytes as one of the files. */
void keep_file(world *w, file which, const void *from, size_t n);
/* Keep text with ' for " as one. */
void keep_text(world *w, file which, const char *text);
/* Keep what a memory writer holds, which is freed. */
void keep_written(world *w, file which, wb_writer *writer);

#endif
