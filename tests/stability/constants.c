/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What every public constant is, for ever: a program that was compiled earlier has the
 * number in it. A new one gets its line with the release that brings it (house/stability
 * says which are missing), and no line ever changes. */
#include <werkbaar/werkbaar.h>

/* clang-format off */
/* base.h */
_Static_assert(WB_OK == 0, "WB_OK");
_Static_assert(WB_E_NOMEM == -1, "WB_E_NOMEM");
_Static_assert(WB_E_ARG == -2, "WB_E_ARG");
_Static_assert(WB_E_DATA == -3, "WB_E_DATA");
_Static_assert(WB_E_DESIGN == -4, "WB_E_DESIGN");
_Static_assert(WB_E_NUMERIC == -5, "WB_E_NUMERIC");
_Static_assert(WB_E_CONVERGENCE == -6, "WB_E_CONVERGENCE");
_Static_assert(WB_E_VERSION == -7, "WB_E_VERSION");
_Static_assert(WB_E_IO == -8, "WB_E_IO");
_Static_assert(WB_E_UNSUPPORTED == -9, "WB_E_UNSUPPORTED");
_Static_assert(WB_E_CANCELLED == -10, "WB_E_CANCELLED");
_Static_assert(WB_E_CONFLICT == -11, "WB_E_CONFLICT");
_Static_assert(WB_E_LIMIT == -12, "WB_E_LIMIT");

/* disclose.h */
_Static_assert(WB_PROTECT_ALL == 0, "WB_PROTECT_ALL");
_Static_assert(WB_PROTECT_RULES == 1, "WB_PROTECT_RULES");

/* frame.h */
_Static_assert(WB_TYPE_NULL == 0, "WB_TYPE_NULL");
_Static_assert(WB_TYPE_BOOL == 1, "WB_TYPE_BOOL");
_Static_assert(WB_TYPE_INT8 == 2, "WB_TYPE_INT8");
_Static_assert(WB_TYPE_INT16 == 3, "WB_TYPE_INT16");
_Static_assert(WB_TYPE_INT32 == 4, "WB_TYPE_INT32");
_Static_assert(WB_TYPE_INT64 == 5, "WB_TYPE_INT64");
_Static_assert(WB_TYPE_UINT8 == 6, "WB_TYPE_UINT8");
_Static_assert(WB_TYPE_UINT16 == 7, "WB_TYPE_UINT16");
_Static_assert(WB_TYPE_UINT32 == 8, "WB_TYPE_UINT32");
_Static_assert(WB_TYPE_UINT64 == 9, "WB_TYPE_UINT64");
_Static_assert(WB_TYPE_FLOAT32 == 10, "WB_TYPE_FLOAT32");
_Static_assert(WB_TYPE_FLOAT64 == 11, "WB_TYPE_FLOAT64");
_Static_assert(WB_TYPE_UTF8 == 12, "WB_TYPE_UTF8");
_Static_assert(WB_TYPE_DICTIONARY == 13, "WB_TYPE_DICTIONARY");
_Static_assert(WB_TYPE_DATE32 == 14, "WB_TYPE_DATE32");
_Static_assert(WB_TYPE_TIMESTAMP == 15, "WB_TYPE_TIMESTAMP");
_Static_assert(WB_COLUMN_COPY == 1, "WB_COLUMN_COPY");
_Static_assert(WB_COLUMN_SENTINEL == 2, "WB_COLUMN_SENTINEL");
_Static_assert(WB_COLUMN_BOOL_BYTES == 4, "WB_COLUMN_BOOL_BYTES");
_Static_assert(WB_COLUMN_BOOL_INT32 == 8, "WB_COLUMN_BOOL_INT32");
_Static_assert(WB_COLUMN_OFFSETS64 == 16, "WB_COLUMN_OFFSETS64");
_Static_assert(WB_COLUMN_ORDERED == 32, "WB_COLUMN_ORDERED");

/* infer.h */
_Static_assert(WB_ADJUST_NONE == 0, "WB_ADJUST_NONE");
_Static_assert(WB_ADJUST_HOLM == 1, "WB_ADJUST_HOLM");
_Static_assert(WB_ADJUST_BH == 2, "WB_ADJUST_BH");
_Static_assert(WB_TABLE_TEST_RAO_SCOTT_F == 0, "WB_TABLE_TEST_RAO_SCOTT_F");
_Static_assert(WB_TABLE_TEST_RAO_SCOTT_CHISQ == 1, "WB_TABLE_TEST_RAO_SCOTT_CHISQ");
_Static_assert(WB_TABLE_TEST_WALD == 2, "WB_TABLE_TEST_WALD");
_Static_assert(WB_TABLE_TEST_ADJ_WALD == 3, "WB_TABLE_TEST_ADJ_WALD");
_Static_assert(WB_TABLE_TEST_LINCOM == 4, "WB_TABLE_TEST_LINCOM");
_Static_assert(WB_TABLE_TEST_SADDLEPOINT == 5, "WB_TABLE_TEST_SADDLEPOINT");
_Static_assert(WB_TABLE_TEST_SATTERTHWAITE == 6, "WB_TABLE_TEST_SATTERTHWAITE");

/* io.h */
_Static_assert(WB_STATFILE_SAV == 1, "WB_STATFILE_SAV");
_Static_assert(WB_STATFILE_ZSAV == 2, "WB_STATFILE_ZSAV");
_Static_assert(WB_STATFILE_POR == 3, "WB_STATFILE_POR");
_Static_assert(WB_STATFILE_DTA == 4, "WB_STATFILE_DTA");
_Static_assert(WB_STATFILE_XPT == 5, "WB_STATFILE_XPT");
_Static_assert(WB_STATFILE_SAS7BDAT == 6, "WB_STATFILE_SAS7BDAT");

/* model.h */
_Static_assert(WB_FAMILY_LOGIT == 1, "WB_FAMILY_LOGIT");
_Static_assert(WB_FAMILY_LINEAR == 2, "WB_FAMILY_LINEAR");
_Static_assert(WB_FAMILY_MULTINOMIAL == 3, "WB_FAMILY_MULTINOMIAL");
_Static_assert(WB_FAMILY_ORDERED == 4, "WB_FAMILY_ORDERED");
_Static_assert(WB_TERM_AUTO == 0, "WB_TERM_AUTO");
_Static_assert(WB_TERM_NUMERIC == 1, "WB_TERM_NUMERIC");
_Static_assert(WB_TERM_CATEGORICAL == 2, "WB_TERM_CATEGORICAL");
_Static_assert(WB_FIT_COEFFICIENTS == 1, "WB_FIT_COEFFICIENTS");
_Static_assert(WB_FIT_TERMS == 2, "WB_FIT_TERMS");
_Static_assert(WB_FIT_SUMMARY == 3, "WB_FIT_SUMMARY");
_Static_assert(WB_FIT_COVARIANCE == 4, "WB_FIT_COVARIANCE");
_Static_assert(WB_JOB_CUT_MEDIAN == 1, "WB_JOB_CUT_MEDIAN");
_Static_assert(WB_JOB_CUT_FIXED == 2, "WB_JOB_CUT_FIXED");

/* quality.h */
_Static_assert(WB_ROC_HIGH == 0, "WB_ROC_HIGH");
_Static_assert(WB_ROC_LOW == 1, "WB_ROC_LOW");

/* score.h */
_Static_assert(WB_KEEP_OTHERS == 0, "WB_KEEP_OTHERS");
_Static_assert(WB_KEEP_ALL == 1, "WB_KEEP_ALL");
_Static_assert(WB_KEEP_NONE == 2, "WB_KEEP_NONE");

/* store.h */
_Static_assert(WB_STORE_CREATE == 0, "WB_STORE_CREATE");
_Static_assert(WB_STORE_EXISTING == 1, "WB_STORE_EXISTING");
_Static_assert(WB_STORE_READ == 2, "WB_STORE_READ");

/* survey.h */
_Static_assert(WB_STATISTIC_MEAN == 1, "WB_STATISTIC_MEAN");
_Static_assert(WB_STATISTIC_TOTAL == 2, "WB_STATISTIC_TOTAL");
_Static_assert(WB_STATISTIC_PROPORTION == 3, "WB_STATISTIC_PROPORTION");
_Static_assert(WB_STATISTIC_RATIO == 4, "WB_STATISTIC_RATIO");
_Static_assert(WB_STATISTIC_VARIANCE == 5, "WB_STATISTIC_VARIANCE");
_Static_assert(WB_STATISTIC_COVARIANCE == 6, "WB_STATISTIC_COVARIANCE");
_Static_assert(WB_STATISTIC_CORRELATION == 7, "WB_STATISTIC_CORRELATION");
_Static_assert(WB_STATISTIC_QUANTILE == 8, "WB_STATISTIC_QUANTILE");
_Static_assert(WB_STATISTIC_RANK == 9, "WB_STATISTIC_RANK");
_Static_assert(WB_INTERVAL_LOGIT == 0, "WB_INTERVAL_LOGIT");
_Static_assert(WB_INTERVAL_WALD == 1, "WB_INTERVAL_WALD");
_Static_assert(WB_INTERVAL_WILSON == 2, "WB_INTERVAL_WILSON");
_Static_assert(WB_INTERVAL_BETA == 3, "WB_INTERVAL_BETA");
_Static_assert(WB_INTERVAL_LIKELIHOOD == 4, "WB_INTERVAL_LIKELIHOOD");
_Static_assert(WB_INTERVAL_ASIN == 5, "WB_INTERVAL_ASIN");
_Static_assert(WB_INTERVAL_AGRESTI_COULL == 6, "WB_INTERVAL_AGRESTI_COULL");
_Static_assert(WB_INTERVAL_JEFFREYS == 7, "WB_INTERVAL_JEFFREYS");
_Static_assert(WB_UNITS_AUTO == 0, "WB_UNITS_AUTO");
_Static_assert(WB_UNITS_OPEN == 1, "WB_UNITS_OPEN");
_Static_assert(WB_UNITS_ORDERED == 2, "WB_UNITS_ORDERED");
_Static_assert(WB_REPLICATE_NONE == 0, "WB_REPLICATE_NONE");
_Static_assert(WB_REPLICATE_JK1 == 1, "WB_REPLICATE_JK1");
_Static_assert(WB_REPLICATE_JKN == 2, "WB_REPLICATE_JKN");
_Static_assert(WB_REPLICATE_JK2 == 3, "WB_REPLICATE_JK2");
_Static_assert(WB_REPLICATE_BRR == 4, "WB_REPLICATE_BRR");
_Static_assert(WB_REPLICATE_FAY == 5, "WB_REPLICATE_FAY");
_Static_assert(WB_REPLICATE_BOOTSTRAP == 6, "WB_REPLICATE_BOOTSTRAP");
_Static_assert(WB_REPLICATE_SDR == 7, "WB_REPLICATE_SDR");
_Static_assert(WB_REPLICATE_OTHER == 8, "WB_REPLICATE_OTHER");
_Static_assert(WB_DEFF_NONE == 0, "WB_DEFF_NONE");
_Static_assert(WB_DEFF_WOR == 1, "WB_DEFF_WOR");
_Static_assert(WB_DEFF_WR == 2, "WB_DEFF_WR");
_Static_assert(WB_LONELY_FAIL == 0, "WB_LONELY_FAIL");
_Static_assert(WB_LONELY_CERTAINTY == 1, "WB_LONELY_CERTAINTY");
_Static_assert(WB_LONELY_CENTRE == 2, "WB_LONELY_CENTRE");
_Static_assert(WB_LONELY_AVERAGE == 3, "WB_LONELY_AVERAGE");
_Static_assert(WB_LONELY_COLLAPSE == 4, "WB_LONELY_COLLAPSE");
_Static_assert(WB_QUANTILE_MATH == 0, "WB_QUANTILE_MATH");
_Static_assert(WB_QUANTILE_SCHOOL == 1, "WB_QUANTILE_SCHOOL");
_Static_assert(WB_QUANTILE_HF7 == 2, "WB_QUANTILE_HF7");
_Static_assert(WB_RANK_WILCOXON == 0, "WB_RANK_WILCOXON");
_Static_assert(WB_RANK_VAN_DER_WAERDEN == 1, "WB_RANK_VAN_DER_WAERDEN");
_Static_assert(WB_RANK_MEDIAN == 2, "WB_RANK_MEDIAN");
_Static_assert(WB_REFERENCE_PREVIOUS == 0, "WB_REFERENCE_PREVIOUS");
_Static_assert(WB_REFERENCE_FIRST == 1, "WB_REFERENCE_FIRST");

/* weight.h */
_Static_assert(WB_WEIGHT_NONRESPONSE == 1, "WB_WEIGHT_NONRESPONSE");
_Static_assert(WB_WEIGHT_POSTSTRATIFY == 2, "WB_WEIGHT_POSTSTRATIFY");
_Static_assert(WB_WEIGHT_RAKE == 3, "WB_WEIGHT_RAKE");
_Static_assert(WB_WEIGHT_LINEAR == 4, "WB_WEIGHT_LINEAR");
_Static_assert(WB_WEIGHT_LOGIT == 5, "WB_WEIGHT_LOGIT");
_Static_assert(WB_WEIGHT_TRIM == 6, "WB_WEIGHT_TRIM");
_Static_assert(WB_TRIM_VALUE == 0, "WB_TRIM_VALUE");
_Static_assert(WB_TRIM_MEAN == 1, "WB_TRIM_MEAN");
_Static_assert(WB_TRIM_MEDIAN == 2, "WB_TRIM_MEDIAN");

/* clang-format on */
