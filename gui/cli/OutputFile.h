// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/base/UniqueFd.h"

#include <string>

namespace vitrine::gui {

/// A file that a command has written by the helper: new, never over one that is there, and gone again unless kept. "-"
/// is standard output, which gets what was written when all of it is.
class OutputFile {
public:
    static Result<OutputFile> open(const std::string &path);
    OutputFile(OutputFile &&other) noexcept;
    OutputFile &operator=(OutputFile &&) = delete;
    ~OutputFile();

    [[nodiscard]] Result<UniqueFd> duplicate() const;
    Result<> keep();

private:
    OutputFile(std::string path, UniqueFd file)
        : m_path(std::move(path))
        , m_file(std::move(file))
    {
    }
    std::string m_path; ///< what is removed; "" for nothing
    UniqueFd m_file;
    bool m_isStream = false;
};

} // namespace vitrine::gui
