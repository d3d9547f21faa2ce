// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace vitrine::daemon {

/// Names of properties, as in core/ipc/*.xml.
using Properties = std::vector<const char *>;

/// Told of every change to the objects of one kind that somebody may see.
template <typename T> class ObjectObserver {
public:
    ObjectObserver() = default;
    ObjectObserver(const ObjectObserver &) = delete;
    ObjectObserver &operator=(const ObjectObserver &) = delete;
    virtual ~ObjectObserver() = default;

    virtual void added(const T &object) = 0;
    virtual void changed(const T &object, const Properties &properties) = 0;
    virtual void removed(const std::string &id, std::uint32_t ownerUid) = 0;
};

} // namespace vitrine::daemon
