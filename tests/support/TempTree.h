// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <cstdlib>

namespace vitrine::test {

/// A directory of the test's own that is gone at its end.
class TempTree {
public:
    TempTree()
    {
        std::string name = (std::filesystem::temp_directory_path() / "vitrine-test-XXXXXX").string();
        if (!::mkdtemp(name.data()))
            throw std::runtime_error("cannot make a temporary directory");
        m_root = name;
    }
    TempTree(const TempTree &) = delete;
    TempTree &operator=(const TempTree &) = delete;
    ~TempTree()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_root, ignored);
    }

    [[nodiscard]] const std::filesystem::path &root() const { return m_root; }
    [[nodiscard]] std::string path(std::string_view relative = {}) const
    {
        return relative.empty() ? m_root.string() : (m_root / relative).string();
    }
    /// Writes over what is there, without replacing the file itself; makes the directories that are missing.
    std::string write(std::string_view relative, std::string_view content) const
    {
        const auto file = m_root / relative;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
        return file.string();
    }
    std::string makeDirectory(std::string_view relative) const
    {
        std::filesystem::create_directories(m_root / relative);
        return path(relative);
    }

private:
    std::filesystem::path m_root;
};

} // namespace vitrine::test
