# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# The files of tests/io/statfiles: made-up answers of five people, as haven writes them.
# Run it at the top of the project; the tests read what it left. haven has no POR:
#   python3 -c "import pyreadstat; d, m = pyreadstat.read_xport('people.xpt');
#               pyreadstat.write_por(d[['id', 'load', 'name']], 'people.por')"

library(haven)

people <- data.frame(id = 1:5, load = c(0.1, -2.5, NA, 1e10, 1 / 3))
attr(people$load, "label") <- "Belasting"
people$often <- labelled_spss(c(1, 5, 9, 98, NA),
  labels = c(nooit = 1, altijd = 5, "w\u00e9iger" = 98),
  na_range = c(97, 99), na_values = 9, label = "Hoe vaak?"
)
people$name <- c("Jan", "", "Zo\u00eb", "a b", strrep("x", 300))
people$day <- as.Date(c("2024-02-29", NA, "1969-12-31", "1582-10-15", "2100-01-01"))
people$at <- as.POSIXct(c("2024-02-29 12:34:56", NA, "1969-12-31 23:59:59",
  "2024-01-01 00:00:00", "1900-01-01 00:00:00"), tz = "UTC")
people$a_very_long_name_of_a_variable <- c(1, 0, 1, 0, NA)

folder <- "tests/io/statfiles"
write_sav(people, file.path(folder, "people.sav"))
write_sav(people, file.path(folder, "plain.sav"), compress = "none")
write_sav(people, file.path(folder, "people.zsav"), compress = "zsav")

people$often <- labelled(c(1, 5, tagged_na("a"), tagged_na("z"), NA),
  c(nooit = 1, altijd = 5, "w\u00e9iger" = tagged_na("a")), label = "Hoe vaak?")
write_dta(people, file.path(folder, "people.dta"))
people$often <- c(1, 5, NA, NA, NA)
people$name[5] <- "xxx"
write_xpt(people[c("id", "load", "often", "name", "day", "at")],
  file.path(folder, "people.xpt"))
