/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* RFC 1951, without a head or a sum around it: what a zip archive holds. */
#ifndef WB_LIB_IO_DEFLATE_H
#define WB_LIB_IO_DEFLATE_H

#include "base/base.h"

/* Append the content, under 4 GiB, compressed: the same bytes for the same content with
 * one version of zlib. In a build without zlib nothing is appended. */
wb_status wb_deflate_text(wb_text *out, const wb_text *content, wb_error *err);

#endif
