# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
#
# Vectors as CSV: numbers with 17 digits, which are exact; what is missing is empty.
write_vectors <- function(table, folder, name) {
    for (column in names(table)) {
        value <- table[[column]]
        if (is.numeric(value))
            table[[column]] <- ifelse(is.na(value), "",
                                      formatC(value, digits = 17, format = "g", width = 1))
    }
    write.table(table, file.path(folder, paste0(name, ".csv")), quote = FALSE, sep = ",",
                row.names = FALSE, na = "", eol = "\n")
}
