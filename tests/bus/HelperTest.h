// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/PeerBus.h"

#include <QtTest>

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace vitrine::test {

inline std::string fileText(const std::string &path)
{
    std::ifstream file(path);
    return { std::istreambuf_iterator<char>(file), {} };
}

inline bool contains(const std::string &text, const std::string &part)
{
    return text.find(part) != std::string::npos;
}

/// Makes a helper serve the account that runs the tests.
inline const std::vector<std::string> kOwner{ "--owner", std::to_string(::geteuid()) };

/// A test object each of whose tests has a helper of its own and one client of it.
class HelperTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_rig = std::make_unique<HelperRig>(kOwner);
        QVERIFY(m_rig->startHelper());
        m_client = m_rig->client();
    }
    void cleanup()
    {
        m_client.reset();
        m_rig.reset();
    }

protected:
    std::unique_ptr<HelperRig> m_rig;
    std::unique_ptr<BusClient> m_client;
};

} // namespace vitrine::test
