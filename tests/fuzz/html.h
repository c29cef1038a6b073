/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Is a page whole, and has nothing that came as text become markup? */
#ifndef WB_FUZZ_HTML_H
#define WB_FUZZ_HTML_H

#include <stddef.h>

/* Of this kind are texts that would break out of where they stand: into a tag or an
 * attribute `zz` that no page of ours has, or a reference to a character `&zz;`. */
#define HTML_HOSTILE                                                                     \
    "<zz zz='1' zz=\"2\">&zz;\"'</p></title></style></script>--><zz zz=1 onzz="

/* Abort unless: tags and attributes are some that our pages have; values stand in double
 * quotes; references are known; elements close in the order in which they opened; links
 * are no scripts; there are no control characters. */
void html_check(const char *page, size_t n);

#endif
