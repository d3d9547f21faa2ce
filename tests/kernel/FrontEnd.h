// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/PeerBus.h"

#include <QByteArray>
#include <QProcess>
#include <QStringList>

#include <string>
#include <vector>

namespace vitrine::tests {

/// The program itself, as the ordinary user with a helper of the test.
class FrontEnd {
public:
    struct Ran {
        int status = -1;
        QByteArray said; ///< on both of its outputs
    };

    /// `program` is its path.
    FrontEnd(const test::HelperRig &rig, const char *program)
        : m_rig(rig)
        , m_program(QString::fromUtf8(program))
    {
    }

    /// Waits for its end, up to a minute.
    [[nodiscard]] Ran run(const std::vector<std::string> &words) const;
    void start(QProcess &process, const QStringList &words) const;

private:
    const test::HelperRig &m_rig;
    QString m_program;
};

} // namespace vitrine::tests
