/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A process forks between two calls: child and parent go on with the same handles, and
 * both get what one process gets. Not so an open store, or a file that is being written:
 * those are of one process. */
#include "faults/failing.h"

#include <sys/wait.h>
#include <unistd.h>

/* 0: as it should be. */
static int go_on(const deed *d, scene *s, uint64_t well)
{
    wb_status st = d->call(s);

    if (st != WB_OK)
        return 1;
    return (scene_given(s) ^ scene_taken(s) * 31) != well;
}

static void check_deed(void **state)
{
    const deed *d = *state;
    uint64_t well = scene_play(d, world_make());
    scene s = {.run = WB_RUN_INIT};
    int status = -1;

    s.run.threads = 2;
    scene_begin(&s, d, world_make());
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(go_on(d, &s, well));
    assert_int_equal(go_on(d, &s, well), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    scene_end(&s);
}

int main(void)
{
    add_deeds(0, OWN_FILE | IN_STORE, check_deed);
    return run_added("faults/fork");
}
