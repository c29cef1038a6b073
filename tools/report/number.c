/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Numbers as people of a language write them: decimal comma or point, a real minus sign.
 */
#include "report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void comma_set(wbr_language language, char *text)
{
    char *point = strchr(text, '.');
    if (language == WBR_NL && point != NULL) {
        *point = ',';
    }
}

void wbr_number(wbr_language language, double value, int decimals, int sign,
                char text[WBR_NUMBER_BYTES])
{
    text[0] = '\0';
    if (isnan(value)) {
        return;
    }
    char digits[WBR_NUMBER_BYTES - 4];
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    comma_set(language, digits);
    int is_zero = strspn(digits, "0.,") == strlen(digits);
    const char *before = value < 0 && !is_zero ? "\xe2\x88\x92" /* minus */
                         : sign && !is_zero    ? "+"
                                               : "";
    snprintf(text, WBR_NUMBER_BYTES, "%s%s", before, digits);
}

void wbr_percent(wbr_language language, double share, char text[WBR_NUMBER_BYTES])
{
    wbr_number(language, share * 100, 1, 0, text);
}

/* How many decimals a number has, up to nine: below these it is what adding left. */
static int decimals_of(double value)
{
    char digits[WBR_NUMBER_BYTES];
    int n = 9, last = snprintf(digits, sizeof digits, "%.9f", value) - 1;
    while (n > 0 && digits[last] == '0') {
        n--;
        last--;
    }
    return n;
}

void wbr_level(wbr_language language, double level, char text[WBR_NUMBER_BYTES])
{
    wbr_number(language, level * 100, decimals_of(level * 100), 0, text);
}

void wbr_alpha(wbr_language language, double level, char text[WBR_NUMBER_BYTES])
{
    int decimals = decimals_of(1 - level);
    wbr_number(language, 1 - level, decimals > 2 ? decimals : 2, 0, text);
}

void wbr_p_value(wbr_language language, double p, char text[WBR_NUMBER_BYTES])
{
    if (p < 0.001) {
        snprintf(text, WBR_NUMBER_BYTES, "< 0.001");
        comma_set(language, text);
        return;
    }
    wbr_number(language, p, 3, 0, text);
}

int wbr_is_significant(const wbr_change *change, double level)
{
    return change->p_adjusted < 1 - level;
}

int wbr_is_synthetic(const wbr_group *group)
{
    return group->note != NULL && strncmp(group->note, "SYNTHETIC", 9) == 0;
}
