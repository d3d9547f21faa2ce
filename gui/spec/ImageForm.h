// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/backend/Backend.h"
#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QLineEdit;
class QListWidget;

namespace vitrine::gui {

/// Which image to run, and with which command; without one the image's own runs.
class ImageForm : public QWidget {
    Q_OBJECT
public:
    ImageForm(SpecDraft &draft, const Backend &backend, QWidget *parent = nullptr);

    void choose(const QString &name);
    /// The draft takes what is chosen here, from now on and as it changes.
    void apply();
    /// The draft is no longer about an image.
    void withdraw();

private:
    void fill();
    void showMatches(const QString &text);
    void readImage();
    void readCommand();
    [[nodiscard]] QString chosenName() const;

    SpecDraft &m_draft;
    const Backend &m_backend;
    QLineEdit *m_search;
    QListWidget *m_list;
    QLineEdit *m_command;
    bool m_isApplied = false;
};

/// The image of a specification, by its name or id; nothing when its root is none or it is not here.
std::optional<ImageInfo> imageOf(const spec::ContainerSpec &spec, const Backend &backend);

} // namespace vitrine::gui
