// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageCommit.h"

#include <QtTest>

using namespace vitrine;
using namespace vitrine::spec;

namespace {

ImageChanges changesOf(const std::vector<std::string> &lines)
{
    ImageChanges changes;
    for (const auto &line : lines) {
        if (const auto added = addChange(changes, line); !added)
            qWarning("%s", added.error().what.c_str());
    }
    return changes;
}

} // namespace

class tst_ImageCommit : public QObject {
    Q_OBJECT
private slots:
    void readsInstructions()
    {
        const auto changes = changesOf({ "CMD [\"a\",\"b c\"]", "entrypoint run it", "ENV A=1 B='two words'",
                                         "ENV PATH /bin", "USER 5", "WORKDIR /srv", "LABEL x=\"y z\"",
                                         "EXPOSE 80 53/udp", "STOPSIGNAL SIGINT", "VOLUME [\"/a\"]", "VOLUME /b /c" });
        QCOMPARE(changes.cmd.value(), (std::vector<std::string>{ "a", "b c" }));
        QCOMPARE(changes.entrypoint.value(), (std::vector<std::string>{ "/bin/sh", "-c", "run it" }));
        QVERIFY((changes.env == std::vector<EnvVar>{ { "A", "1" }, { "B", "two words" }, { "PATH", "/bin" } }));
        QCOMPARE(changes.user.value(), std::string("5"));
        QCOMPARE(changes.workingDir.value(), std::string("/srv"));
        QCOMPARE(changes.labels.at("x"), std::string("y z"));
        QCOMPARE(changes.exposedPorts, (std::vector<std::string>{ "80/tcp", "53/udp" }));
        QCOMPARE(changes.stopSignal.value(), std::string("SIGINT"));
        QCOMPARE(changes.volumes, (std::vector<std::string>{ "/a", "/b", "/c" }));
    }

    void refusesWhatIsNoInstruction_data()
    {
        QTest::addColumn<std::string>("line");
        for (const char *line : { "", "CMD", "FROM x", "ENV", "ENV A", "ENV A=1 B", "LABEL =x", "ENV A='x" })
            QTest::newRow(line[0] == 0 ? "empty" : line) << std::string(line);
    }
    void refusesWhatIsNoInstruction()
    {
        QFETCH(std::string, line);
        ImageChanges changes;
        const auto added = addChange(changes, line);
        QVERIFY(!added);
        QCOMPARE(added.error().code, ErrorCode::InvalidArgs);
    }

    void travelsAsJson()
    {
        CommitRequest request{ { "web:2" }, "a word", "me", false, {} };
        request.changes = changesOf({ "CMD []", "ENV A=1", "LABEL a=b", "EXPOSE 80", "VOLUME /v", "USER u" });
        const auto read = commitFromJson(toJson(request));
        QVERIFY2(read, read ? "" : read.error().what.c_str());
        QVERIFY(*read == request);
        QVERIFY(!commitFromJson(R"({"name":"x"})"));
        QVERIFY(!commitFromJson(R"({"config":{"CMD":["x"]}})"));
        QVERIFY(commitFromJson("{}")->isPausing);
    }

    void changesStandAboveTheImage()
    {
        ImageConfig config;
        config.entrypoint = { "old" };
        config.cmd = { "words" };
        config.env = { { "A", "0" }, { "Z", "9" } };
        config.exposedPorts = { "443/tcp" };
        config.labels = { { "a", "b" } };
        const auto changed =
            withChanges(config, changesOf({ "ENTRYPOINT [\"new\"]", "ENV A=1", "EXPOSE 80 443", "LABEL a=c" }));
        QCOMPARE(changed.entrypoint, std::vector<std::string>{ "new" });
        QVERIFY(changed.cmd.empty());
        QVERIFY((changed.env == std::vector<EnvVar>{ { "A", "1" }, { "Z", "9" } }));
        QCOMPARE(changed.exposedPorts, (std::vector<std::string>{ "443/tcp", "80/tcp" }));
        QCOMPARE(changed.labels.at("a"), std::string("c"));
        QVERIFY(withChanges(config, {}) == config);
    }

    void everyLayerHasAStep()
    {
        std::vector<ImageHistory> history{ { "x", 1, false, {} }, { "nothing", 2, true, {} } };
        const std::vector<ImageLayer> layers{ { "a", 0, 0, "first" }, { "b", 0, 0, "x" } };
        completeHistory(history, layers);
        QCOMPARE(history.size(), std::size_t(3));
        QCOMPARE(history[0].createdBy, std::string("first"));
        completeHistory(history, { layers[0] });
        QCOMPARE(history.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(tst_ImageCommit)
#include "tst_ImageCommit.moc"
