/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A workbook: the parts of ISO/IEC 29500-1 that readers ask for, and no others. No part
 * says when or by whom it was made, so that the same frames are the same bytes. */
#include "io/xlsx_look.h"
#include "io/xlsx_sheet.h"
#include "io/zip.h"

#include <werkbaar/io.h>

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#define XML     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE  "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN    "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TYPE    "application/vnd.openxmlformats-officedocument.spreadsheetml."

enum { NAME_UNITS = 31, NAME_BYTES = 3 * NAME_UNITS + 1 };

static const char note_name[] = "note";

typedef struct workbook {
    const wb_frame *const *frames;
    const char *const *names; /* NULL: "Sheet1", ... */
    size_t n_frames;
    const char *note; /* NULL: none */
} workbook;

static size_t sheet_count(const workbook *book)
{
    return book->n_frames + (book->note != NULL);
}

/* The name of a sheet; `room` holds a made one. */
static const char *name_of(const workbook *book, size_t i, char room[NAME_BYTES])
{
    if (i == book->n_frames)
        return note_name;
    if (book->names != NULL)
        return book->names[i];
    snprintf(room, NAME_BYTES, "Sheet%zu", i + 1);
    return room;
}

/* ---- names of sheets ---- */

static const char *what_is_wrong(const char *name)
{
    size_t length = strlen(name);

    if (length == 0 || wb_utf8_valid(name, length) < length)
        return length == 0 ? "it is empty" : "it is not valid UTF-8";
    if (strpbrk(name, "[]:*?/\\") != NULL)
        return "it has one of [ ] : * ? / and backslash";
    if (name[0] == '\'' || name[length - 1] == '\'')
        return "it begins or ends with an apostrophe";
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)name[i] < 0x20)
            return "it has a control character";
    return wb_xlsx_length(name, length) > NAME_UNITS ? "it is longer than 31 characters"
                                                     : NULL;
}

/* Spreadsheets do not tell letters from capitals in names of sheets. */
static bool same_name(const char *a, const char *b)
{
    utf8proc_int32_t one = 0, other = 0;

    while (*a != '\0' && *b != '\0') {
        a += utf8proc_iterate((const utf8proc_uint8_t *)a, -1, &one);
        b += utf8proc_iterate((const utf8proc_uint8_t *)b, -1, &other);
        if (utf8proc_tolower(one) != utf8proc_tolower(other))
            return false;
    }
    return *a == *b;
}

static wb_status check_name(const workbook *book, size_t i, wb_error *err)
{
    char room[NAME_BYTES], other[NAME_BYTES];
    const char *name = name_of(book, i, room);
    const char *wrong = what_is_wrong(name);

    if (wrong == NULL && same_name(name, "History"))
        wrong = "spreadsheets keep it for themselves";
    for (size_t k = 0; k < i && wrong == NULL; k++)
        if (same_name(name, name_of(book, k, other)))
            wrong = "another sheet has it, capitals aside";
    return wrong == NULL
               ? WB_OK
               : wb_fail(err, WB_E_ARG, "'%s' cannot be the name of sheet %zu: %s", name,
                         i + 1, wrong);
}

/* ---- parts ---- */

static wb_status put_types(wb_text *out, size_t n_sheets, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(out,
                       XML "<Types xmlns=\"" PACKAGE "content-types\">"
                           "<Default Extension=\"rels\" ContentType=\"application/"
                           "vnd.openxmlformats-package.relationships+xml\"/>"
                           "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                           "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
                           "sheet.main+xml\"/>"
                           "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
                           "styles+xml\"/>",
                       err));
    for (size_t i = 0; i < n_sheets; i++)
        WB_TRY(wb_text_format(out, err,
                              "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" "
                              "ContentType=\"" TYPE "worksheet+xml\"/>",
                              i + 1));
    WB_TRY(wb_text_add(out, "</Types>\n", err));
done:
    return st;
}

static wb_status put_workbook(wb_text *out, const workbook *book, wb_error *err)
{
    char room[NAME_BYTES];
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(
        out, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>", err));
    for (size_t i = 0; i < sheet_count(book); i++) {
        const char *name = name_of(book, i, room);
        WB_TRY(wb_text_add(out, "<sheet name=\"", err));
        WB_TRY(wb_xlsx_escape(out, name, strlen(name), err));
        WB_TRY(wb_text_format(out, err, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1,
                              i + 1));
    }
    WB_TRY(wb_text_add(out, "</sheets></workbook>\n", err));
done:
    return st;
}

static wb_status put_links(wb_text *out, size_t n_sheets, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(
        wb_text_add(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">", err));
    for (size_t i = 0; i < n_sheets; i++)
        WB_TRY(wb_text_format(out, err,
                              "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                              "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                              i + 1, i + 1));
    WB_TRY(wb_text_format(out, err,
                          "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                          "/styles\" Target=\"styles.xml\"/></Relationships>\n",
                          n_sheets + 1));
done:
    return st;
}

static const char root_links[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
        "Target=\"xl/workbook.xml\"/></Relationships>\n";

/* The entries of cellXfs are those of enum wb_xlsx_format. Two fills have to be there. */
static const char styles_fonts[] =
    "</numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>"
    "</borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyFont=\"1\"/>"
    "<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"165\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>";

static wb_status put_styles(wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text looks = {0};

    WB_TRY(wb_text_add(
        out,
        XML "<styleSheet xmlns=\"" MAIN "\">"
            "<numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
            "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/>",
        err));
    WB_TRY(wb_xlsx_look_styles(out, &looks, err));
    WB_TRY(wb_text_add(out, styles_fonts, err));
    WB_TRY(wb_text_append(out, looks.bytes, looks.length, err));
    WB_TRY(wb_text_add(
        out,
        "</cellXfs>"
        "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
        "</cellStyles></styleSheet>\n",
        err));
done:
    wb_text_free(&looks);
    return st;
}

/* ---- the file ---- */

/* Hand over a part and start the next with an empty text. */
static wb_status add_part(wb_zip *zip, const char *name, wb_text *part, wb_status st,
                          wb_error *err)
{
    if (st == WB_OK)
        st = wb_zip_add(zip, name, part, err);
    wb_text_cut(part, 0);
    return st;
}

static wb_status add_sheet(wb_zip *zip, size_t i, const wb_frame *frame, const char *note,
                           wb_error *err)
{
    char name[64];
    wb_text part = {0};

    snprintf(name, sizeof name, "xl/worksheets/sheet%zu.xml", i + 1);
    wb_status st = wb_xlsx_sheet(&part, frame, note, err);
    st = add_part(zip, name, &part, st, err);
    wb_text_free(&part);
    return st;
}

static wb_status add_note(wb_zip *zip, const workbook *book, wb_error *err)
{
    wb_builder *builder = NULL;
    wb_frame *frame = NULL;
    size_t column = 0;
    wb_status st = WB_OK;

    if (book->note == NULL)
        return WB_OK;
    WB_TRY(wb_builder_new(&builder, err));
    WB_TRY(wb_builder_add_column(builder, note_name, WB_TYPE_UTF8, &column, err));
    WB_TRY(wb_builder_text(builder, column, book->note, strlen(book->note), err));
    WB_TRY(wb_builder_finish(builder, &frame, err));
    WB_TRY(add_sheet(zip, book->n_frames, frame, NULL, err));
done:
    wb_frame_free(frame);
    wb_builder_free(builder);
    return st;
}

static wb_status add_parts(wb_zip *zip, const workbook *book, wb_text *part,
                           wb_error *err)
{
    size_t n_sheets = sheet_count(book);
    wb_status st = WB_OK;

    WB_TRY(
        add_part(zip, "[Content_Types].xml", part, put_types(part, n_sheets, err), err));
    WB_TRY(add_part(zip, "_rels/.rels", part, wb_text_add(part, root_links, err), err));
    WB_TRY(add_part(zip, "xl/workbook.xml", part, put_workbook(part, book, err), err));
    WB_TRY(add_part(zip, "xl/_rels/workbook.xml.rels", part,
                    put_links(part, n_sheets, err), err));
    WB_TRY(add_part(zip, "xl/styles.xml", part, put_styles(part, err), err));
    for (size_t i = 0; i < book->n_frames; i++)
        WB_TRY(add_sheet(zip, i, book->frames[i], book->note, err));
    WB_TRY(add_note(zip, book, err));
done:
    return st;
}

static wb_status check_book(const workbook *book, size_t n_names, wb_error *err)
{
    wb_status st = WB_OK;

    if (book->n_frames == 0 || (book->names != NULL && n_names != book->n_frames))
        return wb_fail(err, WB_E_ARG,
                       "%zu names do not fit %zu frames: one each, and at "
                       "least one frame",
                       n_names, book->n_frames);
    for (size_t i = 0; i < book->n_frames; i++)
        if (book->frames[i] == NULL || (book->names != NULL && book->names[i] == NULL))
            return wb_fail(err, WB_E_ARG, "the %s of sheet %zu must not be NULL",
                           book->frames[i] == NULL ? "frame" : "name", i + 1);
    for (size_t i = 0; i < sheet_count(book); i++)
        WB_TRY(check_name(book, i, err));
done:
    return st;
}

/* Made-up data say so, whether or not the caller thinks of it. */
static const char *own_note(const workbook *book)
{
    for (size_t i = 0; i < book->n_frames; i++)
        if (book->frames[i] != NULL && wb_frame_is_synthetic(book->frames[i]))
            return "SYNTHETIC: nobody gave these answers";
    return NULL;
}

wb_status wb_xlsx_write(wb_writer *writer, const wb_frame *const *frames, size_t n_frames,
                        const char *const *names, size_t n_names, const char *note,
                        wb_error *err)
{
    workbook book = {frames, names, n_frames, note};
    wb_zip zip = {.writer = writer};
    wb_text part = {0};
    wb_status st = WB_OK;

    if (writer == NULL || frames == NULL)
        return wb_fail(err, WB_E_ARG, "%s must not be NULL",
                       writer == NULL ? "writer" : "frames");
    if (note == NULL)
        book.note = own_note(&book);
    WB_TRY(check_book(&book, n_names, err));
    WB_TRY(add_parts(&zip, &book, &part, err));
    WB_TRY(wb_zip_finish(&zip, err));
done:
    wb_text_free(&part);
    wb_zip_free(&zip);
    return st;
}
