// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/app/MainWindow.h"
#include "gui/feed/MetricsFeed.h"
#include "gui/list/SidePanel.h"
#include "gui/widgets/MessageBar.h"
#include "tests/support/FakeBackend.h"

#include <QAction>
#include <QPushButton>
#include <QTest>

namespace vitrine::gui::test {

inline ImageInfo image(const QString &id, const QStringList &names, const QStringList &usedBy = {})
{
    ImageInfo info;
    info.id = id;
    info.state = ImageState::Ready;
    info.names = names;
    info.usedBy = usedBy;
    info.bytes = 3 * 1024 * 1024;
    info.layers = { { QString(64, u'a'), 2 * 1024 * 1024, 4, QStringLiteral("/bin/sh -c #(nop) ADD file in /"), 2 },
                    { QString(64, u'b'), 1024 * 1024, 1, {}, 0 } };
    return info;
}

/// A window, ready, with whatever the test adds.
struct StoreFixture {
    FakeBackend backend;
    MetricsFeed feed;
    MainWindow window{ backend, feed };

    StoreFixture()
    {
        backend.setConnection(Connection::Ready);
        window.show();
        backend.forgetCalls();
    }
    void show(SectionList::Section section) { window.side().sections().choose(section); }
    [[nodiscard]] QStringList messages()
    {
        QStringList texts;
        for (const MessageBar *bar : window.messages().messages())
            texts << bar->text();
        return texts;
    }
    static void press(QWidget &where, const QString &text)
    {
        QCoreApplication::processEvents(); // what was added to a layout is shown by then
        for (QPushButton *button : where.findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisibleTo(&where))
                return button->click();
        }
        QFAIL(qPrintable(QStringLiteral("there is no button ") + text));
    }
    /// The dialog that is open, of this kind.
    template <typename Dialog> [[nodiscard]] Dialog *dialog() { return window.findChild<Dialog *>(); }
};

} // namespace vitrine::gui::test
