// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/WhatForm.h"

#include "gui/spec/AppDelegate.h"
#include "gui/spec/FieldProblem.h"
#include "gui/spec/FieldText.h"
#include "gui/spec/ImageForm.h"
#include "gui/widgets/Theme.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QIcon>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine::gui {

namespace {

using spec::FieldId;
using spec::RootKind;

constexpr int kAppListHeight = 222;

QString rootText(RootKind kind)
{
    switch (kind) {
    case RootKind::Host:
        return WhatForm::tr("This computer (read-only) + writable layer");
    case RootKind::Folder:
        return WhatForm::tr("Folder… (read-only) + writable layer");
    case RootKind::Tar:
        return WhatForm::tr("Archive (tar)… + writable layer");
    case RootKind::Image:
        return WhatForm::tr("Image… + writable layer");
    }
    return {};
}

/// A name that every container may have, made of what a person calls the app.
std::string nameFrom(const QString &title)
{
    std::string name;
    for (const QChar c : title.toLower()) {
        if ((c >= QLatin1Char('a') && c <= QLatin1Char('z')) || (c >= QLatin1Char('0') && c <= QLatin1Char('9')))
            name += c.toLatin1();
        else if (!name.empty() && name.back() != '-')
            name += '-';
    }
    while (!name.empty() && name.back() == '-')
        name.pop_back();
    return name.empty() ? "app" : name.substr(0, 63);
}

} // namespace

WhatForm::WhatForm(SpecDraft &draft, const Backend &backend, Kind kind, QWidget *parent)
    : QWidget(parent)
    , m_draft(draft)
    , m_appButton(new QPushButton(tr("Installed app"), this))
    , m_commandButton(new QPushButton(tr("Command"), this))
    , m_imageButton(new QPushButton(tr("Image"), this))
    , m_command(new QLineEdit(this))
    , m_root(new QComboBox(this))
    , m_appSearch(new QLineEdit(this))
    , m_appList(new QListWidget(this))
    , m_appPage(makeAppPage())
    , m_commandPage(makeCommandPage())
    , m_imagePage(new ImageForm(draft, backend, this))
{
    auto *kinds = new QButtonGroup(this);
    for (QPushButton *button : { m_appButton, m_commandButton, m_imageButton }) {
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setStyleSheet(QStringLiteral("QPushButton { padding: 5px 12px; } QPushButton:checked {"
                                             " background: palette(highlight); color: palette(highlighted-text);"
                                             " border: 1px solid palette(highlight); border-radius: 3px; }"));
        kinds->addButton(button);
    }
    connect(m_appButton, &QPushButton::clicked, this, [this] { setKind(Kind::App); });
    connect(m_commandButton, &QPushButton::clicked, this, [this] { setKind(Kind::Command); });
    connect(m_imageButton, &QPushButton::clicked, this, [this] { setKind(Kind::Image); });

    auto *name = new QLineEdit(this);
    name->setObjectName(QStringLiteral("name"));
    name->setToolTip(fieldHelp(FieldId::Name));
    name->setFixedWidth(190);
    giveRoom(*name);
    const auto readName = [this, name] {
        const QString wanted = QString::fromStdString(m_draft.spec().name);
        if (name->text() != wanted)
            name->setText(wanted);
    };
    readName();
    connect(&m_draft, &SpecDraft::changed, name, readName);
    connect(name, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_isNameTyped = !text.isEmpty();
        m_draft.edit([&](spec::ContainerSpec &spec) { spec.name = text.toStdString(); });
    });
    showProblemsIn(*name, m_draft, FieldId::Name);
    auto *nameLabel = new QLabel(fieldLabel(FieldId::Name), this);
    nameLabel->setBuddy(name);

    auto *top = new QHBoxLayout;
    top->addWidget(m_appButton);
    top->addWidget(m_commandButton);
    top->addWidget(m_imageButton);
    top->addStretch();
    top->addWidget(nameLabel);
    top->addWidget(name);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addWidget(m_appPage);
    layout->addWidget(m_commandPage);
    layout->addWidget(m_imagePage);
    setKind(kind);
}

QWidget *WhatForm::makeCommandPage()
{
    auto *page = new QWidget(this);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, 4, 0, 0);
    form->setHorizontalSpacing(40);
    m_command->setObjectName(QStringLiteral("command"));
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->setPlaceholderText(QStringLiteral("python3 -m http.server 8000"));
    m_command->setToolTip(fieldHelp(FieldId::Command));
    giveRoom(*m_command);
    connect(m_command, &QLineEdit::textEdited, this, &WhatForm::readCommand);
    showProblemsIn(*m_command, m_draft, FieldId::Command);
    form->addRow(fieldLabel(FieldId::Command), m_command);

    m_root->setObjectName(QStringLiteral("root"));
    for (const RootKind kind : { RootKind::Host, RootKind::Folder, RootKind::Tar })
        m_root->addItem(rootText(kind));
    connect(&m_draft, &SpecDraft::changed, this, &WhatForm::showRoot);
    showRoot();
    m_root->setToolTip(fieldHelp(FieldId::RootKind));
    m_root->setAccessibleName(fieldLabel(FieldId::RootKind));
    connect(m_root, &QComboBox::activated, this, &WhatForm::chooseRoot);
    auto *throwAway = new QCheckBox(tr("throw the layer away when it ends"), page);
    throwAway->setToolTip(fieldHelp(FieldId::RemoveWhenEnded));
    throwAway->setChecked(m_draft.spec().removeWhenEnded);
    connect(throwAway, &QCheckBox::toggled, this,
            [this](bool on) { m_draft.edit([&](spec::ContainerSpec &spec) { spec.removeWhenEnded = on; }); });
    auto *files = new QHBoxLayout;
    files->addWidget(m_root);
    files->addSpacing(8);
    files->addWidget(throwAway);
    files->addStretch();
    form->addRow(fieldLabel(FieldId::RootKind), files);
    return page;
}

QWidget *WhatForm::makeAppPage()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 4, 0, 0);
    m_appSearch->setObjectName(QStringLiteral("appSearch"));
    m_appSearch->setPlaceholderText(tr("Search installed apps"));
    m_appSearch->setAccessibleName(tr("Search installed apps"));
    m_appSearch->setClearButtonEnabled(true);
    giveRoom(*m_appSearch);
    m_appList->setObjectName(QStringLiteral("apps"));
    m_appList->setFixedHeight(kAppListHeight);
    m_appList->setItemDelegate(new AppDelegate(m_appList));
    m_appList->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_appList->setAccessibleName(tr("Installed apps"));
    connect(m_appList, &QListWidget::currentRowChanged, this, &WhatForm::readApp);
    connect(m_appSearch, &QLineEdit::textChanged, this, &WhatForm::showMatches);
    layout->addWidget(m_appSearch);
    layout->addWidget(m_appList);
    return page;
}

void WhatForm::setKind(Kind kind)
{
    m_appButton->setChecked(kind == Kind::App);
    m_commandButton->setChecked(kind == Kind::Command);
    m_appPage->setVisible(kind == Kind::App);
    m_commandPage->setVisible(kind == Kind::Command);
    m_imageButton->setChecked(kind == Kind::Image);
    m_imagePage->setVisible(kind == Kind::Image);
    if (kind != Kind::Image)
        m_imagePage->withdraw();
    if (kind == Kind::App) {
        if (m_apps.empty())
            fillApps();
        readApp(m_appList->currentRow());
        setFocusProxy(m_appSearch);
        setFocus();
        return;
    }
    leaveApp();
    if (kind == Kind::Image) {
        m_imagePage->apply();
        setFocusProxy(m_imagePage);
        setFocus();
        return;
    }
    readCommand(m_command->text());
    setFocusProxy(m_command);
    setFocus();
}

/// What only an app wants is taken back.
void WhatForm::leaveApp()
{
    m_draft.edit([](spec::ContainerSpec &spec) {
        if (spec.desktop.appId.empty())
            return;
        spec.desktop = {};
        spec.identity = spec::Identity::Isolated;
        spec.terminal = spec.openStdin = false;
    });
    m_draft.setInputProblem({ FieldId::AppId, std::nullopt }, {});
}

void WhatForm::fillApps()
{
    m_apps = installedApps();
    for (const DesktopApp &app : m_apps) {
        auto *item = new QListWidgetItem(appIcon(app), app.name, m_appList);
        item->setData(AppDelegate::kCommentRole, app.comment);
    }
}

void WhatForm::showMatches(const QString &text)
{
    int first = -1;
    for (int row = 0; row < m_appList->count(); ++row) {
        const DesktopApp &app = m_apps[static_cast<std::size_t>(row)];
        const bool matches = app.name.contains(text, Qt::CaseInsensitive)
            || app.comment.contains(text, Qt::CaseInsensitive)
            || app.command.first().contains(text, Qt::CaseInsensitive);
        m_appList->setRowHidden(row, !matches);
        if (matches && first < 0)
            first = row;
    }
    // What is chosen can be seen: never an app that the search has hidden.
    const int chosen = m_appList->currentRow();
    if (!text.isEmpty() && (chosen < 0 || m_appList->isRowHidden(chosen)))
        m_appList->setCurrentRow(first);
}

void WhatForm::chooseApp(const QString &id)
{
    const auto app = std::ranges::find(m_apps, id, &DesktopApp::id);
    if (app != m_apps.end())
        m_appList->setCurrentRow(static_cast<int>(app - m_apps.begin()));
}

void WhatForm::chooseImage(const QString &name)
{
    setKind(Kind::Image);
    m_imagePage->choose(name);
}

void WhatForm::readApp(int row)
{
    const bool isChosen = row >= 0 && row < static_cast<int>(m_apps.size());
    m_draft.setInputProblem({ FieldId::AppId, std::nullopt },
                            isChosen             ? QString()
                                : m_apps.empty() ? tr("No apps are installed on this computer: run a command instead")
                                                 : tr("Choose an app"));
    if (!isChosen)
        return;
    const DesktopApp &app = m_apps[static_cast<std::size_t>(row)];
    m_draft.edit([&](spec::ContainerSpec &spec) {
        if (!m_isNameTyped)
            spec.name = nameFrom(app.name);
        spec.command.clear();
        for (const QString &word : app.command)
            spec.command.push_back(word.toStdString());
        spec.root = {};
        spec.identity = spec::Identity::Me;
        spec.desktop = { !app.needsTerminal, app.id.toStdString() };
        spec.terminal = spec.openStdin = app.needsTerminal;
    });
}

void WhatForm::chooseRoot(int index)
{
    const auto kind = static_cast<RootKind>(index);
    QString path;
    if (kind == RootKind::Folder)
        path = QFileDialog::getExistingDirectory(this, tr("Folder That Becomes the Root"));
    else if (kind == RootKind::Tar)
        path = QFileDialog::getOpenFileName(this, tr("Root File System Archive"), {},
                                            tr("Archives (*.tar *.tar.gz *.tgz *.tar.zst *.tar.xz);;All files (*)"));
    if (kind != RootKind::Host && path.isEmpty())
        showRoot(); // given up: the box goes back to what holds
    else
        m_draft.edit([&](spec::ContainerSpec &spec) { spec.root = { kind, path.toStdString() }; });
}

/// What the draft holds, whoever set it.
void WhatForm::showRoot()
{
    const spec::Root &root = m_draft.spec().root;
    for (int index = 0; index < m_root->count(); ++index) {
        const auto kind = static_cast<RootKind>(index);
        const bool isPath = kind == root.kind && kind != RootKind::Host;
        m_root->setItemText(index,
                            isPath ? tr("%1 (read-only) + writable layer").arg(QString::fromStdString(root.path))
                                   : rootText(kind));
    }
    m_root->setCurrentIndex(static_cast<int>(root.kind));
}

void WhatForm::readCommand(const QString &text)
{
    m_draft.setCommandLine(text);
}

} // namespace vitrine::gui
