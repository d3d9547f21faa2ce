// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageName.h"
#include "core/spec/Signals.h"

#include <QtTest>

#include <csignal>
#include <string>

using namespace vitrine::spec;

class tst_ImageName : public QObject {
    Q_OBJECT
private slots:
    void namesHaveTheFormOfRegistries()
    {
        const std::string digest(64, 'a');
        for (const std::string good : { "debian", "debian:12", "docker.io/library/debian:12", "localhost:5000/team/web",
                                        "Example.ORG/web:V1", "a/b/c", "my_app-2.x:_t" })
            QVERIFY2(isRegistryName(good), good.c_str());
        for (const std::string bad : { "", "/web", "web/", "a//b", "Web", "web:", "web:a:b", "../web", "-web", "web-",
                                       "a b", "web:-t", "web\n", "h:99999/web", "web@x" })
            QVERIFY2(!isRegistryName(bad), bad.c_str());
        QVERIFY(!isRegistryName(std::string(256, 'a')));
        QVERIFY(isRegistryName("web:" + std::string(128, 't')) && !isRegistryName("web:" + std::string(129, 't')));
        QVERIFY(isImageReference("web@sha256:" + digest) && isImageReference("sha256:" + digest)
                && isImageReference("0123abcd"));
        QVERIFY(!isImageReference("web@sha256:abc") && !isImageReference("../x"));
    }

    void missingTagIsLatest()
    {
        QCOMPARE(withTag("web"), std::string("web:latest"));
        QCOMPARE(withTag("web:1"), std::string("web:1"));
        QCOMPARE(withTag("localhost:5000/web"), std::string("localhost:5000/web:latest"));
        QCOMPARE(std::string(withoutTag("localhost:5000/web:2")), std::string("localhost:5000/web"));
        QVERIFY(!hasTagOrDigest("localhost:5000/web") && hasTagOrDigest("web:1"));
    }

    void shortNamesMeanTheEndOfLongOnes()
    {
        QVERIFY(namesImage("debian:12", "docker.io/library/debian:12"));
        QVERIFY(namesImage("library/debian:12", "docker.io/library/debian:12"));
        QVERIFY(namesImage("web", "localhost/web:latest"));
        QVERIFY(!namesImage("ian:12", "docker.io/library/debian:12"));
        QVERIFY(!namesImage("debian", "docker.io/library/debian:12"));
    }

    void signalsHaveNamesAndNumbers()
    {
        QCOMPARE(parseSignal("SIGQUIT"), std::optional(SIGQUIT));
        QCOMPARE(parseSignal("quit"), std::optional(SIGQUIT));
        QCOMPARE(parseSignal("3"), std::optional(SIGQUIT));
        QCOMPARE(parseSignal("SIGRTMIN+3"), std::optional(SIGRTMIN + 3));
        QCOMPARE(parseSignal("RTMAX-1"), std::optional(SIGRTMAX - 1));
        for (const char *bad : { "", "RTMIN-1", "RTMIN+99", "RTMIN+", "0", "65", "TERMX" })
            QVERIFY2(!parseSignal(bad), bad);
    }
};

QTEST_GUILESS_MAIN(tst_ImageName)
#include "tst_ImageName.moc"
