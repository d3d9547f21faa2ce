// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/store/StoreSection.h"

namespace vitrine::gui {

class Arrivals;
class ImageCommands;
class ImagePage;
class MessageArea;
class Removals;

/// The section Images.
class ImagesSection : public StoreSection {
    Q_OBJECT
public:
    ImagesSection(Backend &backend, MessageArea &messages, Removals &removals, QWidget *window);
    [[nodiscard]] ImageCommands &commands() { return *m_commands; }
    [[nodiscard]] ImagePage &imagePage() { return *m_page; }

signals:
    void runRequested(const QString &name);

protected:
    void showCurrent(const QString &id) override;

private:
    void addVerbs();
    void synchronise();
    [[nodiscard]] std::optional<ImageInfo> find(const QString &id) const;

    Backend &m_backend;
    Arrivals *m_arrivals;
    ImageCommands *m_commands;
    ImagePage *m_page = nullptr;
    QAction *m_import = nullptr;
    QAction *m_run = nullptr;
    QAction *m_tag = nullptr;
    QAction *m_export = nullptr;
    QAction *m_remove = nullptr;
};

} // namespace vitrine::gui
