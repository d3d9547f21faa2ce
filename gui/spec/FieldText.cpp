// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/spec/FieldText.h"

#include "gui/format/Translate.h"

namespace vitrine::gui {

QString fieldLabel(spec::FieldId id)
{
    using enum spec::FieldId;
    switch (id) {
    case Name:
        return tr("Name");
    case Command:
        return tr("Command");
    case Entrypoint:
        return tr("Entry point");
    case RootKind:
        return tr("Files from");
    case RootPath:
        return tr("Location");
    case Identity:
        return tr("Runs as");
    case Network:
        return tr("Network");
    case Cpus:
        return tr("CPU time");
    case CpuWeight:
        return tr("CPU weight");
    case CpusetCpus:
        return tr("Cores");
    case Memory:
        return tr("Memory, hard limit");
    case MemoryHigh:
        return tr("Memory, soft limit");
    case MemorySwap:
        return tr("Swap");
    case Pids:
        return tr("Processes");
    case IoWeight:
        return tr("Disk weight");
    case Io:
        return tr("Disk limits");
    case Devices:
        return tr("Devices");
    case Mounts:
        return tr("Mounts");
    case Env:
        return tr("Variables");
    case User:
        return tr("User");
    case Workdir:
        return tr("Folder");
    case Hostname:
        return tr("Host name");
    case Display:
        return tr("Display");
    case AppId:
        return tr("App");
    case Terminal:
        return tr("Terminal");
    case OpenStdin:
        return tr("Keyboard input");
    case RemoveWhenEnded:
        return tr("Throw away when it ends");
    case StopTimeout:
        return tr("Time to stop");
    case StopSignal:
        return tr("Signal to stop");
    }
    return {};
}

QString appliesText(spec::Applies applies)
{
    switch (applies) {
    case spec::Applies::Now:
        return tr("now");
    case spec::Applies::AtNextStart:
        return tr("at next start");
    case spec::Applies::Never:
        break;
    }
    return tr("fixed");
}

QString fieldHelp(spec::FieldId id)
{
    using enum spec::FieldId;
    switch (id) {
    case Name:
        return tr("What the container is called here and on the command line.");
    case Command:
        return tr("The program and its arguments, quoted as in a shell. No shell is started for it.");
    case Entrypoint:
        return tr("What stands before the command, instead of what the image says.");
    case RootKind:
        return tr("Which files the command sees as its root file system. They are never changed: "
                  "what it writes goes to a layer of its own.");
    case RootPath:
        return tr("The folder or archive that becomes the root file system.");
    case Identity:
        return tr("Isolated: root inside is nobody outside. Me: what it does outside, it does as you.");
    case Network:
        return tr("None: only the loopback device. Private: a virtual cable to this computer, with internet access.");
    case Cpus:
        return tr("How much CPU time it may use, in cores: 0.5 is half of one core.");
    case CpuWeight:
        return tr("Its share when containers compete for the CPU. 100 is ordinary, 200 is twice as much.");
    case CpusetCpus:
        return tr("The cores that it may run on, such as 0-2,5.");
    case Memory:
        return tr("It cannot use more than this: at the limit the kernel ends one of its processes.");
    case MemoryHigh:
        return tr("Above this it is slowed down and its memory is reclaimed, but nothing is ended.");
    case MemorySwap:
        return tr("How much of its memory may be moved to disk. 0 means none.");
    case Pids:
        return tr("How many processes and threads may exist at once, with process 1. More are refused.");
    case IoWeight:
        return tr("Its share when containers compete for a disk. 100 is ordinary.");
    case Io:
        return tr("The most that it may read and write on one disk each second.");
    case Devices:
        return tr("Devices of this computer that it may use. An administrator has to agree.");
    case Mounts:
        return tr("Folders of yours that it sees, and temporary ones that vanish when it ends.");
    case Env:
        return tr("Environment variables for the command. Nothing of your own environment is passed on.");
    case User:
        return tr("The user inside who runs the command: a name, or a number.");
    case Workdir:
        return tr("The folder inside in which the command starts.");
    case Hostname:
        return tr("What the container calls itself; its name when empty.");
    case Display:
        return tr("Lets it show windows on the display of your session: Wayland, or else X11.");
    case AppId:
        return tr("The installed app that it runs.");
    case Terminal:
        return tr("Gives the command a terminal of its own.");
    case OpenStdin:
        return tr("Keeps the command's input open, so that you can type to it.");
    case RemoveWhenEnded:
        return tr("Deletes the container, with what it wrote, as soon as it ends.");
    case StopTimeout:
        return tr("How long it may take to end by itself when stopped, before it is forced.");
    case StopSignal:
        return tr("The signal that asks it to end, such as TERM or QUIT.");
    }
    return {};
}

} // namespace vitrine::gui
