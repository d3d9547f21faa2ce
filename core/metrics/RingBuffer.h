// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>

namespace vitrine::metrics {

/// The last `Capacity` values, oldest at index 0.
template <typename T, std::size_t Capacity> class RingBuffer {
public:
    void push(const T &value)
    {
        m_items[(m_first + m_size) % Capacity] = value;
        if (m_size < Capacity)
            ++m_size;
        else
            m_first = (m_first + 1) % Capacity;
    }
    void clear() { m_first = m_size = 0; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    const T &operator[](std::size_t index) const { return m_items[(m_first + index) % Capacity]; }
    const T &back() const { return (*this)[m_size - 1]; }

private:
    std::array<T, Capacity> m_items{};
    std::size_t m_first = 0;
    std::size_t m_size = 0;
};

} // namespace vitrine::metrics
