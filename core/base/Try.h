// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

// Returns early with the error of a Result. A macro because C++20 has no other way to return from the caller.
#define VITRINE_TRY(expression)                                                                                        \
    do {                                                                                                               \
        if (auto vitrineTried = (expression); !vitrineTried)                                                           \
            return ::vitrine::failure(std::move(vitrineTried).error());                                                \
    } while (false)

#define VITRINE_TRY_CONCAT_(a, b) a##b
#define VITRINE_TRY_CONCAT(a, b) VITRINE_TRY_CONCAT_(a, b)

// VITRINE_TRY_ASSIGN(auto fd, openDirectory(path)); declares fd, or returns the error.
#define VITRINE_TRY_ASSIGN(declaration, expression)                                                                    \
    VITRINE_TRY_ASSIGN_(VITRINE_TRY_CONCAT(tried, __LINE__), declaration, expression)
#define VITRINE_TRY_ASSIGN_(temporary, declaration, expression)                                                        \
    auto temporary = (expression);                                                                                     \
    if (!temporary)                                                                                                    \
        return ::vitrine::failure(std::move(temporary).error());                                                       \
    declaration = std::move(*temporary)
