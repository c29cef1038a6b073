// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: libwerkbaar contributors
// A C++ program of someone else: handles in unique_ptr, errors as exceptions.
#include <werkbaar/werkbaar.h>

#include <iostream>
#include <memory>
#include <stdexcept>

namespace
{

void check(wb_status status, const wb_error &error)
{
    if (status != WB_OK)
        throw std::runtime_error(error.message);
}

using Reader = std::unique_ptr<wb_reader, decltype(&wb_reader_free)>;
using Source = std::unique_ptr<wb_source, decltype(&wb_source_free)>;
using Frame = std::unique_ptr<wb_frame, decltype(&wb_frame_free)>;

Frame read_csv(const char *path)
{
    wb_error error;
    wb_reader *reader = nullptr;
    wb_source *source = nullptr;
    wb_frame *frame = nullptr;

    check(wb_reader_open(path, &reader, &error), error);
    Reader owned_reader(reader, wb_reader_free);
    check(wb_csv_read(reader, nullptr, &source, &error), error);
    owned_reader.release(); // the source has it now
    Source owned_source(source, wb_source_free);
    check(wb_source_collect(source, nullptr, &frame, &error), error);
    return Frame(frame, wb_frame_free);
}

} // namespace

int main(int, char **argv)
{
    try {
        const Frame frame = read_csv(argv[1]);
        std::cout << wb_version() << ": " << wb_frame_row_count(frame.get())
                  << " rows of " << wb_frame_column_count(frame.get()) << " columns\n";
    } catch (const std::exception &failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
    return 0;
}
