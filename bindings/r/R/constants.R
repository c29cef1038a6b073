# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors

# The enums of the C library that the package speaks with. A test compares every value with
# the header's.
wb_enums <- list(
  status = c(
    OK = 0L, NOMEM = -1L, ARG = -2L, DATA = -3L, DESIGN = -4L, NUMERIC = -5L,
    CONVERGENCE = -6L, VERSION = -7L, IO = -8L, UNSUPPORTED = -9L, CANCELLED = -10L,
    CONFLICT = -11L, LIMIT = -12L
  ),
  type = c(
    NULL_ = 0L, BOOL = 1L, INT8 = 2L, INT16 = 3L, INT32 = 4L, INT64 = 5L, UINT8 = 6L,
    UINT16 = 7L, UINT32 = 8L, UINT64 = 9L, FLOAT32 = 10L, FLOAT64 = 11L, UTF8 = 12L,
    DICTIONARY = 13L, DATE32 = 14L, TIMESTAMP = 15L
  ),
  keep = c(OTHERS = 0L, ALL = 1L, NONE = 2L),
  statistic = c(MEAN = 1L, TOTAL = 2L, PROPORTION = 3L, RATIO = 4L, VARIANCE = 5L,
    COVARIANCE = 6L, CORRELATION = 7L, QUANTILE = 8L, RANK = 9L),
  interval = c(LOGIT = 0L, WALD = 1L, WILSON = 2L, BETA = 3L, LIKELIHOOD = 4L, ASIN = 5L,
    AGRESTI_COULL = 6L, JEFFREYS = 7L),
  quantile_rule = c(MATH = 0L, SCHOOL = 1L, HF7 = 2L),
  rank_score = c(WILCOXON = 0L, VAN_DER_WAERDEN = 1L, MEDIAN = 2L),
  units = c(AUTO = 0L, OPEN = 1L, ORDERED = 2L),
  replicate_type = c(NONE = 0L, JK1 = 1L, JKN = 2L, JK2 = 3L, BRR = 4L, FAY = 5L, BOOTSTRAP = 6L,
    SDR = 7L, OTHER = 8L),
  design_effect = c(NONE = 0L, WOR = 1L, WR = 2L),
  lonely = c(FAIL = 0L, CERTAINTY = 1L, CENTRE = 2L, AVERAGE = 3L, COLLAPSE = 4L),
  reference = c(PREVIOUS = 0L, FIRST = 1L),
  roc_direction = c(HIGH = 0L, LOW = 1L),
  adjust = c(NONE = 0L, HOLM = 1L, BH = 2L),
  table_test = c(RAO_SCOTT_F = 0L, RAO_SCOTT_CHISQ = 1L, WALD = 2L, ADJ_WALD = 3L, LINCOM = 4L,
    SADDLEPOINT = 5L, SATTERTHWAITE = 6L),
  family = c(LOGIT = 1L, LINEAR = 2L, MULTINOMIAL = 3L, ORDERED = 4L),
  term = c(AUTO = 0L, NUMERIC = 1L, CATEGORICAL = 2L),
  job_cut = c(MEDIAN = 1L, FIXED = 2L),
  fit_part = c(COEFFICIENTS = 1L, TERMS = 2L, SUMMARY = 3L, COVARIANCE = 4L),
  weight_step = c(NONRESPONSE = 1L, POSTSTRATIFY = 2L, RAKE = 3L, LINEAR = 4L, LOGIT = 5L,
    TRIM = 6L),
  trim_unit = c(VALUE = 0L, MEAN = 1L, MEDIAN = 2L),
  store = c(CREATE = 0L, EXISTING = 1L, READ = 2L),
  protect = c(ALL = 0L, RULES = 1L),
  statfile = c(SAV = 1L, ZSAV = 2L, POR = 3L, DTA = 4L, XPT = 5L, SAS7BDAT = 6L)
)

# Small letters of the alphabet of English. To tolower() and toupper() the letter i is another in Turkish.
small_letters <- function(x) chartr(paste(LETTERS, collapse = ""), paste(letters, collapse = ""), x)

# The words of an enum, as users write them, and the value of one.
enum_words <- function(enum) small_letters(names(wb_enums[[enum]]))

value_of_word <- function(enum, word) wb_enums[[enum]][[match(word, enum_words(enum))]]

enum_value <- function(word, what, enum, choices = enum_words(enum)) {
  value_of_word(enum, wb_check_choice(word, what, choices))
}
