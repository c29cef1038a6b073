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
