// SPDX-License-Identifier: GPL-3.0-or-later
// The start of an image of 30 layers against one of 1, by turns: the shim alone, from its spawning until the command
// runs. Fails over 1.3 times.
#include "tests/kernel/ShimDriver.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace vitrine;
using namespace vitrine::tests;

namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 41;
constexpr double kMost = 1.3;
constexpr int kSkipped = 77;

void makeLayers(ShimDriver &driver, int count)
{
    for (int i = 0; i < count; ++i) {
        const fs::path layer = driver.workDir() / ("layer" + std::to_string(i));
        fs::create_directories(layer / "bin");
        writeText(layer / ("file" + std::to_string(i)), "x");
        driver.layers.push_back(layer.string());
    }
    fs::copy("/bin/busybox", fs::path(driver.layers.front()) / "bin/busybox");
    const std::string base = std::to_string(shim::kStoredRange.base);
    if (std::system(("chown -R " + base + ":" + base + " " + driver.workDir().string()).c_str()) != 0)
        std::exit(EXIT_FAILURE);
}

double startMs(int layers)
{
    ShimDriver driver;
    makeLayers(driver, layers);
    driver.config.spec.root = { spec::RootKind::Image, "bench" };
    driver.config.spec.command = { "/bin/busybox", "true" };
    const auto before = std::chrono::steady_clock::now();
    const auto started = driver.start();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - before;
    if (!started) {
        std::fprintf(stderr, "a start failed: %s\n", started.error().what.c_str());
        std::exit(EXIT_FAILURE);
    }
    driver.watch();
    return took.count();
}

double median(std::vector<double> values)
{
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

} // namespace

int main()
{
    if (const std::string why = whyNoKernelTests(); !why.empty()) {
        std::fprintf(stderr, "skipped: %s\n", why.c_str());
        return kSkipped;
    }
    std::vector<double> one;
    std::vector<double> thirty;
    for (int round = 0; round < kRounds; ++round) {
        one.push_back(startMs(1));
        thirty.push_back(startMs(30));
    }
    const double ratio = median(thirty) / median(one);
    std::printf("start of 1 layer %.2f ms, of 30 layers %.2f ms: %.2f times (at most %.1f)\n", median(one),
                median(thirty), ratio, kMost);
    return ratio <= kMost ? EXIT_SUCCESS : EXIT_FAILURE;
}
