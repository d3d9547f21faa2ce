// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/spec/ImageConfig.h"
#include "core/spec/OciConfig.h"
#include "core/spec/UtcTime.h"

#include <QtTest>

#include <nlohmann/json.hpp>

using namespace vitrine;
using namespace vitrine::spec;
using nlohmann::json;

namespace {

const std::string kDiffId(64, 'a');

json smallOci()
{
    return { { "architecture", "amd64" },
             { "os", "linux" },
             { "rootfs", { { "type", "layers" }, { "diff_ids", { "sha256:" + kDiffId } } } } };
}

json ociWith(const char *key, const json &value)
{
    auto oci = smallOci();
    oci["config"][key] = value;
    return oci;
}

ImageConfig fullConfig()
{
    ImageConfig config;
    config.entrypoint = { "/entry", "--flag" };
    config.cmd = { "serve", "two\nlines" };
    config.env = { { "PATH", "/usr/bin:/bin" }, { "EMPTY", "" } };
    config.user = "999:www-data";
    config.workingDir = "/srv/app";
    config.exposedPorts = { "80/tcp", "8000-8010/udp" };
    config.volumes = { "/cache", "/data" };
    config.stopSignal = "SIGRTMIN+3";
    config.labels = { { "maintainer", "someone" }, { "org.example.logger", "binary:///bin/sh" } };
    config.architecture = "arm";
    config.variant = "v7";
    config.os = "linux";
    config.author = "somebody";
    config.createdUs = 1700000000123456;
    config.history = { { "ADD rootfs", 1700000000000000, false, {} }, { "ENV A=b", 0, true, "a word" } };
    return config;
}

} // namespace

class tst_ImageConfig : public QObject {
    Q_OBJECT
private slots:
    void ownJsonComesBackTheSame()
    {
        const auto config = fullConfig();
        QVERIFY(problemsOf(config).empty());
        QVERIFY(configFromJson(toJson(config)).value() == config);
        QVERIFY(configFromJson("{}").value() == ImageConfig{});
        const ImageContent content{ config,
                                    "sha256:" + kDiffId,
                                    { "web:1" },
                                    { { kDiffId, 12, 3, "ADD rootfs" }, { std::string(64, '0'), 0, 0, "" } } };
        QVERIFY(contentFromJson(toJson(content)).value() == content);
        QVERIFY(layersFromJson(layersToJson(content.layers)).value() == content.layers);
    }

    void ociComesBackTheSame()
    {
        const OciConfig oci{ fullConfig(), { kDiffId, std::string(64, '0') } };
        const auto again = configFromOci(toOci(oci));
        QVERIFY2(again, again ? "" : again.error().what.c_str());
        QVERIFY(*again == oci);
    }

    void readsWhatDockerWrites()
    {
        const auto oci = configFromOci(
            R"({)"
            R"("architecture": "amd64", "os": "linux", "docker_version": "20", "created": "2024-01-31T12:00:00.5+01:00",)"
            R"("container_config": {"Cmd": ["/bin/sh"]}, "variant": null,)"
            R"("config": {"Hostname": "", "Env": ["A=1", "B=x=y", "A=2"], "Cmd": null, "Entrypoint": null, "Volumes": {"/data/": {}, "/./data": {}},)"
            R"("WorkingDir": "/app/", "Labels": null, "OnBuild": null, "ExposedPorts": {"53/udp": {}, "81/tcp": {}, "80": {}, "82/tcp": {}},)"
            R"("Healthcheck": {"Test": ["CMD", "true"], "Interval": 30000000000}, "StopSignal": "SIGQUIT", "User": "postgres"},)"
            R"("history": [{"created": "0001-01-01T00:00:00Z", "created_by": "ADD x"}, {"created_by": "CMD", "empty_layer": true, "comment": null}],)"
            R"("rootfs": {"type": "layers", "diff_ids": ["sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]}})");
        QVERIFY2(oci, oci ? "" : oci.error().what.c_str());
        const auto &config = oci->config;
        QCOMPARE(oci->diffIds, std::vector<std::string>{ kDiffId });
        QVERIFY((config.env == std::vector<EnvVar>{ { "A", "2" }, { "B", "x=y" } }));
        QCOMPARE(config.volumes, std::vector<std::string>{ "/data" });
        QCOMPARE(config.workingDir, std::string("/app"));
        QCOMPARE(config.user, std::string("postgres"));
        QCOMPARE(config.exposedPorts, (std::vector<std::string>{ "80-82/tcp", "53/udp" }));
        QCOMPARE(config.createdUs, std::uint64_t(1706698800500000));
        QVERIFY((config.history == std::vector<ImageHistory>{ { "ADD x", 0, false, {} }, { "CMD", 0, true, {} } }));
        QVERIFY(config.cmd.empty() && config.entrypoint.empty() && config.labels.empty());
    }

    void hostileConfigurationsAreRefused_data()
    {
        QTest::addColumn<std::string>("text");
        const auto row = [](const char *name, const json &oci) { QTest::newRow(name) << oci.dump(); };
        row("working directory in /proc", ociWith("WorkingDir", "/proc/self/fd/7"));
        row("working directory in /proc, hidden", ociWith("WorkingDir", "//proc/./self/fd/7"));
        row("working directory that leads up", ociWith("WorkingDir", "../.."));
        row("working directory that leads up from the root", ociWith("WorkingDir", "/a/../../b"));
        row("working directory that is long", ociWith("WorkingDir", "/" + std::string(5000, 'a')));
        row("working directory with a newline", ociWith("WorkingDir", "/a\nb"));
        row("user with a line of its own", ociWith("User", "0:0\nroot"));
        row("user -1", ociWith("User", "-1"));
        row("user 2^32", ociWith("User", "4294967296"));
        row("user 2^32-1", ociWith("User", "4294967295"));
        row("user that is a path", ociWith("User", "../root"));
        row("user with three parts", ociWith("User", "a:b:c"));
        row("variable of 1 MiB", ociWith("Env", json::array({ "A=" + std::string(1 << 20, 'x') })));
        row("variable without a name", ociWith("Env", json::array({ "=x" })));
        row("variable without =", ociWith("Env", json::array({ "x" })));
        row("many variables", ociWith("Env", json(5000, "A=b")));
        row("volume that is the root", ociWith("Volumes", { { "/", json::object() } }));
        row("volume /proc", ociWith("Volumes", { { "/proc", json::object() } }));
        row("volume in /sys", ociWith("Volumes", { { "/sys/fs/", json::object() } }));
        row("volume that leads up", ociWith("Volumes", { { "/../..", json::object() } }));
        row("volume that is relative", ociWith("Volumes", { { "data", json::object() } }));
        row("volumes in a list", ociWith("Volumes", json::array({ "/data" })));
        row("port that is none", ociWith("ExposedPorts", { { "80/../tcp", json::object() } }));
        row("port that is too high", ociWith("ExposedPorts", { { "65536/tcp", json::object() } }));
        row("signal that is a path", ociWith("StopSignal", "../x"));
        row("entrypoint that is a text", ociWith("Entrypoint", "sh"));
        row("entrypoint with an empty word first", ociWith("Entrypoint", json::array({ "", "x" })));
        row("command with a number", ociWith("Cmd", json::array({ 1 })));
        row("label that is no text", ociWith("Labels", { { "a", 1 } }));
        json labels;
        for (int i = 0; i < 100000; ++i)
            labels[std::to_string(i) + "logger"] = "x";
        row("100,000 labels", ociWith("Labels", labels));
        auto oci = smallOci();
        oci["architecture"] = "../x";
        row("architecture that is a path", oci);
        oci = smallOci();
        oci["created"] = "yesterday";
        row("time that is none", oci);
        oci = smallOci();
        oci["rootfs"]["diff_ids"] = json::array({ "sha256:../../etc" });
        row("diff id that is a path", oci);
        oci["rootfs"]["diff_ids"] = json(129, "sha256:" + kDiffId);
        row("129 layers", oci);
        oci["rootfs"] = { { "type", "other" } };
        row("root of another type", oci);
        oci.erase("rootfs");
        row("no root", oci);
        row("a list", json::array());
        oci = smallOci();
        oci["config"] = 3;
        row("config that is a number", oci);
        oci = smallOci();
        oci["history"] = json(2000, json::object());
        row("2000 steps", oci);
        QTest::newRow("two configurations") << smallOci().dump().insert(1, R"("config":{},"config":{},)");
        QTest::newRow("nested deep") << smallOci().dump().insert(
            1, R"("x":)" + std::string(70, '[') + std::string(70, ']') + ",");
        QTest::newRow("no JSON") << std::string("#!/bin/sh");
        QTest::newRow("nothing") << std::string();
    }
    void hostileConfigurationsAreRefused()
    {
        QFETCH(std::string, text);
        const auto oci = configFromOci(text);
        QVERIFY(!oci);
        QCOMPARE(oci.error().code, ErrorCode::InvalidConfig);
    }

    void hugeConfigurationsAreNotParsed()
    {
        const auto oci = configFromOci(std::string(kMaxImageJsonBytes + 1, ' '));
        QVERIFY(!oci);
        QCOMPARE(oci.error().code, ErrorCode::TooLarge);
    }

    void whatIsOddButHarmlessIsData()
    {
        auto oci = ociWith("Entrypoint", json::array());
        oci["config"]["Labels"] = { { "containerd.io/logger", "binary:///bin/sh?x=1" },
                                    { "long", std::string(100000, 'x') } };
        oci["config"]["Cmd"] = { "sh", "-c", "$(reboot); `id` ../../" };
        const auto config = configFromOci(oci.dump());
        QVERIFY2(config, config ? "" : config.error().what.c_str());
        QCOMPARE(config->config.labels.size(), std::size_t(2));
        QCOMPARE(config->config.cmd.size(), std::size_t(3));
    }

    void longCommandsOfTheHistoryAreCut()
    {
        auto oci = smallOci();
        oci["history"] = json::array(
            { { { "created_by", "x" + std::string(3000, 'y') + QString(3000, QChar(0xe4)).toStdString() } } });
        const auto config = configFromOci(oci.dump());
        QVERIFY(config);
        const auto &text = config->config.history.at(0).createdBy;
        QVERIFY(text.size() <= kMaxCreatedByBytes && text.size() > kMaxCreatedByBytes - 4);
    }

    void ownJsonIsStrict_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::newRow("unknown key") << std::string(R"({"hooks":[]})");
        QTest::newRow("unknown key in config") << std::string(R"({"config":{"mounts":[]}})");
        QTest::newRow("config out of bounds") << std::string(R"({"config":{"workingDir":"/proc/1"}})");
        QTest::newRow("variable twice") << std::string(
            R"({"config":{"env":[{"name":"A","value":""},{"name":"A","value":""}]}})");
        QTest::newRow("digest") << std::string(R"({"digest":"sha256:zz"})");
        QTest::newRow("name with a blank") << std::string(R"({"names":["a b"]})");
        const auto withLayers = [](const json &layers) { return json{ { "layers", layers } }.dump(); };
        const auto withId = [&](const std::string &id) { return withLayers(json::array({ { { "diffId", id } } })); };
        QTest::newRow("diff id that is a path") << withId("../../../etc/passwd");
        QTest::newRow("upper-case diff id") << withId(std::string(64, 'A'));
        QTest::newRow("negative size") << withLayers(json::array({ { { "diffId", kDiffId }, { "bytes", -1 } } }));
        QTest::newRow("129 layers") << withLayers(json(129, { { "diffId", kDiffId } }));
    }
    void ownJsonIsStrict()
    {
        QFETCH(std::string, text);
        const auto content = contentFromJson(text);
        QVERIFY(!content);
        QCOMPARE(content.error().code, ErrorCode::InvalidConfig);
    }

    void timesAreRead_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<qint64>("time");
        QTest::newRow("whole second") << std::string("1970-01-02T00:00:01Z") << qint64(86401000000);
        QTest::newRow("nanoseconds") << std::string("1970-01-01T00:00:00.123456789Z") << qint64(123456);
        QTest::newRow("offset") << std::string("1970-01-01T02:00:00+01:30") << qint64(1800000000);
        QTest::newRow("before") << std::string("0001-01-01T00:00:00Z") << qint64(0);
        QTest::newRow("no such day") << std::string("2023-02-29T00:00:00Z") << qint64(-1);
        QTest::newRow("no zone") << std::string("2023-02-28T00:00:00") << qint64(-1);
        QTest::newRow("sign") << std::string("-023-02-28T00:00:00Z") << qint64(-1);
        QTest::newRow("more behind") << std::string("2023-02-28T00:00:00Zx") << qint64(-1);
    }
    void timesAreRead()
    {
        QFETCH(std::string, text);
        QFETCH(qint64, time);
        const auto parsed = parseUtcTime(text);
        QCOMPARE(parsed ? static_cast<qint64>(*parsed) : -1, time);
        if (parsed)
            QCOMPARE(parseUtcTime(formatUtcTime(*parsed)), parsed);
    }
};

QTEST_APPLESS_MAIN(tst_ImageConfig)
#include "tst_ImageConfig.moc"
