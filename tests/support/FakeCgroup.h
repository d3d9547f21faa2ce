// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TempTree.h"

namespace vitrine::test {

/// A directory of plain files that look like a version 2 cgroup with all controllers, for readers that take their root
/// as a parameter.
class FakeCgroup {
public:
    FakeCgroup()
    {
        write("cgroup.events", "populated 1\nfrozen 0\n");
        write("cpu.stat",
              "usage_usec 1000000\nuser_usec 600000\nsystem_usec 400000\nnr_periods 10\nnr_throttled 4\n"
              "throttled_usec 5000\n");
        write("cpu.max", "50000 100000\n");
        write("cpu.weight", "100\n");
        write("cpuset.cpus.effective", "0-1\n");
        write("memory.current", "10485760\n");
        write("memory.peak", "20971520\n");
        write("memory.swap.current", "4096\n");
        write("memory.stat", "anon 1048576\nfile 2097152\nkernel 524288\ninactive_file 1048576\nactive_file 1048576\n");
        write("memory.events", "low 0\nhigh 1\nmax 2\noom 3\noom_kill 4\noom_group_kill 0\n");
        write("memory.max", "67108864\n");
        write("memory.high", "max\n");
        write("memory.swap.max", "0\n");
        write("pids.current", "3\n");
        write("pids.events", "max 5\n");
        write("pids.max", "5\n");
        write("io.stat", "254:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n");
        const char *pressure = "some avg10=1.50 avg60=0.00 avg300=0.00 total=100\n"
                               "full avg10=0.25 avg60=0.00 avg300=0.00 total=50\n";
        write("cpu.pressure", pressure);
        write("memory.pressure", pressure);
        write("io.pressure", pressure);
    }

    void write(std::string_view file, std::string_view content) const
    {
        m_tree.write(std::string("group/") + std::string(file), content);
    }
    void remove(std::string_view file) const { std::filesystem::remove(m_tree.root() / "group" / file); }
    /// The directory goes, as with rmdir of a real cgroup.
    void removeAll() const { std::filesystem::remove_all(m_tree.root() / "group"); }
    void setNetwork(std::uint64_t received, std::uint64_t sent) const
    {
        m_tree.write("statistics/tx_bytes", std::to_string(received) + "\n");
        m_tree.write("statistics/rx_bytes", std::to_string(sent) + "\n");
    }
    [[nodiscard]] std::string directory() const { return m_tree.path("group"); }
    [[nodiscard]] std::string networkStatistics() const { return m_tree.path("statistics"); }

private:
    TempTree m_tree;
};

} // namespace vitrine::test
