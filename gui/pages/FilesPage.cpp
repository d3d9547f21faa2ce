// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/FilesPage.h"

#include "gui/format/Units.h"
#include "gui/pages/FileTree.h"
#include "gui/pages/LayerRows.h"
#include "gui/pages/TextDiff.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/ErrorText.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Separator.h"
#include "gui/widgets/TextPane.h"
#include "gui/widgets/Theme.h"

#include <QEventLoop>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>

#include <sys/stat.h>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FilesRoot;

namespace {

constexpr std::size_t kPreviewBytes = 64 * 1024;
constexpr qint64 kTellEveryMs = 200;

QPushButton *button(const QString &text, QWidget *parent)
{
    auto *made = new QPushButton(text, parent);
    giveRoom(*made);
    return made;
}

void add(CopyResult &all, const CopyResult &more)
{
    all.files += more.files;
    all.bytes += more.bytes;
    all.skipped.insert(all.skipped.end(), more.skipped.begin(), more.skipped.end());
}

} // namespace

FilesPage::FilesPage(FilesClient &files, QWidget *parent)
    : QWidget(parent)
    , m_files(files)
    , m_tree(new FileTree(files, this))
    , m_messages(new MessageArea(this))
{
    auto *bar = makeBar();
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_tree);
    m_preview = makePreview();
    splitter->addWidget(m_preview);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(new Separator(Qt::Horizontal, this));
    column->addWidget(m_messages);
    column->addWidget(m_hint);
    column->addWidget(splitter, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setWhatsThis(
        tr("The files as the container sees them, whether it runs or not. Drop files here to copy them in, and "
           "drag them from here to copy them out."));
    connect(&m_files, &FilesClient::changed, this, &FilesPage::clientChanged);
    connect(&m_files, &FilesClient::closed, this, [this] {
        if (!std::exchange(m_isWorking, false))
            return;
        showButtons();
        emit worked(false);
    });
    connect(m_tree, &FileTree::chosenChanged, this, &FilesPage::showChosen);
    connect(m_tree, &FileTree::dropped, this, &FilesPage::addFiles);
    m_tree->setDragSource([this](const std::vector<std::string> &paths) { return copyDragged(paths); });
    showChosen();
}

QWidget *FilesPage::makeBar()
{
    auto *bar = new QWidget(this);
    m_save = button(tr("Save As…"), bar);
    m_add = button(tr("Add Files…"), bar);
    m_folder = button(tr("New Folder"), bar);
    m_delete = button(tr("Delete"), bar);
    auto *again = button(tr("Read Anew"), bar);
    m_progress = new QWidget(bar);
    m_progressText = new DimLabel({}, m_progress);
    auto *cancel = button(tr("Cancel"), m_progress);
    m_progress->hide();
    m_hint = new DimLabel({}, this);
    m_hint->setContentsMargins(16, 12, 16, 12);
    m_hint->setWordWrap(true);
    m_hint->hide();
    connect(m_save, &QPushButton::clicked, this, &FilesPage::chooseTarget);
    connect(m_add, &QPushButton::clicked, this, &FilesPage::chooseFiles);
    connect(m_folder, &QPushButton::clicked, this, &FilesPage::makeFolder);
    connect(m_delete, &QPushButton::clicked, this, &FilesPage::askToDelete);
    connect(again, &QPushButton::clicked, m_tree, &FileTree::reload);
    connect(cancel, &QPushButton::clicked, this, [this] { m_files.cancel(); });

    auto *progress = new QHBoxLayout(m_progress);
    progress->setContentsMargins(0, 0, 0, 0);
    progress->addWidget(m_progressText);
    progress->addWidget(cancel);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(10);
    for (QPushButton *one : { m_save, m_add, m_folder, m_delete })
        row->addWidget(one);
    row->addStretch(1);
    row->addWidget(m_progress);
    row->addWidget(again);
    return bar;
}

QWidget *FilesPage::makePreview()
{
    auto *body = new QWidget(this);
    m_name = new QLabel(body);
    m_name->setTextFormat(Qt::PlainText);
    m_name->setWordWrap(true);
    QFont bold = m_name->font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_facts = new DimLabel({}, body);
    m_facts->setFont(smallFont(m_facts->font()));
    m_facts->setWordWrap(true);
    m_text = new TextPane(tr("Preview"), body);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(6);
    column->addWidget(m_name);
    column->addWidget(m_facts);
    column->addWidget(m_text, 1);
    column->addStretch(0);
    return body;
}

void FilesPage::setOwner(const QString &id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_tree->clear();
    showChosen();
}

void FilesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    clientChanged();
}

void FilesPage::clientChanged()
{
    m_hint->setText(m_files.isOpen() ? QString() : m_files.whyClosed());
    m_hint->setVisible(!m_hint->text().isEmpty());
    showButtons();
    if (m_files.isOpen() && isVisible())
        m_tree->reload();
}

void FilesPage::showButtons()
{
    const auto chosen = m_tree->chosen();
    const bool isFree = m_files.isOpen() && !m_isWorking;
    m_save->setEnabled(isFree && chosen && (S_ISREG(chosen->mode) || S_ISDIR(chosen->mode)));
    m_add->setEnabled(isFree);
    m_folder->setEnabled(isFree);
    m_delete->setEnabled(isFree && chosen.has_value());
    m_progress->setVisible(m_isWorking);
}

void FilesPage::showChosen()
{
    showButtons();
    const auto entry = m_tree->chosen();
    const std::string path = m_tree->chosenPath();
    const quint64 number = ++m_chosenNumber;
    m_preview->setVisible(entry.has_value());
    m_name->setText(entry ? shownName('/' + path) : QString());
    m_facts->setText(entry ? owners(*entry) + QStringLiteral(" · ") + permissions(entry->mode) : QString());
    m_text->clear();
    m_text->setVisible(entry && S_ISREG(entry->mode));
    if (!entry || !S_ISREG(entry->mode))
        return;
    m_files.run<std::string>(
        this, [path](FilesLink &link) { return link.readStart(FilesRoot::Merged, path, kPreviewBytes); },
        [this, number](const Result<std::string> &start) {
            if (number != m_chosenNumber)
                return;
            const QByteArray bytes = QByteArray::fromStdString(start.value_or(std::string()));
            m_text->setPlainText(!start                      ? QString::fromStdString(start.error().what)
                                     : isReadableText(bytes) ? QString::fromUtf8(bytes)
                                                             : tr("Not a text."));
        });
}

void FilesPage::chooseTarget()
{
    const auto entry = m_tree->chosen();
    if (!entry)
        return;
    const QString name = shownName(entry->name);
    const QString target = S_ISDIR(entry->mode) ? QFileDialog::getExistingDirectory(this, tr("Save %1 In").arg(name))
                                                : QFileDialog::getSaveFileName(this, tr("Save %1 As").arg(name), name);
    if (!target.isEmpty())
        saveChosen(target);
}

void FilesPage::saveChosen(const QString &target)
{
    work(tr("Saving"), tr("Could not save the file."), std::nullopt,
         [path = '/' + m_tree->chosenPath(), to = target.toStdString()](FilesLink &link, const CopyProgress &progress) {
             return copyOut(link, path, to, progress);
         });
}

void FilesPage::chooseFiles()
{
    const QStringList paths = QFileDialog::getOpenFileNames(this, tr("Add Files"));
    if (!paths.isEmpty())
        addFiles(paths, QString::fromStdString(m_tree->chosenFolder()));
}

void FilesPage::addFiles(const QStringList &paths, const QString &folder)
{
    std::vector<std::string> sources;
    for (const QString &path : paths)
        sources.push_back(path.toStdString());
    work(tr("Copying"), tr("Could not copy the files."), folder.toStdString(),
         [sources, to = '/' + folder.toStdString()](FilesLink &link,
                                                    const CopyProgress &progress) -> Result<CopyResult> {
             CopyResult all;
             for (const std::string &source : sources) {
                 auto copied = copyIn(link, source, to, progress);
                 if (!copied)
                     return copied;
                 add(all, *copied);
             }
             return all;
         });
}

QStringList FilesPage::copyDragged(const std::vector<std::string> &paths)
{
    if (!m_files.isOpen() || m_isWorking)
        return {};
    if (!m_dragged)
        m_dragged = std::make_unique<QTemporaryDir>();
    // Of two files of one name, each has a folder of its own.
    QStringList copies;
    std::vector<std::pair<std::string, std::string>> wanted;
    for (const std::string &path : paths) {
        QTemporaryDir folder(m_dragged->filePath(QStringLiteral("XXXXXX")));
        folder.setAutoRemove(false);
        if (!folder.isValid())
            return {};
        const auto slash = path.rfind('/');
        const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
        wanted.emplace_back('/' + path, folder.path().toStdString());
        copies += folder.filePath(QString::fromStdString(name));
    }
    // Whoever asks waits for the answer; the window goes on meanwhile.
    QEventLoop loop;
    bool isCopied = false;
    const QPointer<FilesPage> page(this);
    connect(this, &FilesPage::worked, &loop, [&](bool isDone) {
        isCopied = isDone;
        loop.quit();
    });
    connect(this, &QObject::destroyed, &loop, &QEventLoop::quit);
    work(tr("Copying"), tr("Could not copy the files."), std::nullopt,
         [wanted](FilesLink &link, const CopyProgress &progress) -> Result<CopyResult> {
             CopyResult all;
             for (const auto &[from, to] : wanted) {
                 auto copied = copyOut(link, from, to, progress);
                 if (!copied)
                     return copied;
                 add(all, *copied);
             }
             return all;
         });
    loop.exec();
    return page && isCopied ? copies : QStringList();
}

void FilesPage::makeFolder()
{
    const std::string parent = m_tree->chosenFolder();
    const QString name = QInputDialog::getText(this, tr("New Folder"), tr("Name:"));
    if (name.isEmpty())
        return;
    work(tr("Making the folder"), tr("Could not make the folder."), parent,
         [path = joinPath('/' + parent, name.toStdString())](FilesLink &link,
                                                             const CopyProgress &) -> Result<CopyResult> {
             auto made = link.makeDirectory(path, 0755);
             if (!made)
                 return failure(made.error());
             return CopyResult{};
         });
}

void FilesPage::askToDelete()
{
    const auto entry = m_tree->chosen();
    if (!entry)
        return;
    const std::string path = m_tree->chosenPath();
    const auto slash = path.rfind('/');
    const std::string parent = slash == std::string::npos ? std::string() : path.substr(0, slash);
    const QString shown = shownName('/' + path);
    MessageBar *bar =
        m_messages->showNotice(S_ISDIR(entry->mode) ? tr("%1 goes for good, with everything in it.").arg(shown)
                                                    : tr("%1 (%2) goes for good.").arg(shown, fileSize(entry->size)));
    bar->addAction(tr("Delete"), [this, path, parent] {
        work(tr("Deleting"), tr("Could not delete it."), parent,
             [path](FilesLink &link, const CopyProgress &) -> Result<CopyResult> {
                 auto removed = link.remove('/' + path);
                 if (!removed)
                     return failure(removed.error());
                 return CopyResult{};
             });
    });
}

void FilesPage::work(const QString &what, const QString &failed, const std::optional<std::string> &folder,
                     std::function<Result<CopyResult>(FilesLink &, const CopyProgress &)> act)
{
    m_isWorking = true;
    m_progressText->setText(what + QStringLiteral("…"));
    showButtons();
    // From the thread that copies, not too often.
    auto told = std::make_shared<QElapsedTimer>();
    told->start();
    const QPointer<QLabel> label(m_progressText);
    const CopyProgress progress = [told, label, what](const CopyResult &so) {
        if (told->elapsed() < kTellEveryMs)
            return;
        told->restart();
        const QString text =
            tr("%1: %n file(s), %2", nullptr, static_cast<int>(so.files)).arg(what, fileSize(so.bytes));
        QMetaObject::invokeMethod(
            qApp,
            [label, text] {
                if (label)
                    label->setText(text);
            },
            Qt::QueuedConnection);
    };
    m_files.run<CopyResult>(
        this, [act = std::move(act), progress](FilesLink &link) { return act(link, progress); },
        [this, failed, folder](const Result<CopyResult> &result) { finish(failed, folder, result); });
}

void FilesPage::finish(const QString &failed, const std::optional<std::string> &folder,
                       const Result<CopyResult> &result)
{
    m_isWorking = false;
    showButtons();
    if (folder)
        m_tree->reloadFolder(*folder);
    emit worked(result.has_value());
    if (!result) {
        m_messages->showError(explain(failed, result.error()));
        return;
    }
    if (!result->skipped.empty())
        m_messages->showNotice(tr("%n thing(s) that are no plain files were left out, such as %1.", nullptr,
                                  static_cast<int>(result->skipped.size()))
                                   .arg(shownName(result->skipped.front())));
}

} // namespace vitrine::gui
