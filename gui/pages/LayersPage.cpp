// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LayersPage.h"

#include "gui/pages/ChangeTree.h"
#include "gui/pages/LayerStack.h"
#include "gui/pages/TextDiff.h"
#include "gui/widgets/Card.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/ErrorText.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Separator.h"
#include "gui/widgets/TextPane.h"
#include "gui/widgets/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTextBlock>

#include <sys/stat.h>

#include <algorithm>

namespace vitrine::gui {

using ipc::FileEntry;
using ipc::FileMark;
using ipc::FilesRoot;

namespace {

constexpr int kPollMs = 1000;
/// A layer that takes long to look through is looked at less often.
constexpr int kPollShare = 10;
constexpr std::size_t kMaxChanges = 200'000;
constexpr std::size_t kPreviewBytes = 64 * 1024;
constexpr int kLeftWidth = 400;

QLabel *headline(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

std::optional<ImageInfo> imageOf(const Backend &backend, const spec::ContainerSpec &spec)
{
    using spec::RootKind;
    if (spec.root.kind == RootKind::Host || spec.root.kind == RootKind::Folder || spec.root.kind == RootKind::Tar)
        return std::nullopt;
    const QString wanted = QString::fromStdString(spec.root.path);
    for (const ImageInfo &image : backend.images()) {
        if (image.id == wanted || image.names.contains(wanted))
            return image;
    }
    return std::nullopt;
}

bool canChange(const std::optional<ContainerInfo> &info)
{
    return info && (info->state == ipc::ContainerState::Created || info->state == ipc::ContainerState::Ended);
}

} // namespace

LayersPage::LayersPage(Backend &backend, FilesClient &files, QWidget *parent)
    : QWidget(parent)
    , m_backend(backend)
    , m_files(files)
    , m_messages(new MessageArea(this))
{
    auto *columns = new QHBoxLayout;
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(makeLeft(), 4);
    columns->addWidget(new Separator(Qt::Vertical, this));
    columns->addWidget(makeMiddle(), 5);
    columns->addWidget(new Separator(Qt::Vertical, this));
    columns->addWidget(makeRight(), 4);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_messages);
    column->addLayout(columns, 1);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setWhatsThis(
        tr("A container writes to a layer of its own. What lies below is shared and never changed: a file that "
           "is written to is copied up first."));
    m_poll.setSingleShot(true);
    connect(&m_poll, &QTimer::timeout, this, &LayersPage::poll);
    connect(&m_files, &FilesClient::changed, this, &LayersPage::clientChanged);
    connect(m_tree, &ChangeTree::chosenChanged, this, &LayersPage::showChosen);
    showChosen();
}

QWidget *LayersPage::makeLeft()
{
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setMaximumWidth(kLeftWidth + 32);
    area->setMinimumWidth(240);
    auto *body = new QWidget(area);
    m_stack = new LayerStack(body);
    m_discard = new QPushButton(tr("Discard All Changes"), body);
    giveRoom(*m_discard);
    connect(m_discard, &QPushButton::clicked, this, &LayersPage::askToDiscard);
    m_save = new QPushButton(tr("Save as New Image…"), body);
    giveRoom(*m_save);
    connect(m_save, &QPushButton::clicked, this, &LayersPage::askToSave);
    m_export = new QPushButton(tr("Export…"), body);
    giveRoom(*m_export);
    connect(m_export, &QPushButton::clicked, this, &LayersPage::askToExport);
    auto *card = new Card(body);
    card->setTone(Tone::Warn);
    m_grown = new QLabel(card);
    m_grown->setTextFormat(Qt::PlainText);
    m_grown->setWordWrap(true);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(12, 10, 12, 10);
    cardLayout->addWidget(m_grown);
    card->hide();
    m_grownCard = card;

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_export);
    buttons->addStretch(1);
    auto *second = new QHBoxLayout;
    second->addWidget(m_discard);
    second->addStretch(1);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(14);
    column->addWidget(m_stack);
    column->addLayout(buttons);
    column->addLayout(second);
    column->addWidget(card);
    column->addStretch(1);
    area->setWidget(body);
    body->setBackgroundRole(QPalette::Base);
    return area;
}

QWidget *LayersPage::makeMiddle()
{
    auto *body = new QWidget(this);
    auto *filter = new QLineEdit(body);
    filter->setPlaceholderText(tr("filter"));
    filter->setAccessibleName(tr("Filter the changes"));
    filter->setClearButtonEnabled(true);
    filter->setMaximumWidth(180);
    giveRoom(*filter);
    m_tree = new ChangeTree(body);
    m_hint = new DimLabel({}, body);
    m_hint->setWordWrap(true);
    connect(filter, &QLineEdit::textChanged, m_tree, &ChangeTree::setFilter);
    auto *row = new QHBoxLayout;
    row->addWidget(headline(tr("What changed"), body));
    row->addStretch(1);
    row->addWidget(filter);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_hint);
    column->addWidget(m_tree, 1);
    return body;
}

QWidget *LayersPage::makeRight()
{
    auto *body = new QWidget(this);
    m_path = headline({}, body);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_path->setWordWrap(true);
    m_restore = new QPushButton(tr("Restore This File"), body);
    giveRoom(*m_restore);
    connect(m_restore, &QPushButton::clicked, this, &LayersPage::restoreChosen);
    m_facts = new DimLabel({}, body);
    m_facts->setFont(smallFont(m_facts->font()));
    m_facts->setWordWrap(true);
    m_text = new TextPane(tr("What the file was like below"), body);
    auto *row = new QHBoxLayout;
    row->addWidget(m_path, 1);
    row->addWidget(m_restore, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_facts);
    column->addWidget(m_text, 1);
    return body;
}

void LayersPage::setContainer(const std::optional<ContainerInfo> &info)
{
    const bool isOther = (info ? info->id : QString()) != (m_info ? m_info->id : QString());
    m_info = info;
    if (isOther) {
        m_isAsking = false;
        m_tree->setChanges({});
        m_shown.reset();
    }
    if (info)
        m_stack->setBelow(layerRows(info->spec, imageOf(m_backend, info->spec)));
    showCounts();
    showButtons();
}

void LayersPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    clientChanged();
}

void LayersPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_poll.stop();
}

void LayersPage::clientChanged()
{
    m_isAsking = false;
    m_hint->setText(m_files.isOpen() ? QString() : m_files.whyClosed());
    m_hint->setVisible(!m_hint->text().isEmpty());
    if (m_files.isOpen() && isVisible())
        poll();
}

void LayersPage::poll()
{
    if (m_isAsking || !isVisible() || !m_files.has(ipc::kHasWritable))
        return;
    m_isAsking = true;
    m_asked.start();
    m_files.run<std::vector<FileEntry>>(
        this, [](FilesLink &link) { return link.changes(kMaxChanges); },
        [this](Result<std::vector<FileEntry>> changes) {
            m_isAsking = false;
            m_poll.start(std::max(kPollMs, static_cast<int>(m_asked.elapsed()) * kPollShare));
            m_hint->setVisible(!changes);
            if (changes)
                takeChanges(std::move(*changes));
            else
                m_hint->setText(QString::fromStdString(changes.error().what));
        });
}

void LayersPage::takeChanges(std::vector<FileEntry> changes)
{
    if (!m_tree->setChanges(std::move(changes)))
        return;
    showCounts();
    const auto grown = grownFolder(m_tree->changes());
    m_grownCard->setVisible(grown.has_value());
    if (grown)
        m_grown->setText(tr("%1 grew to %2 in the writable layer. Data here is lost with the container: keep it in a "
                            "volume.")
                             .arg(grown->path, fileSize(grown->bytes)));
}

void LayersPage::showCounts()
{
    const ChangeCount count = countChanges(m_tree->changes());
    m_stack->setWritable(
        { tr("Writable layer"), describe(count) + tr(" · lost when the container is deleted"), fileSize(count.bytes) });
    showButtons();
}

void LayersPage::showButtons()
{
    const QString why = canChange(m_info) ? QString() : tr("Stop the container first: it uses its layers.");
    m_discard->setEnabled(why.isEmpty() && !m_tree->changes().empty());
    m_discard->setToolTip(why);
    const QString whyNot = whyNotLeaving();
    for (QPushButton *button : { m_save, m_export }) {
        button->setEnabled(whyNot.isEmpty());
        button->setToolTip(whyNot);
    }
    m_restore->setVisible(m_shown.has_value());
    m_restore->setEnabled(why.isEmpty());
    m_restore->setToolTip(why);
}

void LayersPage::showChosen()
{
    const auto entry = m_tree->chosen();
    if (entry && m_shown == entry)
        return;
    m_shown = entry;
    const quint64 number = ++m_chosenNumber;
    m_path->setText(entry ? shownName(entry->name) : QString());
    m_facts->clear();
    m_text->clear();
    showButtons();
    if (!entry)
        return;
    m_files.run<Sides>(
        this,
        [entry = *entry](FilesLink &link) -> Result<Sides> {
            Sides sides;
            if (auto below = link.stat(FilesRoot::Below, entry.name, false))
                sides.below = std::move(*below);
            if (sides.below && S_ISREG(sides.below->mode)) {
                if (auto text = link.readStart(FilesRoot::Below, entry.name, kPreviewBytes))
                    sides.before = std::move(*text);
            }
            if (entry.mark != FileMark::Deleted && S_ISREG(entry.mode)) {
                if (auto text = link.readStart(FilesRoot::Writable, entry.name, kPreviewBytes))
                    sides.after = std::move(*text);
            }
            return sides;
        },
        [this, number, entry = *entry](Result<Sides> sides) {
            if (number == m_chosenNumber && sides)
                showSides(entry, *sides);
        });
}

void LayersPage::showSides(const FileEntry &entry, const Sides &sides)
{
    const FileEntry &told = sides.below ? *sides.below : entry;
    const QString mode = QStringLiteral("0%1").arg(told.mode & 0777, 3, 8, QLatin1Char('0'));
    const QString facts = owners(told) + QStringLiteral(" · ") + mode;
    m_facts->setText((sides.below ? tr("below: %1") : tr("only here: %1")).arg(facts));
    const QByteArray before = QByteArray::fromStdString(sides.before.value_or(std::string()));
    const QByteArray after = QByteArray::fromStdString(sides.after.value_or(std::string()));
    if (!isReadableText(before) || !isReadableText(after)) {
        m_text->setPlainText(tr("Not a text."));
        return;
    }
    QTextCursor cursor(m_text->document());
    const QFontMetrics metrics(m_text->font());
    for (const DiffLine &line : diffLines(QString::fromUtf8(before), QString::fromUtf8(after))) {
        QTextCharFormat format;
        QString sign = QStringLiteral("  ");
        if (line.kind != DiffLine::Kind::Same) {
            const bool isAdded = line.kind == DiffLine::Kind::Added;
            sign = isAdded ? QStringLiteral("+ ") : QStringLiteral("− ");
            format.setBackground(toneTint(isAdded ? Tone::Good : Tone::Bad, palette()));
        }
        if (cursor.position() > 0)
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
        cursor.insertText(sign + line.text, format);
    }
    m_text->moveCursor(QTextCursor::Start);
}

void LayersPage::restoreChosen()
{
    if (m_shown)
        restore(QString::fromStdString(m_shown->name), tr("Could not restore the file."));
}

void LayersPage::askToDiscard()
{
    const ChangeCount count = countChanges(m_tree->changes());
    MessageBar *bar = m_messages->showNotice(
        tr("All changes of this container are lost for good: %1, %2.").arg(describe(count), fileSize(count.bytes)));
    bar->addAction(tr("Discard All Changes"), [this] { restore({}, tr("Could not discard the changes.")); });
}

void LayersPage::restore(const QString &path, const QString &failed)
{
    if (!m_info)
        return;
    m_backend.restoreFiles(m_info->id, path, { this, [this, failed](const Result<std::uint64_t> &removed) {
                                                  if (!removed)
                                                      m_messages->showError(explain(failed, removed.error()));
                                                  m_files.reopen();
                                              } });
}

} // namespace vitrine::gui
