// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <string>

namespace vitrine::tests {

/// A test object each of whose tests fails when it leaves a mount behind on the host.
class KeepsHostMounts : public QObject {
    Q_OBJECT

public:
    /// main() of such a test: 77 with the reason where it cannot run.
    int run(int argc, char **argv);

private slots:
    void init();
    void cleanup();

private:
    std::string m_hostMounts;
};

} // namespace vitrine::tests
