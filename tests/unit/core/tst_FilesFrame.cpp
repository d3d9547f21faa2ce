// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ipc/FilesFrame.h"
#include "core/ipc/FilesSocket.h"

#include <QtTest>

#include <fcntl.h>
#include <sys/socket.h>

#include <array>

using namespace vitrine;
using namespace vitrine::ipc;

namespace {

FilesRequest request()
{
    FilesRequest made;
    made.id = 7;
    made.op = FilesOp::Rename;
    made.root = FilesRoot::Merged;
    made.follows = true;
    made.mode = 0640;
    made.mtimeNs = -5;
    made.path = "/srv/two\nlines";
    made.other = "/srv/\033[31m";
    return made;
}

FilesReply reply()
{
    FilesReply made;
    made.id = 7;
    made.hasMore = true;
    made.value = 1ULL << 40;
    made.entries = { { "a", 0100644, 0, 0, 1'879'048'192, kNoSuchId, 1ULL << 50, -1, {}, FileMark::None },
                     { "srv/l", 0120777, 5, 6, 7, 8, 3, 1, "../x", FileMark::Changed } };
    return made;
}

} // namespace

class tst_FilesFrame : public QObject {
    Q_OBJECT
private slots:
    void whatIsSaidIsHeard()
    {
        QCOMPARE(decodeRequest(encodeRequest(request())).value(), request());
        QCOMPARE(decodeReply(encodeReply(reply())).value(), reply());
        FilesReply refusal;
        refusal.id = 9;
        refusal.error = Error{ ErrorCode::NotFound, 2, "there is nothing" };
        QCOMPARE(decodeReply(encodeReply(refusal)).value(), refusal);
        std::size_t size = encodeReply({}).size();
        for (const FileEntry &entry : reply().entries)
            size += encodedSize(entry);
        QCOMPARE(encodeReply(reply()).size(), size);
    }

    void everyCutAndEveryAdditionIsRefused()
    {
        const std::string asked = encodeRequest(request());
        const std::string told = encodeReply(reply());
        for (std::size_t size = 0; size < asked.size(); ++size)
            QVERIFY(!decodeRequest(std::string_view(asked).substr(0, size)));
        for (std::size_t size = 0; size < told.size(); ++size)
            QVERIFY(!decodeReply(std::string_view(told).substr(0, size)));
        QVERIFY(!decodeRequest(asked + '\0'));
        QVERIFY(!decodeReply(told + '\0'));
        QVERIFY(!decodeReply(std::string(kMaxFilesPacket + 1, '\0')));
    }

    void impossibleRequestsAreRefused()
    {
        const auto isRefused = [](auto change) {
            FilesRequest wrong = request();
            change(wrong);
            return !decodeRequest(encodeRequest(wrong));
        };
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.id = 0; }));
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.op = static_cast<FilesOp>(0); }));
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.op = static_cast<FilesOp>(14); }));
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.root = static_cast<FilesRoot>(4); }));
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.mode = 04755; }));
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.path = std::string("a\0b", 3); }));
        QVERIFY(isRefused([](FilesRequest &wrong) { wrong.other.assign(kMaxFilesPath + 1, 'x'); }));
    }

    void namesThatLeadElsewhereAreRefused()
    {
        for (const char *name : { "", "/", "/a", "..", "a/../b", "a//b", ".", "a/" }) {
            FilesReply wrong = reply();
            wrong.entries[0].name = name;
            QVERIFY2(!decodeReply(encodeReply(wrong)), name);
        }
        FilesReply wrong = reply();
        wrong.entries[0].mark = static_cast<FileMark>(7);
        QVERIFY(!decodeReply(encodeReply(wrong)));
    }

    void longSentencesAreCut()
    {
        FilesReply refusal;
        refusal.error = Error{ ErrorCode::System, 5, std::string(100'000, 'x') };
        QCOMPARE(decodeReply(encodeReply(refusal))->error->what.size(), std::size_t{ 1024 });
    }

    void packetsBringOneDescriptor()
    {
        std::array<int, 2> pair{ -1, -1 };
        QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()), 0);
        UniqueFd one(pair[0]);
        const UniqueFd other(pair[1]);
        QVERIFY(sendFilesPacket(one.get(), "with", other.get()));
        const auto with = receiveFilesPacket(other.get(), 16);
        QVERIFY(with && with->fd);
        QCOMPARE(QByteArray::fromStdString(with->bytes), QByteArray("with"));
        QVERIFY((::fcntl(with->fd.get(), F_GETFD) & FD_CLOEXEC) != 0);
        QVERIFY(sendFilesPacket(one.get(), "longer than it may be"));
        QCOMPARE(receiveFilesPacket(other.get(), 16).error().code, ErrorCode::Protocol);
        one.reset();
        QCOMPARE(receiveFilesPacket(other.get(), 16).error().code, ErrorCode::NotFound);
    }
};

QTEST_APPLESS_MAIN(tst_FilesFrame)
#include "tst_FilesFrame.moc"
