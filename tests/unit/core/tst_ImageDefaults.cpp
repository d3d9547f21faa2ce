// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageDefaults.h"

#include <QtTest>

using namespace vitrine::spec;

class tst_ImageDefaults : public QObject {
    Q_OBJECT
private slots:
    void commandReplacesTheImagesButNotItsEntryPoint()
    {
        using Words = std::vector<std::string>;
        const auto commandOf = [](const Words &entrypoint, const Words &command) {
            ContainerSpec spec;
            spec.entrypoint = entrypoint;
            spec.command = command;
            return applyImage(spec, image()).command;
        };
        QCOMPARE(commandOf({}, {}), (Words{ "entry", "-e", "cmd", "-c" }));
        QCOMPARE(commandOf({}, { "own" }), (Words{ "entry", "-e", "own" }));
        QCOMPARE(commandOf({ "sh" }, {}), Words{ "sh" });
        QCOMPARE(commandOf({ "sh", "-x" }, { "own" }), (Words{ "sh", "-x", "own" }));
        QCOMPARE(commandOf({ "" }, { "own" }), Words{ "own" });
        QCOMPARE(commandOf({ "" }, {}), Words{});
    }

    void whatIsWholeStaysAsItIs()
    {
        const ContainerSpec once = applyImage({}, image());
        QCOMPARE(applyImage(once, image()), once);
    }

    void personsSettingsStandAboveTheImages()
    {
        ContainerSpec spec;
        QCOMPARE(applyImage(spec, image()).env, (std::vector<EnvVar>{ { "A", "image" }, { "B", "image" } }));
        QCOMPARE(applyImage(spec, image()).user, std::string("www"));
        QCOMPARE(applyImage(spec, image()).workdir, std::string("/srv"));
        QCOMPARE(applyImage(spec, image()).stopSignal, std::string("SIGQUIT"));
        spec.env = { { "B", "mine" }, { "C", "mine" } };
        spec.user = "root";
        spec.workdir = "/tmp";
        spec.stopSignal = "INT";
        const ContainerSpec merged = applyImage(spec, image());
        QCOMPARE(merged.env, (std::vector<EnvVar>{ { "A", "image" }, { "B", "mine" }, { "C", "mine" } }));
        QCOMPARE(merged.user, std::string("root"));
        QCOMPARE(merged.workdir, std::string("/tmp"));
        QCOMPARE(merged.stopSignal, std::string("INT"));
    }

    void whoRunsAsHimselfIsNotTheImagesUser()
    {
        ContainerSpec spec;
        spec.identity = Identity::Me;
        QCOMPARE(applyImage(spec, image()).user, std::string());
    }

private:
    static ImageConfig image()
    {
        ImageConfig config;
        config.entrypoint = { "entry", "-e" };
        config.cmd = { "cmd", "-c" };
        config.env = { { "A", "image" }, { "B", "image" } };
        config.user = "www";
        config.workingDir = "/srv";
        config.stopSignal = "SIGQUIT";
        return config;
    }
};

QTEST_GUILESS_MAIN(tst_ImageDefaults)
#include "tst_ImageDefaults.moc"
