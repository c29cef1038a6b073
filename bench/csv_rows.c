/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* csv_rows ROWS [scores]: invented CSV rows on standard output, as fast as a pipe takes
 * them: 28 answers a row as for bench/instrument.json, or with `scores` five true/false
 * columns. A block of rows is made once and repeated. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_ROWS = 20000, ROW_BYTES = 160, ANSWERS = 28 };

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static void print_header(int scores)
{
    static const int sizes[] = {11, 9, 4, 4};

    fputs("year,stratum,cell,weight", stdout);
    if (scores)
        fputs(",fatigue_problem,wellbeing_problem,growth_problem,home_problem,werkbaar",
              stdout);
    for (int scale = 0; !scores && scale < 4; scale++) {
        for (int item = 1; item <= sizes[scale]; item++)
            printf(",w%d_%02d", scale + 1, item);
    }
    putchar('\n');
}

static size_t print_row(char *row, int scores, uint64_t *state)
{
    int stratum = (int)(next_random(state) % 12), cell = (int)(next_random(state) % 24);
    int weight = (int)(next_random(state) % 29999) + 1;
    int length = snprintf(row, ROW_BYTES, "2023,%d,%d,%d.%04d", stratum, cell,
                          weight / 10000, weight % 10000);

    for (int i = 0; i < (scores ? 5 : ANSWERS); i++) {
        uint64_t draw = next_random(state);
        int highest = i < 20 ? 1 : 3;

        if (draw % 50 == 0)
            length += snprintf(row + length, 8, ",");
        else if (scores)
            length += snprintf(row + length, 8, draw & 1024 ? ",true" : ",false");
        else
            length += snprintf(row + length, 8, ",%d", (int)(draw >> 20) & highest);
    }
    row[length++] = '\n';
    return (size_t)length;
}

int main(int argc, char **argv)
{
    static char block[(size_t)BLOCK_ROWS * ROW_BYTES];
    static size_t ends[BLOCK_ROWS + 1];
    int scores = argc > 2 && strcmp(argv[2], "scores") == 0;
    long long rows = argc > 1 ? atoll(argv[1]) : 0;
    uint64_t state = 2023;

    for (int i = 0; i < BLOCK_ROWS; i++)
        ends[i + 1] = ends[i] + print_row(block + ends[i], scores, &state);
    print_header(scores);
    while (rows > 0) {
        long long now = rows < BLOCK_ROWS ? rows : BLOCK_ROWS;

        if (fwrite(block, 1, ends[now], stdout) != ends[now])
            return 1;
        rows -= now;
    }
    return fflush(stdout) != 0;
}
