/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every public function that can fail, as a deed: what it needs is made before, then it
 * is called once. Programs of this room run all deeds while memory, bytes, files,
 * callbacks, locales, forks and threads go wrong around that one call. */
#ifndef WB_TEST_FAULTS_SCENE_H
#define WB_TEST_FAULTS_SCENE_H

#include "support.h"

#include <stdbool.h>
#include <string.h>

/* One handle of each kind, NULL where there is none. */
typedef struct things {
    wb_reader *reader;
    wb_writer *writer;
    wb_frame *frame, *second, *third;
    wb_source *source;
    wb_instrument *instrument;
    wb_spec *spec;
    wb_tally *tally;
    wb_model *model;
    wb_model_pass *pass, *other_pass;
    wb_fit *fit;
    wb_weighting *weighting;
    wb_scales *scales;
    wb_ledger *ledger;
    wb_monitor_definition *definition;
    wb_monitor *monitor;
    wb_monitor_results *results;
    wb_plan *plan;
    wb_changes *changes;
    wb_store *store;
    wb_support *support;
    wb_catalogue *catalogue;
    wb_questionnaire *questionnaire;
    wb_organisation *organisation;
    wb_scan *scan;
    wb_pool *pool;
} things;

void things_free(things *of);

/* Files as bytes, and under this name in the world's folder. */
typedef enum file {
    FILE_CSV,
    FILE_SAV,
    FILE_INSTRUMENT,
    FILE_SPEC,
    FILE_TALLY,
    FILE_MODEL,
    FILE_PASS,
    FILE_WEIGHTING,
    FILE_LEDGER,
    FILE_DEFINITION,
    FILE_PLAN,
    FILE_CHANGES,
    FILE_STORE,
    FILE_SUPPORT,
    FILE_MODULE,
    FILE_RECIPE,
    FILE_QUESTIONNAIRE,
    FILE_ANSWERS,
    FILE_ORGANISATION,
    FILE_SCAN_ANSWERS,
    FILE_SCAN,
    FILE_POOL,
    FILE_RICH,     /* CSV */
    FILE_LABELLED, /* SAV */
    FILE_DTA,
    FILE_RICH_MODEL,
    FILE_STEPS_PASS,
    FILE_LAST_PASS,
    FILE_RICH_WEIGHTING,
    N_FILES
} file;

typedef struct kept {
    char *at;
    size_t n;
    char path[80];
} kept;

/* What all scenes look at and none changes: threads share it. */
typedef struct world {
    things has;  /* monitor, tally, fit, results, scan, pool, ... of the answers below */
    things full; /* models and weightings with all that they can have */
    wb_fit *by_replicates;           /* of a logit */
    wb_tally *open;                  /* of a spec whose units stay open */
    wb_tally *two_passes;            /* the first pass of a spec with a quantile */
    wb_frame *people;                /* 60 answers to the instrument, with a design */
    wb_frame *whole;                 /* columns of it without a missing value */
    wb_frame *targets;               /* population totals by stratum */
    wb_frame *shares;                /* of categories of stratum */
    wb_frame *standard;              /* weights of strata */
    wb_frame *estimates;             /* by wave */
    wb_frame *counts, *relations;    /* to disclose */
    wb_frame *drafts, *sheet;        /* of the plan */
    wb_frame *moved;                 /* estimates of the plan's indicator by wave */
    wb_frame *cases, *costs, *lines; /* of support */
    wb_frame *answers, *records;     /* of the questionnaire */
    wb_frame *person;                /* one row of answers */
    wb_frame *findings, *suggestions, *reference;
    wb_frame *rich; /* a column of each kind, with all that can be said of one */
    kept files[N_FILES];
    char folder[40];
} world;

/* Made by the first that asks; ends the program when something is wrong. */
const world *world_make(void);
void world_free(void);
/* What a group of tests begins and ends with. */
int world_begin(void **state);
int world_end(void **state);

/* How the bytes of a scene come and go. */
typedef struct channel {
    size_t most;      /* bytes that one call takes or gives; 0: all */
    int64_t fails_at; /* the call that fails, from 1; 0: none */
    int64_t calls;
    uint64_t hash;  /* of what was written */
    size_t n_bytes; /* that were written */
    size_t offset;  /* of what was read */
    file file;
} channel;

/* Of ten rows, to be added to a frame of as many. */
wb_column new_column(void);

typedef struct scene {
    const world *world;
    wb_run run;
    wb_error err;
    channel reading, writing;
    things mine; /* what the call takes, and may change */
    things out;  /* what it gives */
    struct ArrowArray array;
    struct ArrowSchema schema;
    struct ArrowArrayStream stream;
    double numbers[8]; /* filled by the call, or -1 */
    int64_t count;     /* the same */
    char path[120];    /* of a file of its own; "" : none */
    uint64_t written;  /* hash of what a file of its own got */
} scene;

/* Of a deed. */
enum {
    READS = 1,      /* from a reader */
    WRITES = 2,     /* to a writer */
    RUNS = 4,       /* takes a wb_run, and asks whether to go on */
    SPENT = 8,      /* a failed call leaves something that cannot be used again */
    CHANGES = 16,   /* a failed call may have taken in a part */
    FILES = 32,     /* opens, reads or writes a file by its path */
    NO_MEMORY = 64, /* asks the allocator of wb_set_allocator() for nothing */
    OWN_FILE = 128, /* has a file open that is for one process */
    IN_STORE = 256, /* of a store: SQLite reads and writes for it */
    IN_READSTAT =
        512 /* ReadStat does it, which does not look whether it got its memory */
};

typedef struct deed {
    const char *name;        /* of the public function */
    void (*begin)(scene *s); /* NULL: nothing to make */
    wb_status (*call)(scene *s);
    unsigned flags;
} deed;

/* Lists that end with an empty one; those of what the library was built with, ended by
 * NULL. */
extern const deed deeds_base[], deeds_frame[], deeds_source[], deeds_io[],
    deeds_statfile[], deeds_score[], deeds_weight[], deeds_spec[], deeds_survey[],
    deeds_infer[], deeds_model[], deeds_quality[], deeds_disclose[], deeds_monitor[],
    deeds_plan[], deeds_follow[], deeds_store[], deeds_support[], deeds_compose[],
    deeds_scan[], deeds_pool[], deeds_files[], deeds_packages[], deeds_rich[];
extern const deed *const all_deeds[];

/* Make a scene ready for the call. The channels and the run are set before. */
void scene_begin(scene *s, const deed *d, const world *w);
/* Free all of it. */
void scene_end(scene *s);
/* Of what a deed takes, and of what it gave: the same number for the same content. */
uint64_t scene_taken(const scene *s);
uint64_t scene_given(const scene *s);
/* Call begin, the deed, and give the hash of all there is then; ends the program when the
 * deed fails. */
uint64_t scene_play(const deed *d, const world *w);

/* ---- for begin ---- */

/* Ends the program with what went wrong. */
void must(wb_status st, const wb_error *err);
/* s->mine.reader: the bytes of a file through a callback. */
void scene_read(scene *s, file which);
/* s->mine.writer: a callback that hashes. */
void scene_write(scene *s);
/* s->mine.source: the answers in three chunks, that can be read again. */
void scene_source(scene *s);
/* A path in the world's folder that no other scene has. */
void scene_path(scene *s, const char *end);
/* A reader of memory, for what begin needs itself. */
wb_reader *plain_reader(const world *w, file which);

#endif
