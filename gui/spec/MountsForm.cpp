// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/MountsForm.h"

#include "core/spec/PathExpansion.h"
#include "core/spec/Sizes.h"
#include "gui/format/HomePath.h"
#include "gui/spec/MountDetails.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/FoldButton.h"
#include "gui/widgets/Pill.h"
#include "gui/widgets/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

constexpr int kVerdictWidth = 180; // so that the columns of all rows line up
const QString kReadOnly = QStringLiteral("readOnly");
const QString kPlace = QStringLiteral("place");

using spec::FieldId;
using spec::Mount;
using spec::MountKind;

QString expanded(const QString &path)
{
    const auto environment = [](const std::string &name) -> std::optional<std::string> {
        if (name == "HOME")
            return QDir::homePath().toStdString();
        if (qEnvironmentVariableIsSet(name.c_str()))
            return qEnvironmentVariable(name.c_str()).toStdString();
        return std::nullopt;
    };
    return QString::fromStdString(spec::expandPath(path.toStdString(), environment, spec::homeOfUser));
}

} // namespace

MountsForm::MountsForm(SpecDraft &draft, const HostPaths &paths, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_paths(paths)
    , m_rows(new QVBoxLayout)
{
    setAcceptDrops(true);
    auto *folder = new QPushButton(tr("Add Folder…"), this);
    connect(folder, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder to Share"), QDir::homePath());
        if (!chosen.isEmpty())
            addFolder(chosen);
    });
    auto *temporary = new QPushButton(tr("Add Temporary"), this);
    connect(temporary, &QPushButton::clicked, this, [this] {
        m_draft.edit([](spec::ContainerSpec &spec) {
            spec.mounts.push_back({ MountKind::Tmpfs, {}, "/scratch", spec::Access::ReadWrite, {} });
        });
        editNewPlace();
    });
    auto *volume = new QPushButton(tr("Add Volume…"), this);
    connect(volume, &QPushButton::clicked, this, [this] {
        m_draft.edit([this](spec::ContainerSpec &spec) {
            const std::string name = m_volumes.isEmpty() ? spec.name + "-data" : m_volumes.constLast().toStdString();
            spec.mounts.push_back({ MountKind::Volume, name, "/data", spec::Access::ReadWrite, {} });
        });
        editNewPlace();
    });
    for (QPushButton *button : { folder, volume, temporary }) {
        button->setAutoDefault(false);
        giveRoom(*button);
    }
    auto *hint = new DimLabel(tr("or drop a folder here"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(folder);
    buttons->addWidget(volume);
    buttons->addWidget(temporary);
    buttons->addWidget(hint);
    buttons->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->addLayout(m_rows);
    layout->addLayout(buttons);
    connect(&m_draft, &SpecDraft::changed, this, [this] {
        if (m_rowsShown != m_draft.spec().mounts.size())
            rebuild();
        else
            refreshRows();
    });
    connect(&m_paths, &HostPaths::changed, this, &MountsForm::refreshRows);
    rebuild();
}

void MountsForm::addFolder(const QString &folder)
{
    const QString name = QFileInfo(folder).fileName();
    m_draft.edit([&](spec::ContainerSpec &spec) {
        spec.mounts.push_back(
            { MountKind::Bind,
              folder.toStdString(),
              QStringLiteral("/mnt/%1").arg(name.isEmpty() ? QStringLiteral("files") : name).toStdString(),
              spec::Access::ReadWrite,
              {},
              true });
    });
    editNewPlace();
}

/// Where it goes inside is what a person says next.
void MountsForm::editNewPlace()
{
    auto *place = m_rows->itemAt(m_rows->count() - 1)->widget()->findChild<QLineEdit *>(kPlace);
    place->setFocus(Qt::OtherFocusReason);
    place->selectAll();
}

void MountsForm::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MountsForm::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls()) {
        if (QFileInfo(url.toLocalFile()).isDir())
            addFolder(url.toLocalFile());
    }
}

void MountsForm::change(std::size_t row, const std::function<void(Mount &)> &change)
{
    m_draft.edit([&](spec::ContainerSpec &spec) { change(spec.mounts[row]); });
}

void MountsForm::rebuild()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_rowsShown = m_draft.spec().mounts.size();
    for (std::size_t row = 0; row < m_rowsShown; ++row)
        m_rows->addWidget(makeRow(row));
    refreshRows();
}

void MountsForm::addFolderSource(QHBoxLayout *layout, std::size_t row)
{
    auto *source = new QLineEdit(homePath(m_draft.spec().mounts[row].source), this);
    source->setAccessibleName(tr("Folder on this computer"));
    giveRoom(*source);
    connect(source, &QLineEdit::textEdited, this, [this, row](const QString &text) {
        change(row, [&](Mount &m) { m.source = expanded(text).toStdString(); });
    });
    layout->addWidget(source, 3);
    auto *browse = new QToolButton(this);
    browse->setText(QStringLiteral("…"));
    browse->setAccessibleName(tr("Choose a folder"));
    connect(browse, &QToolButton::clicked, this, [this, row, source] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder to Share"), expanded(source->text()));
        if (chosen.isEmpty())
            return;
        source->setText(homePath(chosen.toStdString()));
        change(row, [&](Mount &m) { m.source = chosen.toStdString(); });
    });
    layout->addWidget(browse);
}

void MountsForm::addVolumeSource(QHBoxLayout *layout, std::size_t row)
{
    auto *source = new QComboBox(this);
    source->setEditable(true);
    source->addItems(m_volumes);
    source->setCurrentText(QString::fromStdString(m_draft.spec().mounts[row].source));
    source->setAccessibleName(tr("Volume"));
    source->setToolTip(tr("One of your volumes, or a name for a new one."));
    connect(source, &QComboBox::currentTextChanged, this,
            [this, row](const QString &text) { change(row, [&](Mount &m) { m.source = text.toStdString(); }); });
    layout->addWidget(source, 3);
}

void MountsForm::setVolumes(const QStringList &names)
{
    m_volumes = names;
    rebuild();
}

void MountsForm::addSize(QHBoxLayout *layout, std::size_t row)
{
    const auto &sizeBytes = m_draft.spec().mounts[row].sizeBytes;
    auto *size = new QLineEdit(sizeBytes ? QString::fromStdString(spec::formatSize(*sizeBytes)) : QString(), this);
    size->setAccessibleName(tr("Size"));
    giveRoom(*size);
    size->setPlaceholderText(tr("64 MiB"));
    connect(size, &QLineEdit::textEdited, this, [this, row](const QString &text) {
        const auto bytes = spec::parseSize(text.toStdString());
        const bool isUsable = bytes || text.isEmpty();
        if (isUsable)
            change(row, [&](Mount &m) { m.sizeBytes = bytes ? std::optional(*bytes) : std::nullopt; });
        m_draft.setInputProblem({ FieldId::Mounts, row },
                                isUsable ? QString() : QString::fromStdString(bytes.error().what));
    });
    layout->addWidget(size, 3);
}

QWidget *MountsForm::makeRow(std::size_t row)
{
    const Mount &mount = m_draft.spec().mounts[row];
    auto *line = new QWidget(this);
    auto *column = new QVBoxLayout(line);
    column->setContentsMargins(0, 0, 0, 0);
    auto *layout = new QHBoxLayout;
    column->addLayout(layout);
    const QString kindText = mount.kind == MountKind::Bind ? tr("Folder")
        : mount.kind == MountKind::Volume                  ? tr("Volume")
                                                           : tr("Temporary");
    auto *kind = new QLabel(kindText, line);
    kind->setMinimumWidth(kind->fontMetrics().horizontalAdvance(tr("Temporary")) + 8);
    layout->addWidget(kind);

    if (mount.kind == MountKind::Bind)
        addFolderSource(layout, row);
    else if (mount.kind == MountKind::Volume)
        addVolumeSource(layout, row);
    else
        addSize(layout, row);
    layout->addWidget(new QLabel(QStringLiteral("→"), line));
    auto *target = new QLineEdit(QString::fromStdString(mount.target), line);
    target->setAccessibleName(tr("Place inside"));
    target->setObjectName(kPlace);
    giveRoom(*target);
    connect(target, &QLineEdit::textEdited, this,
            [this, row](const QString &text) { change(row, [&](Mount &m) { m.target = text.toStdString(); }); });
    layout->addWidget(target, 2);
    addReadOnly(layout, row);
    auto *pill = new Pill(line);
    pill->setMinimumWidth(kVerdictWidth);
    layout->addWidget(pill);
    addDetails(line, layout, row);
    auto *remove = new QToolButton(line);
    remove->setText(QStringLiteral("×"));
    remove->setAutoRaise(true);
    remove->setAccessibleName(tr("Remove this mount"));
    connect(remove, &QToolButton::clicked, this, [this, row] {
        m_draft.clearInputProblems(FieldId::Mounts);
        m_draft.edit([&](spec::ContainerSpec &spec) {
            spec.mounts.erase(spec.mounts.begin() + static_cast<std::ptrdiff_t>(row));
        });
    });
    layout->addWidget(remove);
    return line;
}

void MountsForm::addReadOnly(QHBoxLayout *layout, std::size_t row)
{
    auto *readOnly = new QCheckBox(tr("read-only"), this);
    readOnly->setObjectName(kReadOnly);
    connect(readOnly, &QCheckBox::clicked, this, [this, row](bool on) {
        change(row, [&](Mount &m) { m.access = on ? spec::Access::ReadOnly : spec::Access::ReadWrite; });
    });
    layout->addWidget(readOnly);
}

void MountsForm::addDetails(QWidget *line, QHBoxLayout *layout, std::size_t row)
{
    const Mount &mount = m_draft.spec().mounts[row];
    auto *details = new MountDetails(mount, line);
    details->setContentsMargins(24, 0, 0, 6);
    auto *more = new FoldButton(tr("More"), details, line);
    more->setObjectName(QStringLiteral("more"));
    connect(details, &MountDetails::changed, this,
            [this, row, details] { change(row, [&](Mount &m) { details->applyTo(m); }); });
    more->setChecked(!MountDetails::areUsual(mount));
    layout->addWidget(more);
    line->layout()->addWidget(details);
}

void MountsForm::refreshRows()
{
    for (int i = 0; i < m_rows->count(); ++i) {
        const Mount &mount = m_draft.spec().mounts[static_cast<std::size_t>(i)];
        refreshRow(*m_rows->itemAt(i)->widget(), mount);
    }
}

void MountsForm::refreshRow(QWidget &line, const Mount &mount)
{
    auto found = mount.kind == MountKind::Volume ? std::optional(volumeVerdict(mount, m_volumes))
                                                 : verdict(mount, m_paths.known(), m_verdicts);
    const bool isOfImage = std::ranges::count(m_imagePlaces, mount.target) > 0;
    if (isOfImage && mount.kind == MountKind::Volume && !m_volumes.contains(QString::fromStdString(mount.source)))
        found->text = tr("new, from the image");
    auto *pill = line.findChild<Pill *>();
    if (found)
        pill->setVerdict(found->text, found->isGood ? Tone::Good : Tone::Bad);
    else
        pill->setVerdict(QStringLiteral("…"), Tone::Quiet);
    const spec::MountVerdict *tried = findVerdict(m_verdicts, mount);
    QStringList notes;
    for (const std::string &note : tried ? tried->notes : std::vector<std::string>())
        notes << QString::fromStdString(note);
    pill->setToolTip(notes.join(u'\n'));
    line.findChild<QCheckBox *>(kReadOnly)->setChecked(mount.access == spec::Access::ReadOnly);
    line.findChild<MountDetails *>()->show(mount);
    // What is called after the container changes its name with it.
    if (auto *volume = line.findChild<QComboBox *>(); volume && volume->currentText().toStdString() != mount.source) {
        const QSignalBlocker quiet(volume);
        volume->setCurrentText(QString::fromStdString(mount.source));
    }
}

void MountsForm::setImagePlaces(const std::vector<std::string> &places)
{
    m_imagePlaces = places;
    refreshRows();
}

void MountsForm::setVerdicts(KnownVerdicts verdicts)
{
    m_verdicts = std::move(verdicts);
    refreshRows();
}

} // namespace vitrine::gui
