// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/store/ImageLayers.h"

#include "gui/format/Translate.h"
#include "gui/format/Units.h"
#include "gui/store/StoreRow.h"
#include "gui/widgets/DimLabel.h"
#include "gui/widgets/Theme.h"

#include <QFrame>
#include <QGridLayout>
#include <QPainter>

namespace vitrine::gui {

namespace {

constexpr int kEdge = 3;
constexpr int kMostTitle = 90;

/// The step as a person wrote it, without what builders put around it.
QString stepText(QString step)
{
    for (const char *wrapping : { "/bin/sh -c #(nop) ", "/bin/sh -c ", "RUN /bin/sh -c " }) {
        if (step.startsWith(QLatin1String(wrapping)))
            step.remove(0, static_cast<qsizetype>(qstrlen(wrapping)));
    }
    const QString tail = QStringLiteral("# buildkit");
    if (step.endsWith(tail))
        step.chop(tail.size());
    step = step.simplified();
    return step.size() > kMostTitle ? step.left(kMostTitle - 1) + u'…' : step;
}

/// A plate with a thick lower edge; the lower it lies, the darker.
class LayerCard : public QFrame {
public:
    LayerCard(const LayerText &layer, double depth, QWidget *parent)
        : QFrame(parent)
        , m_depth(depth)
    {
        auto *title = new QLabel(layer.title, this);
        title->setTextFormat(Qt::PlainText);
        title->setWordWrap(true);
        QFont bold = title->font();
        bold.setBold(true);
        title->setFont(bold);
        auto *detail = new DimLabel(layer.detail, this);
        detail->setTextFormat(Qt::PlainText);
        detail->setFont(smallFont(font()));
        detail->setWordWrap(true);
        detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto *size = new DimLabel(layer.size, this);
        size->setFont(smallFont(font()));
        auto *grid = new QGridLayout(this);
        grid->setContentsMargins(15, 10, 15, 10 + kEdge);
        grid->setHorizontalSpacing(8);
        grid->setVerticalSpacing(2);
        grid->setColumnStretch(0, 1);
        grid->addWidget(title, 0, 0);
        grid->addWidget(detail, 1, 0);
        grid->addWidget(size, 0, 1, 2, 1, Qt::AlignVCenter);
        setToolTip(layer.command.toHtmlEscaped());
        setAccessibleName(QStringLiteral("%1, %2, %3").arg(layer.title, layer.detail, layer.size));
        setAccessibleDescription(layer.command);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor ground = mix(palette().color(QPalette::Base), palette().color(QPalette::Window), m_depth);
        painter.setPen(hairline(palette()));
        painter.setBrush(ground);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
        painter.fillRect(QRect(0, height() - kEdge, width(), kEdge),
                         mix(hairline(palette()), dimText(palette()), 0.15));
    }

private:
    double m_depth;
};

} // namespace

std::vector<LayerText> layerTexts(const ImageInfo &info)
{
    std::vector<LayerText> texts;
    for (std::size_t number = info.layers.size(); number > 0; --number) {
        const ImageLayerInfo &layer = info.layers[number - 1];
        LayerText text;
        text.command = layer.createdBy;
        text.title = stepText(layer.createdBy);
        if (text.title.isEmpty())
            text.title = number == 1 ? tr("%1, base").arg(titleOf(info)) : tr("Added files");
        QStringList parts{ tr("layer %1").arg(number), shortDigest(layer.diffId) };
        if (layer.sharedWith > 0)
            parts << tr("shared with %n image(s)", nullptr, layer.sharedWith);
        text.detail = parts.join(QStringLiteral(" · "));
        text.size = units::bytes(static_cast<double>(layer.bytes));
        texts.push_back(std::move(text));
    }
    return texts;
}

ImageLayers::ImageLayers(QWidget *parent)
    : QWidget(parent)
    , m_cards(new QVBoxLayout(this))
{
    m_cards->setContentsMargins(0, 0, 0, 0);
    m_cards->setSpacing(0);
    setAccessibleName(tr("Layers"));
    setWhatsThis(tr("What the image is made of, the top layer first. A layer that several images have is kept once."));
}

void ImageLayers::setLayers(const std::vector<LayerText> &layers)
{
    if (layers == m_layers)
        return;
    m_layers = layers;
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (std::size_t place = 0; place < layers.size(); ++place) {
        const double depth = static_cast<double>(place) / static_cast<double>(layers.size());
        m_cards->addWidget(new LayerCard(layers[place], depth, this));
    }
}

} // namespace vitrine::gui
