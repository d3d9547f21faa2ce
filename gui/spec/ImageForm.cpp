// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/ImageForm.h"

#include "core/spec/CommandLine.h"
#include "gui/format/Units.h"
#include "gui/spec/DesktopApps.h"
#include "gui/spec/FieldProblem.h"
#include "gui/spec/FieldText.h"
#include "gui/widgets/Theme.h"

#include <QFontDatabase>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace vitrine::gui {

namespace {

using spec::FieldId;

constexpr int kListHeight = 150;
constexpr int kNameRole = Qt::UserRole;

/// What the image runs by itself.
QString ownCommand(const spec::ImageConfig &config)
{
    std::vector<std::string> words = config.entrypoint;
    words.insert(words.end(), config.cmd.begin(), config.cmd.end());
    return words.empty() ? QString() : QString::fromStdString(spec::quoteShell(words));
}

} // namespace

ImageForm::ImageForm(SpecDraft &draft, const Backend &backend, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_backend(backend)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
    , m_command(new QLineEdit(this))
{
    m_search->setPlaceholderText(tr("Search images"));
    m_search->setAccessibleName(tr("Search images"));
    m_search->setClearButtonEnabled(true);
    giveRoom(*m_search);
    m_list->setObjectName(QStringLiteral("images"));
    m_list->setAccessibleName(tr("Images"));
    m_list->setFixedHeight(kListHeight);
    m_command->setObjectName(QStringLiteral("imageCommand"));
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setToolTip(fieldHelp(FieldId::Command));
    giveRoom(*m_command);
    showProblemsIn(*m_command, m_draft, FieldId::Command);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(40);
    form->addRow(fieldLabel(FieldId::Command), m_command);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->addWidget(m_search);
    column->addWidget(m_list);
    column->addLayout(form);
    setFocusProxy(m_search);
    connect(m_search, &QLineEdit::textChanged, this, &ImageForm::showMatches);
    connect(m_list, &QListWidget::currentRowChanged, this, &ImageForm::readImage);
    connect(m_command, &QLineEdit::textEdited, this, &ImageForm::readCommand);
    for (const auto signal : { &Backend::imageAdded, &Backend::imageChanged, &Backend::imageRemoved })
        connect(&m_backend, signal, this, &ImageForm::fill);
    fill();
}

void ImageForm::choose(const QString &name)
{
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(kNameRole).toString() == name)
            m_list->setCurrentRow(row);
    }
}

void ImageForm::apply()
{
    m_isApplied = true;
    readImage();
}

void ImageForm::withdraw()
{
    m_isApplied = false;
    m_draft.setInputProblem({ FieldId::RootPath, std::nullopt }, {});
    if (m_draft.spec().root.kind == spec::RootKind::Image)
        m_draft.edit([](spec::ContainerSpec &spec) { spec.root = {}; });
}

/// Every name of every image that is ready; one without a name by its id.
void ImageForm::fill()
{
    const QString chosen = chosenName();
    {
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (const ImageInfo &info : m_backend.images()) {
            if (info.state != ImageState::Ready)
                continue;
            const QString size = units::bytes(static_cast<double>(info.bytes));
            for (const QString &name : info.names.isEmpty() ? QStringList{ info.id } : info.names) {
                auto *item = new QListWidgetItem(QStringLiteral("%1 · %2").arg(name, size), m_list);
                item->setData(kNameRole, name);
            }
        }
    }
    choose(chosen);
    showMatches(m_search->text());
}

void ImageForm::showMatches(const QString &text)
{
    int first = -1;
    for (int row = 0; row < m_list->count(); ++row) {
        const bool matches = m_list->item(row)->data(kNameRole).toString().contains(text, Qt::CaseInsensitive);
        m_list->setRowHidden(row, !matches);
        if (matches && first < 0)
            first = row;
    }
    // What is chosen can be seen.
    const int chosen = m_list->currentRow();
    if (chosen < 0 || m_list->isRowHidden(chosen))
        m_list->setCurrentRow(first);
    readImage();
}

void ImageForm::readImage()
{
    if (!m_isApplied)
        return;
    const QString name = chosenName();
    m_draft.setInputProblem({ FieldId::RootPath, std::nullopt },
                            !name.isEmpty() ? QString()
                                : m_list->count() == 0
                                ? tr("There is no image yet: import or pull one in the section Images")
                                : tr("Choose an image"));
    m_draft.edit([&](spec::ContainerSpec &spec) {
        spec.root = { spec::RootKind::Image, name.toStdString() };
        spec.desktop.appId.clear();
    });
    const auto info = imageOf(m_draft.spec(), m_backend);
    m_command->setPlaceholderText(info ? ownCommand(info->config) : QString());
    readCommand();
}

void ImageForm::readCommand()
{
    if (!m_isApplied)
        return;
    m_draft.setCommandLine(m_command->text());
}

QString ImageForm::chosenName() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(kNameRole).toString() : QString();
}

std::optional<ImageInfo> imageOf(const spec::ContainerSpec &spec, const Backend &backend)
{
    if (spec.root.kind != spec::RootKind::Image)
        return std::nullopt;
    const QString name = QString::fromStdString(spec.root.path);
    for (const ImageInfo &info : backend.images()) {
        if (info.id == name || info.names.contains(name))
            return info;
    }
    return std::nullopt;
}

} // namespace vitrine::gui
