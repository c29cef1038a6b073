/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A stream of zlib's whose memory comes by the gate. */
#ifndef WB_LIB_IO_ZSTREAM_H
#define WB_LIB_IO_ZSTREAM_H

#include <zlib.h>

/* For inflateInit() or deflateInit2(). */
z_stream wb_zstream(void);

#endif
