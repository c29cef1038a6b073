/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A target without a fuzzer: it takes all files of some folders, and of each a number of
 * mutants, the same ones every time. Any C compiler will do. What is being tried is in
 * the file of --last, for when it crashes. Prints TAP. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t most);
/* A target may have a mutator of its own. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t most, unsigned seed)
    __attribute__((weak));

enum { MOST = 1 << 20, ROOM = 256, MUTATED = 1 << 15 };

typedef struct replay {
    const char *last; /* NULL: the bytes tried last are not kept */
    unsigned mutants;
    long files, tried;
} replay;

static uint64_t random_state = 1;

static unsigned below(size_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (unsigned)(random_state % (n > 0 ? n : 1));
}

/* What libFuzzer has, in small: change, remove, insert, repeat. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t most)
{
    static const uint8_t odd[] = {0, 1, 0x7f, 0x80, 0xff, '"', '<', '&', '{', '9', '\n'};
    size_t at = below(n);
    size_t length = 1 + below(8);
    switch (n == 0 ? 3 : below(5)) {
    case 0:
        bytes[at] ^= (uint8_t)(1u << below(8));
        return n;
    case 1:
        bytes[at] = odd[below(sizeof odd)];
        return n;
    case 2:
        length = length < n - at ? length : n - at;
        memmove(bytes + at, bytes + at + length, n - at - length);
        return n - length;
    case 3:
        if (n < most) {
            memmove(bytes + at + 1, bytes + at, n - at);
            bytes[at] = below(2) == 0 ? odd[below(sizeof odd)] : (uint8_t)below(256);
        }
        return n < most ? n + 1 : n;
    default:
        length = length < n - at ? length : n - at;
        length = length < most - n ? length : most - n;
        memmove(bytes + at + length, bytes + at, n - at);
        return n + length;
    }
}

static void stop(const char *what, const char *name)
{
    dprintf(STDOUT_FILENO, "Bail out! %s: %s\n", what, name);
    exit(2);
}

static void keep(const replay *job, const uint8_t *bytes, size_t n)
{
    FILE *file = job->last != NULL ? fopen(job->last, "wb") : NULL;
    if (file != NULL) {
        fwrite(bytes, 1, n, file);
        fclose(file);
    }
}

static void bytes_try(replay *job, const uint8_t *bytes, size_t n)
{
    uint8_t *copy =
        malloc(n > 0 ? n : 1); /* of that size, so that what reads on is seen */
    if (copy == NULL) {
        stop("there is no memory for", "bytes");
    }
    memcpy(copy, bytes, n);
    keep(job, copy, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
    job->tried++;
}

/* More where there is time, fewer where every instruction is watched. */
static unsigned mutants_wanted(const replay *job)
{
    return getenv("WB_TEST_LONG") != NULL      ? job->mutants * 20
           : getenv("WB_TEST_WATCHED") != NULL ? (job->mutants + 19) / 20
                                               : job->mutants;
}

static void mutants_try(replay *job, const uint8_t *bytes, size_t n)
{
    uint8_t *mutant = malloc(n + ROOM);
    if (mutant == NULL) {
        stop("there is no memory for", "mutants");
    }
    random_state = UINT64_C(0x9e3779b97f4a7c15) + n;
    unsigned mutants = n <= MUTATED ? mutants_wanted(job) : 0;
    for (unsigned i = 0; i < mutants; i++) {
        size_t length = n;
        memcpy(mutant, bytes, n);
        for (unsigned k = 0; k < 1 + i % 3; k++) {
            length = LLVMFuzzerCustomMutator != NULL
                         ? LLVMFuzzerCustomMutator(mutant, length, n + ROOM, i)
                         : LLVMFuzzerMutate(mutant, length, n + ROOM);
        }
        bytes_try(job, mutant, length);
    }
    free(mutant);
}

static void file_try(replay *job, const char *path)
{
    static uint8_t bytes[MOST];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        stop("this cannot be read", path);
    }
    size_t n = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    job->files++;
    bytes_try(job, bytes, n);
    mutants_try(job, bytes, n);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void path_try(replay *job, const char *path)
{
    struct stat status;
    struct dirent **entries = NULL;
    if (stat(path, &status) != 0) {
        return; /* a target of which nothing was found has no folder for that */
    }
    if (!S_ISDIR(status.st_mode)) {
        file_try(job, path);
        return;
    }
    int n = scandir(path, &entries, NULL, by_name);
    for (int i = 0; i < n; i++) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') {
            file_try(job, name);
        }
        free(entries[i]);
    }
    free(entries);
}

int main(int argc, char **argv)
{
    replay job = {0};
    long wanted = 0; /* inputs that are to be taken for what they are */
    LLVMFuzzerInitialize(&argc, &argv);
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "--mutants") == 0 && more) {
            job.mutants = (unsigned)strtoul(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--accepted") == 0 && more) {
            wanted = strtol(argv[++i], NULL, 10);
        } else if (strcmp(argv[i], "--last") == 0 && more) {
            job.last = argv[++i];
        } else {
            path_try(&job, argv[i]);
        }
    }
    /* past the stream, which a target may have sent elsewhere */
    bool good = job.files > 0 && fuzz_accepted() >= wanted;
    dprintf(STDOUT_FILENO, "1..1\n%sok 1 - %ld files and %ld mutants, %lld accepted\n",
            good ? "" : "not ", job.files, job.tried - job.files,
            (long long)fuzz_accepted());
    return good ? 0 : 1;
}
