/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The file of a pass, docs/formats/model-pass.md: framed as a tally's. */
#ifndef WB_LIB_MODEL_PASS_FILE_H
#define WB_LIB_MODEL_PASS_FILE_H

#include "model/pass.h"
#include "survey/tally_bytes.h"

extern const wb_file_kind wb_model_pass_file;

/* Sections in the order they are written. */
#define WB_PASS_SECTION_MODEL   "MODL" /* the model as canonical JSON */
#define WB_PASS_SECTION_OPTIONS "ASKD" /* options of fitting and of estimating */
#define WB_PASS_SECTION_STAGE   "STAG" /* u8 stage, u8 centring, i32 number */
#define WB_PASS_SECTION_ROSTER  "ROST" /* what a first pass saw */
#define WB_PASS_SECTION_DESIGN  "DSGN" /* and its tally, a file in the file */
/* Behind the first pass. */
#define WB_PASS_SECTION_NEWTON "NEWT" /* where Newton's method is, per replicate too */
#define WB_PASS_SECTION_SUMS   "SUMS" /* what this pass saw */
#define WB_PASS_SECTION_SCORES "SCOR" /* or its tally */

/* Bytes of where Newton's method is, with n coefficients. */
size_t wb_pass_newton_bytes(size_t n);

#endif
