/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How far a share is from another. docs/formats/findings.md says all of this in words.
 *
 * Bounds come from the bounds of both shares (MOVER: Newcombe 1998, Stat. Med. 17,
 * 873-890, method 10; Zou & Donner 2008, Stat. Med. 27, 1693-1702, with a correlation).
 * With l, u the Wilson bounds of either at one critical value c, d = p1 - p2 and r the
 * correlation of both estimates,
 *
 *     lower = d - sqrt((p1-l1)^2 - 2 r (p1-l1)(u2-p2) + (u2-p2)^2)
 *     upper = d + sqrt((u1-p1)^2 - 2 r (u1-p1)(p2-l2) + (p2-l2)^2).
 *
 * c is the quantile of Student's t with Satterthwaite's degrees of freedom, (v1 + v2)^2 /
 * (v1^2/df1 + v2^2/df2). What is counted has no limit to them, for its variance follows
 * from the share. The p value is that of the c at which the interval just reaches 0, so
 * that the two never contradict each other. */
#ifndef WB_LIB_SCAN_DIFFERENCE_H
#define WB_LIB_SCAN_DIFFERENCE_H

#include <stdbool.h>
#include <stdint.h>

/* A share and how well it is known. */
typedef struct wb_known_share {
    double p;  /* NaN: not there */
    double se; /* at least 0; NaN: not known */
    double n;  /* people it was made of */
    double df; /* of the se; may be infinite */
} wb_known_share;

/* Of k among n, as a sample of those who might have been asked, with no correction for a
 * finite population: se^2 = p (1-p) / (n-1), as the survey engine has it. n >= 1.
 * Its Wilson bounds need no degrees of freedom: df is infinite. */
wb_known_share wb_share_of_counts(int64_t k, int64_t n);

/* Numbers are NaN where missing. */
typedef struct wb_difference {
    double d;            /* first less second */
    double se;           /* sqrt(se1^2 + se2^2 - 2 covariance) */
    double lower, upper; /* missing without uncertainty of both */
    double p;            /* two-sided */
} wb_difference;

/* covariance of both estimates: 0 for groups that share nobody. */
wb_difference wb_difference_of(const wb_known_share *first, const wb_known_share *second,
                               double covariance, double level);

/* The covariance of the share of a group with that of a reference in which the people of
 * the group are, too: each of them weighs 1/n1 in the first and 1/n2 in the second, so
 * that it is `inside` p1 (1-p1) / n2, `inside` the part of them that is in the reference
 * (0 to 1). */
double wb_shared_covariance(const wb_known_share *group, const wb_known_share *reference,
                            double inside);

/* The colour of a group beside a reference, of shares of problem. */
typedef enum wb_colour { WB_GREY, WB_GREEN, WB_ORANGE, WB_RED } wb_colour;
enum { WB_COLOURS = 4 };
const char *wb_colour_name(wb_colour colour);
/* From the interval of the difference alone; margin >= 0. See the table in scan.h. */
wb_colour wb_colour_of(const wb_difference *difference, double margin);

#endif
