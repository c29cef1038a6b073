/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* open() takes the lowest place that is free: those below are held by then. */
void streams_hold(void)
{
    for (int place = STDIN_FILENO; place <= STDERR_FILENO; place++) {
        if (fcntl(place, F_GETFD) == -1 && errno == EBADF) {
            (void)open("/dev/null", place == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}
