// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/LogPage.h"

#include "gui/pages/LogView.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Separator.h"
#include "gui/widgets/Theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QToolButton>

namespace vitrine::gui {

namespace {
constexpr int kFindAgainMs = 300;
}

LogPage::LogPage(Backend &backend, QWidget *parent)
    : QWidget(parent)
    , m_backend(backend)
    , m_view(new LogView(this))
    , m_hint(new DimLabel({}, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(new Separator(Qt::Horizontal, this));
    m_hint->setContentsMargins(16, 12, 16, 12);
    m_hint->setWordWrap(true);
    column->addWidget(m_hint);
    column->addWidget(m_view, 1);

    connect(&m_tail, &LogTail::arrived, this, &LogPage::take);
    connect(m_view, &LogView::followingChanged, m_follow, &QCheckBox::setChecked);
    connect(m_follow, &QCheckBox::clicked, m_view, &LogView::setFollowing);
    connect(m_times, &QCheckBox::toggled, m_view, &LogView::setTimesShown);
    m_findAgain.setSingleShot(true);
    m_findAgain.setInterval(kFindAgainMs);
    connect(&m_findAgain, &QTimer::timeout, this, &LogPage::findChanged);
    connect(m_find, &QLineEdit::textChanged, this, &LogPage::findChanged);
    connect(&m_backend, &Backend::connectionChanged, this, [this] {
        if (isVisible() && m_backend.connection() == Connection::Ready)
            open();
    });
    setFocusProxy(m_view);
}

QWidget *LogPage::makeBar()
{
    auto *bar = new QWidget(this);
    m_follow = new QCheckBox(tr("Follow"), bar);
    m_follow->setChecked(true);
    m_follow->setWhatsThis(tr("Keeps the newest line in view. Scrolling up switches it off."));
    m_times = new QCheckBox(tr("Time Stamps"), bar);
    m_find = new QLineEdit(bar);
    m_find->setPlaceholderText(tr("Find in log"));
    m_find->setAccessibleName(tr("Find in log"));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(260);
    m_find->setTextMargins(4, 0, 4, 0);
    m_found = new DimLabel({}, bar);
    m_found->setMinimumWidth(m_found->fontMetrics().horizontalAdvance(QStringLiteral("0000 of 00000")));
    auto *previous = new QToolButton(bar);
    previous->setArrowType(Qt::UpArrow);
    previous->setAutoRaise(true);
    previous->setAccessibleName(tr("Previous place"));
    auto *next = new QToolButton(bar);
    next->setArrowType(Qt::DownArrow);
    next->setAutoRaise(true);
    next->setAccessibleName(tr("Next place"));
    auto *copy = new QPushButton(tr("Copy All"), bar);
    giveRoom(*copy);

    const auto go = [this](bool backwards) { showFound(m_view->findNext(backwards)); };
    connect(previous, &QToolButton::clicked, this, [go] { go(true); });
    connect(next, &QToolButton::clicked, this, [go] { go(false); });
    connect(m_find, &QLineEdit::returnPressed, this,
            [go] { go(!QGuiApplication::keyboardModifiers().testFlag(Qt::ShiftModifier)); });
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_view->toPlainText()); });

    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 8, 16, 8);
    row->setSpacing(10);
    row->addWidget(m_follow);
    row->addWidget(m_times);
    row->addStretch(1);
    row->addWidget(m_found);
    row->addWidget(m_find, 1);
    row->addWidget(previous);
    row->addWidget(next);
    row->addWidget(copy);
    return bar;
}

void LogPage::setContainer(const std::optional<ContainerInfo> &info)
{
    const QString id = info ? info->id : QString();
    const std::uint64_t startedAtUs = info ? info->startedAtUs : 0;
    if (id == m_id && startedAtUs == m_startedAtUs)
        return;
    if (id != m_id) {
        m_tail.stop();
        m_view->clearLines();
        showHint(tr("Nothing written yet."));
    }
    m_id = id;
    m_startedAtUs = startedAtUs;
    m_wanted = !id.isEmpty();
    if (isVisible())
        open();
}

void LogPage::open()
{
    if (!m_wanted)
        return;
    m_wanted = false;
    const quint64 request = ++m_request;
    m_backend.openLog(
        m_id, { this, [this, request](Result<std::shared_ptr<std::vector<UniqueFd>>> files) {
                   if (request != m_request)
                       return;
                   if (!files || (*files)->size() != 2) {
                       m_wanted = true; // when the tab is shown again, or the helper is back
                       showHint(files
                                    ? tr("The helper gave no log.")
                                    : tr("The log cannot be read: %1").arg(QString::fromStdString(files.error().what)));
                       return;
                   }
                   m_view->clearLines();
                   m_generation = m_tail.follow(std::move((**files)[0]), std::move((**files)[1]));
               } });
}

void LogPage::take(const LogBatch &batch)
{
    if (batch.generation != m_generation)
        return;
    if (!batch.error.isEmpty())
        showHint(tr("The log cannot be read any further: %1").arg(batch.error));
    else if (batch.skipped > 0)
        showHint(tr("%n older line(s) left out.", nullptr, static_cast<int>(batch.skipped)));
    else
        showHint({});
    m_view->append(batch.records);
    if (!m_find->text().isEmpty())
        m_findAgain.start();
}

void LogPage::startFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

void LogPage::findChanged()
{
    m_view->find(m_find->text());
    showFound(0);
}

void LogPage::showFound(int current)
{
    const int count = m_view->matchCount();
    if (m_find->text().isEmpty())
        m_found->clear();
    else if (current > 0)
        m_found->setText(tr("%1 of %2").arg(current).arg(count));
    else
        m_found->setText(count == 0 ? tr("not found") : tr("%1 found").arg(count));
}

void LogPage::showHint(const QString &text)
{
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
}

void LogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_tail.setActive(true);
    open();
}

void LogPage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_tail.setActive(false);
}

} // namespace vitrine::gui
