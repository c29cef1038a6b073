/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_STREAMS_H
#define WERKBAAR_TOOLS_STREAMS_H

/* Keep the places of standard input, output and error that are closed (">&-"): the next
 * file that is opened would take one, and receive what is printed. What is read or
 * printed there then fails. */
void streams_hold(void);

#endif
