// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/spec/HostPaths.h"
#include "gui/spec/MountTrials.h"
#include "gui/spec/SpecDraft.h"

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace vitrine::gui {

/// What can be done with a mount: tried by the helper, or, until it has answered, as the kernel answers this process.
struct Verdict {
    QString text;
    bool isGood = false;
    bool operator==(const Verdict &) const = default;
};

/// The mounts of a draft, a row each: kind, folder, place inside, read-only, verdict. Folders can be dropped in.
class MountsForm : public QWidget {
    Q_OBJECT
public:
    MountsForm(SpecDraft &draft, const HostPaths &paths, QWidget *parent = nullptr);

    /// "3 mounts, 1 read-only".
    static QString summary(const std::vector<spec::Mount> &mounts);
    /// Nothing as long as the folder was not looked at.
    static Verdict volumeVerdict(const spec::Mount &mount, const QStringList &known);
    static std::optional<Verdict> verdict(const spec::Mount &mount, const KnownPaths &paths,
                                          const KnownVerdicts &verdicts = {});
    /// What the helper has found out of them.
    void setVerdicts(KnownVerdicts verdicts);
    /// Adds a bind mount of `folder` to a place inside named after it.
    void addFolder(const QString &folder);
    /// Names to choose from.
    void setVolumes(const QStringList &names);
    /// Places that the image names as worth keeping: their rows say so.
    void setImagePlaces(const std::vector<std::string> &places);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void rebuild();
    QWidget *makeRow(std::size_t row);
    void addFolderSource(QHBoxLayout *layout, std::size_t row);
    void addVolumeSource(QHBoxLayout *layout, std::size_t row);
    void addSize(QHBoxLayout *layout, std::size_t row);
    void addReadOnly(QHBoxLayout *layout, std::size_t row);
    /// The button that shows the details of a row, and those.
    void addDetails(QWidget *line, QHBoxLayout *layout, std::size_t row);
    void editNewPlace();
    void refreshRow(QWidget &line, const spec::Mount &mount);
    void refreshRows();
    void change(std::size_t row, const std::function<void(spec::Mount &)> &change);

    SpecDraft &m_draft;
    const HostPaths &m_paths;
    KnownVerdicts m_verdicts;
    QVBoxLayout *m_rows;
    QStringList m_volumes;
    std::vector<std::string> m_imagePlaces;
    std::size_t m_rowsShown = 0;
};

} // namespace vitrine::gui
