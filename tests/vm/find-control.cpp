// SPDX-License-Identifier: GPL-3.0-or-later
// Finds a control of the running program by what it is called, through the accessibility bus, as a screen reader would:
// so that a test can press what a person would press. A control without a name cannot be found, which is a finding too.
#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusInterface>
#include <QDBusMetaType>
#include <QDBusReply>
#include <QElapsedTimer>
#include <QRect>
#include <QRegularExpression>
#include <QThread>

#include <cstdio>
#include <optional>

namespace {

struct Reference {
    QString service;
    QDBusObjectPath path;
};

QDBusArgument &operator<<(QDBusArgument &out, const Reference &reference)
{
    out.beginStructure();
    out << reference.service << reference.path;
    out.endStructure();
    return out;
}

const QDBusArgument &operator>>(const QDBusArgument &in, Reference &reference)
{
    in.beginStructure();
    in >> reference.service >> reference.path;
    in.endStructure();
    return in;
}

constexpr const char *kAccessible = "org.a11y.atspi.Accessible";
constexpr const char *kComponent = "org.a11y.atspi.Component";
constexpr unsigned kShowing = 25; // ATSPI_STATE_SHOWING
constexpr unsigned kEnabled = 8; // ATSPI_STATE_ENABLED
constexpr unsigned kChecked = 4; // ATSPI_STATE_CHECKED

struct Control {
    QString role;
    QString name;
    QString description;
    QString text;
    double value = 0; ///< of a slider
    QRect place; ///< on the screen
    quint64 states = 0;

    [[nodiscard]] bool is(unsigned state) const { return ((states >> state) & 1U) != 0; }
};

struct Wanted {
    QRegularExpression name;
    QString role;
    QString within; ///< name of a window; empty for any
    QRegularExpression description;
    bool enabledOnly = false;
};

enum class Next { Inside, Past, Stop };

class Tree {
public:
    explicit Tree(const QDBusConnection &bus)
        : m_bus(bus)
    {
    }

    /// `visit` says whether to go on into what the control holds, to leave that out, or to stop altogether.
    template <typename Visit> bool walk(const Reference &at, int depth, Visit visit) const
    {
        const Next next = visit(at, depth);
        if (next != Next::Inside)
            return next == Next::Stop;
        for (const Reference &child : children(at)) {
            if (walk(child, depth + 1, visit))
                return true;
        }
        return false;
    }

    [[nodiscard]] QList<Reference> children(const Reference &at) const
    {
        QDBusMessage call = message(at, kAccessible, "GetChildren");
        const QDBusReply<QList<Reference>> reply = m_bus.call(call);
        return reply.isValid() ? reply.value() : QList<Reference>();
    }

    /// Every question is a call, and there are hundreds of controls: first what tells whether it is the one.
    [[nodiscard]] Control identify(const Reference &at) const
    {
        Control control;
        const auto states = QDBusReply<QList<quint32>>(m_bus.call(message(at, kAccessible, "GetState"))).value();
        for (qsizetype i = 0; i < states.size() && i < 2; ++i)
            control.states |= quint64(states[i]) << (32 * i);
        control.name = property(at, kAccessible, "Name").toString();
        return control;
    }

    void complete(Control &control, const Reference &at) const
    {
        control.role = QDBusReply<QString>(m_bus.call(message(at, kAccessible, "GetRoleName"))).value();
        control.description = property(at, kAccessible, "Description").toString();
        QDBusMessage extents = message(at, kComponent, "GetExtents");
        extents << quint32(0);
        const QDBusMessage reply = m_bus.call(extents);
        if (reply.type() == QDBusMessage::ReplyMessage && !reply.arguments().isEmpty())
            control.place = rect(reply.arguments().constFirst().value<QDBusArgument>());
        QDBusMessage text = message(at, "org.a11y.atspi.Text", "GetText");
        text << 0 << -1;
        control.text = QDBusReply<QString>(m_bus.call(text)).value();
        control.value = property(at, "org.a11y.atspi.Value", "CurrentValue").toDouble();
    }

private:
    static QDBusMessage message(const Reference &at, const char *interface, const char *method)
    {
        return QDBusMessage::createMethodCall(at.service, at.path.path(), QLatin1String(interface),
                                              QLatin1String(method));
    }

    static QRect rect(const QDBusArgument &in)
    {
        int x = 0;
        int y = 0;
        int width = 0;
        int height = 0;
        in.beginStructure();
        in >> x >> y >> width >> height;
        in.endStructure();
        return { x, y, width, height };
    }

    [[nodiscard]] QVariant property(const Reference &at, const char *interface, const char *name) const
    {
        QDBusMessage call = message(at, "org.freedesktop.DBus.Properties", "Get");
        call << QLatin1String(interface) << QLatin1String(name);
        return QDBusReply<QDBusVariant>(m_bus.call(call)).value().variant();
    }

    QDBusConnection m_bus;
};

QDBusConnection accessibilityBus()
{
    QDBusInterface launcher("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus");
    const QDBusReply<QString> address = launcher.call("GetAddress");
    return QDBusConnection::connectToBus(address.value(), "accessibility");
}

void print(const Control &control)
{
    std::printf("%d %d %d %d\n", control.place.x(), control.place.y(), control.place.width(), control.place.height());
}

void dump(const Tree &tree, const Reference &root)
{
    tree.walk(root, 0, [&tree](const Reference &at, int depth) {
        Control control = tree.identify(at);
        tree.complete(control, at);
        std::printf("%*s%s \"%s\" %d,%d %dx%d%s%s%s%s%s\n", depth * 2, "", qPrintable(control.role),
                    qPrintable(control.name), control.place.x(), control.place.y(), control.place.width(),
                    control.place.height(), control.is(kShowing) ? "" : " hidden",
                    control.is(kEnabled) ? "" : " disabled", control.is(kChecked) ? " on" : "",
                    control.text.isEmpty() ? "" : " text=", qPrintable(control.text));
        if (!control.description.isEmpty())
            std::printf("%*s  (%s)\n", depth * 2, "", qPrintable(control.description));
        return Next::Inside;
    });
}

std::optional<Control> find(const Tree &tree, const Reference &root, const Wanted &wanted)
{
    std::optional<Control> found;
    for (const Reference &application : tree.children(root)) {
        for (const Reference &window : tree.children(application)) {
            if (!wanted.within.isEmpty() && !tree.identify(window).name.contains(wanted.within))
                continue;
            tree.walk(window, 0, [&](const Reference &at, int) {
                Control control = tree.identify(at);
                if (!control.is(kShowing))
                    return Next::Past; // nor does what it holds
                if ((wanted.enabledOnly && !control.is(kEnabled)) || !wanted.name.match(control.name).hasMatch())
                    return Next::Inside;
                tree.complete(control, at);
                if ((!wanted.role.isEmpty() && control.role != wanted.role) || control.place.isEmpty()
                    || !wanted.description.match(control.description).hasMatch())
                    return Next::Inside;
                found = control;
                return Next::Stop;
            });
            if (found)
                return found;
        }
    }
    return found;
}

} // namespace

Q_DECLARE_METATYPE(Reference)

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    qDBusRegisterMetaType<Reference>();
    qDBusRegisterMetaType<QList<Reference>>();
    QCommandLineParser parser;
    parser.setApplicationDescription("Prints where a control is on the screen: x y width height");
    parser.addHelpOption();
    parser.addOptions({ { "role", "only controls of this role", "role" },
                        { "in", "only in the window whose name holds this", "window" },
                        { "description", "only when its description matches this regular expression", "pattern" },
                        { "enabled", "only when it can be used" },
                        { "text", "prints what it says instead of where it is" },
                        { "value", "prints the value that it stands at instead" },
                        { "wait", "waits so long for it to be there", "seconds", "0" },
                        { "dump", "prints every control" } });
    parser.addPositionalArgument("name", "what it is called: a regular expression for the whole name");
    parser.process(application);

    const QDBusConnection bus = accessibilityBus();
    if (!bus.isConnected()) {
        std::fputs("find-control: no accessibility bus\n", stderr);
        return 2;
    }
    const Tree tree(bus);
    const Reference root{ "org.a11y.atspi.Registry", QDBusObjectPath("/org/a11y/atspi/accessible/root") };
    if (parser.isSet("dump")) {
        dump(tree, root);
        return 0;
    }
    const Wanted wanted{ QRegularExpression(QRegularExpression::anchoredPattern(parser.positionalArguments().value(0))),
                         parser.value("role"), parser.value("in"), QRegularExpression(parser.value("description")),
                         parser.isSet("enabled") };
    QElapsedTimer clock;
    clock.start();
    do {
        if (const auto control = find(tree, root, wanted)) {
            if (parser.isSet("value"))
                std::printf("%g\n", control->value);
            else if (parser.isSet("text"))
                std::printf("%s\n", qPrintable(control->text.isEmpty() ? control->name : control->text));
            else
                print(*control);
            return 0;
        }
        QThread::msleep(200);
    } while (clock.elapsed() < parser.value("wait").toLongLong() * 1000);
    return 1;
}
