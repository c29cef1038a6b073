/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/** @file handles.h  @brief Freeing a handle by the name of its type, for finalizers. */
#ifndef BINDINGS_HANDLES_H
#define BINDINGS_HANDLES_H

/** Free a handle; `type` is its name, such as "wb_frame". NULL is fine. */
void handle_destroy(const char *type, void *handle);

#endif
