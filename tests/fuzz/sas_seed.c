/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Write the file of SAS that fuzzing begins with. Words: its path, `rows` to have them
 * compressed. */
#include "io/sas7bdat.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    static sas_file file;
    bool compressed = argc > 2 && strcmp(argv[2], "rows") == 0;
    FILE *out = argc > 1 ? fopen(argv[1], "wb") : NULL;
    bool good =
        out != NULL &&
        sas_file_make(compressed ? READSTAT_COMPRESS_ROWS : READSTAT_COMPRESS_NONE,
                      &file) &&
        fwrite(file.bytes, 1, file.n, out) == file.n;

    if (out != NULL)
        good = fclose(out) == 0 && good;
    return good ? 0 : 1;
}
