/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a panel is of: waves, measures, levels, cells and the cells that hold them. */
#include "survey/panel_filling.h"

#include <string.h>

size_t wb_panel_wave_count(const wb_panel *panel)
{
    return panel->n_waves;
}

bool wb_panel_wave_numbers(const wb_panel *panel, double *numbers)
{
    size_t key = panel->tally->layout.breakdowns[0].keys[0];
    bool all = true;

    for (size_t w = 0; w < panel->n_waves && all; w++) {
        char room[WB_NUMBER_CHARS];
        size_t length;
        const char *text =
            wb_keys_show(panel->state->index.keys[key],
                         panel->sample.levels[key].codes[w], room, &length);
        all = wb_parse_double(text, length, '.', &numbers[w]);
    }
    return all;
}

size_t wb_panel_measure_count(const wb_panel *panel)
{
    return panel->n_measures;
}

wb_panel_measure wb_panel_measure_at(const wb_panel *panel, size_t measure)
{
    return panel->measures[measure];
}

const wb_panel_part *wb_panel_part_at(const wb_panel *panel, size_t breakdown)
{
    return &panel->parts[breakdown];
}

static size_t key_of(const wb_panel *panel, const char *column)
{
    const wb_layout *layout = &panel->tally->layout;
    size_t key = 0;

    while (key < layout->n_keys && strcmp(layout->key_names[key], column) != 0)
        key++;
    return key;
}

int32_t wb_panel_level_count(const wb_panel *panel, const char *column)
{
    size_t key = key_of(panel, column);
    return key < panel->tally->layout.n_keys ? panel->sample.levels[key].count : 0;
}

const char *wb_panel_level(const wb_panel *panel, const char *column, int32_t level,
                           char room[WB_NUMBER_CHARS], size_t *length)
{
    size_t key = key_of(panel, column);
    return wb_keys_show(panel->state->index.keys[key],
                        panel->sample.levels[key].codes[level], room, length);
}

void wb_panel_cell(const wb_panel *panel, size_t breakdown, int64_t cell, int32_t *levels)
{
    const wb_key_list *columns = &panel->tally->layout.breakdowns[breakdown];
    int64_t rank = panel->parts[breakdown].ranks[cell];

    for (size_t j = columns->n; j-- > 1;) {
        int64_t count = panel->sample.levels[columns->keys[j]].count;
        levels[j - 1] = (int32_t)(rank % count);
        rank /= count;
    }
}

int64_t wb_panel_group_count(const wb_panel *panel, size_t breakdown)
{
    const wb_key_list *columns = &panel->tally->layout.breakdowns[breakdown];
    int64_t n = 1;

    for (size_t j = 1; j < columns->n; j++)
        n *= panel->sample.levels[columns->keys[j]].count;
    return n;
}

int64_t wb_panel_find_rank(const wb_panel_part *part, int64_t rank)
{
    int64_t low = 0;
    int64_t high = part->n_cells;

    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (part->ranks[middle] < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t wb_panel_whole(const wb_panel *panel, size_t breakdown, int64_t cell,
                      size_t *against)
{
    size_t whole = panel->against[breakdown];
    int64_t below =
        wb_panel_group_count(panel, breakdown) / wb_panel_group_count(panel, whole);

    *against = whole;
    return (size_t)wb_panel_find_rank(&panel->parts[whole],
                                      panel->parts[breakdown].ranks[cell] / below);
}
