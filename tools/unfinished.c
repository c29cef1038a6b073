/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The list is changed by the main thread alone, and the signal comes there too: threads
 * of the library block all signals. So the handler sees a whole list, each name of which
 * is noted before its file is made and forgotten after it has gone. */
#define _XOPEN_SOURCE 700 /* realpath(), SIGXFSZ */
#include "unfinished.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct unfinished {
    unfinished *next;
    char *name;
};

static _Atomic(unfinished *) first;

/* What ends a program by default and may be caught. */
static const int ending[] = {SIGHUP, SIGINT, SIGPIPE, SIGQUIT, SIGTERM, SIGXCPU, SIGXFSZ};
#define N_ENDING (sizeof ending / sizeof *ending)

/* The same signal again, now with its own effect: whoever waits sees what ended it. */
static void remove_all(int signal_number)
{
    for (unfinished *at = atomic_load(&first); at != NULL; at = at->next) {
        (void)unlink(at->name);
    }
    (void)raise(signal_number);
}

/* What the caller had us ignore (nohup) stays ignored. */
static void watch_signals(void)
{
    static int watching;
    struct sigaction action, before;
    if (watching) {
        return;
    }
    watching = 1;
    memset(&action, 0, sizeof action);
    action.sa_handler = remove_all;
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < N_ENDING; i++) {
        sigaddset(&action.sa_mask, ending[i]);
    }
    for (size_t i = 0; i < N_ENDING; i++) {
        if (sigaction(ending[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            sigaction(ending[i], &action, NULL);
        }
    }
}

/* The name that wb_writer_open() is about to take: of PATH.PID-NUMBER.tmp, beside what a
 * link leads to, the first that nobody has. NULL when memory ran out. */
static char *next_name(const char *path)
{
    struct stat info;
    char *real = stat(path, &info) == 0 ? realpath(path, NULL) : NULL;
    const char *target = real != NULL ? real : path;
    size_t room = strlen(target) + 40;
    char *name = malloc(room);
    for (unsigned n = 0; name != NULL; n++) {
        snprintf(name, room, "%s.%ld-%u.tmp", target, (long)getpid(), n);
        if (lstat(name, &info) != 0) {
            break;
        }
    }
    free(real);
    return name;
}

unfinished *unfinished_begin(const char *path)
{
    unfinished *made = malloc(sizeof *made);
    char *name = made != NULL ? next_name(path) : NULL;
    if (name == NULL) {
        free(made);
        return NULL;
    }
    watch_signals();
    *made = (unfinished){atomic_load(&first), name};
    atomic_store(&first, made);
    return made;
}

void unfinished_end(unfinished *begun)
{
    unfinished *at = atomic_load(&first);
    if (begun == NULL) {
        return;
    }
    if (at == begun) {
        atomic_store(&first, begun->next);
    } else {
        while (at->next != begun) {
            at = at->next;
        }
        at->next = begun->next;
        atomic_signal_fence(memory_order_seq_cst);
    }
    free(begun->name);
    free(begun);
}
