// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/MountsPage.h"

#include "core/base/Text.h"
#include "gui/pages/AddMountDialog.h"
#include "gui/pages/FolderView.h"
#include "gui/widgets/AccentButton.h"
#include "gui/widgets/Card.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Icons.h"
#include "gui/widgets/MessageBar.h"
#include "gui/widgets/Pill.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QUrl>

namespace vitrine::gui {

namespace {

constexpr int kListWidth = 430;
constexpr int kIconSize = 16;
const char *const kTarget = "target"; ///< property of a card
const char *const kVolume = "volume"; ///< the same, of the card of a volume

/// Its name; empty for what is none.
QString volumeOf(const spec::Mount &mount)
{
    return mount.kind == spec::MountKind::Volume ? QString::fromStdString(mount.source) : QString();
}

} // namespace

MountsPage::MountsPage(Backend &backend, QWidget *parent)
    : QWidget(parent)
    , m_backend(backend)
    , m_trials(backend)
    , m_add(new AccentButton(tr("Add Folder…"), this))
    , m_messages(new MessageArea(this))
    , m_view(new FolderView(this))
{
    setAcceptDrops(true);
    setAccessibleName(tr("Mounts"));
    setWhatsThis(tr("The places in the container's file system, where their files come from, and whether the "
                    "container may change them. Drop a folder here to mount it."));
    connect(static_cast<QPushButton *>(m_add), &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder to Share"), QDir::homePath());
        if (!chosen.isEmpty())
            offerFolder(chosen);
    });
    auto *body = new QWidget(this);
    m_cards = new QVBoxLayout;
    m_cards->setSpacing(8);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_add);
    buttons->addWidget(new DimLabel(tr("or drop a folder here"), body));
    buttons->addStretch();
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(16, 14, 16, 14);
    column->addLayout(buttons);
    column->addWidget(m_messages);
    column->addLayout(m_cards);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(body);
    scroll->setMinimumWidth(kListWidth);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(scroll, 2);
    layout->addWidget(m_view, 3);
    m_view->clear();
    connect(&m_trials, &MountTrials::changed, this, &MountsPage::refreshVerdicts);
}

bool MountsPage::isAlive() const
{
    return m_info && ipc::isAlive(m_info->state);
}

void MountsPage::setContainer(const std::optional<ContainerInfo> &info)
{
    const bool isOther = (m_info ? m_info->id : QString()) != (info ? info->id : QString());
    std::vector<MountRow> rows = info ? mountRows(*info) : std::vector<MountRow>();
    m_info = info;
    if (isOther)
        choose({});
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    rebuild();
    choose(m_chosen);
}

void MountsPage::rebuild()
{
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    spec::ContainerSpec tried = m_info ? m_info->spec : spec::ContainerSpec();
    tried.mounts.clear();
    for (const MountRow &row : m_rows) {
        m_cards->addWidget(makeCard(row));
        if (row.state)
            tried.mounts.push_back(row.state->shown());
    }
    m_trials.want(tried);
    refreshVerdicts();
}

QWidget *MountsPage::makeCard(const MountRow &row)
{
    auto *card = new Card(this);
    card->setAccessibleName(QStringLiteral("%1, %2, %3").arg(row.target, row.source, row.access));
    auto *target = new QLabel(row.target, card);
    target->setTextFormat(Qt::PlainText);
    QFont bold = target->font();
    bold.setBold(true);
    target->setFont(bold);
    auto *source = new DimLabel(row.source, card);
    source->setFont(smallFont(source->font()));
    source->setWordWrap(true);
    auto *access = new Pill(card);
    access->setVerdict(row.access, row.tone);

    auto *grid = new QGridLayout(card);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setVerticalSpacing(3);
    grid->addWidget(target, 0, 0);
    grid->addWidget(access, 0, 1, Qt::AlignRight);
    auto *from = new QHBoxLayout;
    if (row.state && !volumeOf(row.state->shown()).isEmpty()) {
        auto *picture = new QLabel(card);
        picture->setPixmap(icon(QStringLiteral("volume"), palette()).pixmap(kIconSize));
        from->addWidget(picture);
        card->setProperty(kVolume, volumeOf(row.state->shown()));
        card->setCursor(Qt::PointingHandCursor);
    }
    from->addWidget(source, 1);
    grid->addLayout(from, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    if (row.state) {
        grid->addWidget(makeButtons(*row.state, card), 2, 0, 1, 2, Qt::AlignRight);
        card->setProperty(kTarget, row.target);
        card->setFocusPolicy(Qt::StrongFocus);
        card->installEventFilter(this);
    }
    return card;
}

QWidget *MountsPage::makeButtons(const spec::MountState &state, QWidget *card)
{
    auto *line = new QWidget(card);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    const std::string target = state.shown().target;
    const QString volume = volumeOf(state.shown());
    const auto add = [&](const QString &label, const std::function<void()> &act) {
        auto *button = new QToolButton(line);
        button->setText(label);
        button->setAutoRaise(true);
        connect(button, &QToolButton::clicked, this, act);
        layout->addWidget(button);
        return button;
    };
    const auto addNow = [this](const spec::Mount &mount, Keep keep) {
        return [this, mount, keep] { addMount(mount, keep); };
    };
    const auto drop = [this, target](Keep keep) { return [this, target, keep] { removeMount(target, keep); }; };
    if (!volume.isEmpty())
        add(tr("Show Volume"), [this, volume] { emit volumeWanted(volume); });
    if (!isAlive()) {
        add(tr("Remove"), drop(Keep::Yes));
        return line;
    }
    if (!state.now) {
        if (volume.isEmpty())
            add(tr("Mount Now"), addNow(*state.kept, Keep::No));
        add(tr("Forget"), drop(Keep::Yes));
        return line;
    }
    if (state.now != state.kept)
        add(tr("Keep for Next Start"), addNow(*state.now, Keep::Yes));
    if (!state.kept) {
        add(tr("Remove"), drop(Keep::No));
        return line;
    }
    auto *menu = new QMenu(line);
    menu->addAction(tr("Now"), this, drop(Keep::No));
    menu->addAction(tr("Now and at Next Start"), this, drop(Keep::Yes));
    auto *remove = add(tr("Remove"), [] {});
    remove->setMenu(menu);
    remove->setPopupMode(QToolButton::InstantPopup);
    return line;
}

void MountsPage::refreshVerdicts()
{
    for (int i = 0; i < m_cards->count(); ++i) {
        const MountRow &row = m_rows[static_cast<std::size_t>(i)];
        const spec::MountVerdict *verdict = row.state ? findVerdict(m_trials.known(), row.state->shown()) : nullptr;
        auto *pill = m_cards->itemAt(i)->widget()->findChild<Pill *>();
        if (verdict == nullptr) {
            pill->setVerdict(row.access, row.tone);
            continue;
        }
        const spec::Mount &mount = row.state->shown();
        const auto user = QString::number(verdict->user.uid);
        if (!verdict->isTried)
            pill->setVerdict(tr("cannot be used"), Tone::Bad);
        else if (!isGood(*verdict, mount))
            pill->setVerdict((verdict->canRead ? tr("user %1 cannot write") : tr("user %1 cannot read")).arg(user),
                             Tone::Bad);
        else
            pill->setVerdict(row.access, row.tone);
        const std::string why = isGood(*verdict, mount) ? join(verdict->notes, "\n") : describe(*verdict, mount);
        pill->setToolTip(QString::fromStdString(why));
    }
    choose(m_chosen);
}

void MountsPage::choose(const QString &target)
{
    m_chosen = target;
    const MountRow *shown = nullptr;
    for (int i = 0; i < m_cards->count(); ++i) {
        const MountRow &row = m_rows[static_cast<std::size_t>(i)];
        const bool isIt = row.state && row.target == target;
        static_cast<Card *>(m_cards->itemAt(i)->widget())->setTone(isIt ? std::optional(Tone::Accent) : std::nullopt);
        if (isIt && row.state->shown().kind == spec::MountKind::Bind)
            shown = &row;
    }
    if (shown == nullptr)
        return m_view->clear();
    const spec::Mount &mount = shown->state->shown();
    const spec::MountVerdict *verdict = findVerdict(m_trials.known(), mount);
    const QString user = !verdict || verdict->inside.uid == spec::kNobody ? tr("nobody")
        : verdict->inside.uid == 0                                        ? QStringLiteral("root")
                                                                          : QString::number(verdict->inside.uid);
    m_view->setMount(mount, user);
}

bool MountsPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::FocusIn)
        choose(watched->property(kTarget).toString());
    // A volume has no folder of this computer to show beside it.
    if (const QString volume = watched->property(kVolume).toString();
        event->type() == QEvent::MouseButtonRelease && !volume.isEmpty())
        emit volumeWanted(volume);
    return QWidget::eventFilter(watched, event);
}

void MountsPage::offerFolder(const QString &folder)
{
    AddMountDialog dialog(folder, isAlive(), this);
    if (dialog.exec() == QDialog::Accepted)
        addMount(dialog.mount(), dialog.keep());
}

void MountsPage::addMount(const spec::Mount &mount, Keep keep)
{
    if (!m_info)
        return;
    m_chosen = QString::fromStdString(mount.target);
    m_backend.addMount(m_info->id, mount, keep, reply());
}

void MountsPage::removeMount(const std::string &target, Keep keep)
{
    if (m_info)
        m_backend.removeMount(m_info->id, QString::fromStdString(target), keep, reply());
}

Reply<void> MountsPage::reply()
{
    return { this, [this](const Result<> &done) {
                if (!done)
                    m_messages->showError(explain(tr("Could not change the mounts."), done.error()));
            } };
}

void MountsPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_info && event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MountsPage::dropEvent(QDropEvent *event)
{
    for (const QUrl &url : event->mimeData()->urls()) {
        const QString path = url.toLocalFile();
        // Whoever drags waits for the drop to end, so the question comes after it.
        if (!path.isEmpty())
            QMetaObject::invokeMethod(
                this, [this, path] { offerFolder(path); }, Qt::QueuedConnection);
    }
    event->acceptProposedAction();
}

} // namespace vitrine::gui
