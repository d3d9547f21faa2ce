// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/widgets/ErrorText.h"

#include "core/ipc/ErrorNames.h"
#include "gui/format/Translate.h"

namespace vitrine::gui {

namespace {

QString sentence(const std::string &text)
{
    QString result = QString::fromStdString(text).trimmed();
    if (result.isEmpty())
        return result;
    result[0] = result[0].toUpper();
    if (!QStringLiteral(".?!").contains(result.back()))
        result += u'.';
    return result;
}

QString fixFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidName:
    case ErrorCode::NameInUse:
        return tr("Choose another name.");
    case ErrorCode::InvalidConfig:
    case ErrorCode::InvalidArgs:
    case ErrorCode::TooLarge:
        return tr("Change what is named above and try again.");
    case ErrorCode::NotAuthorized:
        return tr("Try again and give the password that is asked for. If nothing asks, This Computer says why.");
    case ErrorCode::SourceNotAllowed:
        return tr("Choose a file or folder that you can open yourself, or make the mount read-only.");
    case ErrorCode::RootfsUnsafe:
    case ErrorCode::ImageCorrupt:
    case ErrorCode::ImageUnsafe:
    case ErrorCode::ImageUnpackFailed:
        return tr("Choose another root file system.");
    case ErrorCode::LimitExceeded:
    case ErrorCode::RangePoolExhausted:
    case ErrorCode::AddressPoolExhausted:
        return tr("Delete containers that you no longer need.");
    case ErrorCode::NoSpace:
        return tr("Free some space on the disk that holds /var/lib/vitrine.");
    case ErrorCode::OutOfResources:
        return tr("Stop something that runs and try again.");
    case ErrorCode::Unsupported:
        return tr("This Computer says what is missing and how to get it.");
    case ErrorCode::VersionMismatch:
    case ErrorCode::StateTooNew:
        return tr("Vitrine was updated. Close this window and open it again.");
    case ErrorCode::Busy:
    case ErrorCode::Timeout:
        return tr("Wait a moment and try again.");
    case ErrorCode::NotFound:
    case ErrorCode::BadState:
    case ErrorCode::RangeInvalid:
    case ErrorCode::Cancelled:
    case ErrorCode::StateCorrupt:
    case ErrorCode::StartFailed:
    case ErrorCode::System:
    case ErrorCode::Protocol:
        break;
    }
    return {};
}

} // namespace

ErrorText explain(const QString &what, const Error &error)
{
    ErrorText text{ what, sentence(error.what), fixFor(error.code), {}, false };
    text.details = QString::fromStdString(ipc::errorName(error.code));
    if (error.sysErrno != 0)
        text.details += QStringLiteral(", errno %1").arg(error.sysErrno);
    text.details += u'\n' + QString::fromStdString(error.what);
    text.seeThisComputer = error.code == ErrorCode::Unsupported || error.code == ErrorCode::NotAuthorized;
    return text;
}

} // namespace vitrine::gui
